"""Archives that mean harm are refused, with words, by whoever takes uploads."""

import io
import zipfile

import pytest

from diagnosis.drafting.unpacking import NotTaken, Upload, text_in, unpacked
from diagnosis.drafting.uploads import LIMITS as OF_FRAMEWORKS
from diagnosis.views.solutions.drafts import LIMITS as OF_SOLUTIONS

pytestmark = pytest.mark.parametrize("limits", [OF_FRAMEWORKS, OF_SOLUTIONS])


def archive(*files: tuple[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> Upload:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, content in files:
            made.writestr(name, content)
    return Upload("all.zip", out.getvalue())


def broken(at: int) -> Upload:
    """An archive of which one byte was turned."""
    content = bytearray(archive(("a.yaml", bytes(range(256)) * 40)).content)
    content[at] ^= 0xFF
    return Upload("all.zip", bytes(content))


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (archive(("a.yaml", b"#" * 5_000_000)), "a.yaml: expected at most 1 MB"),
        (archive(("a.yaml", b"#" * 9_000_000), packed=zipfile.ZIP_BZIP2), "ordinary ZIP"),
        (archive(("a.yaml", b"#" * 9_000_000), packed=zipfile.ZIP_LZMA), "ordinary ZIP"),
        (Upload("all.zip", b"PK\x03\x04broken"), "all.zip: the archive is damaged"),
        (broken(45), "all.zip: the archive is damaged"),
        (broken(200), "all.zip: the archive is damaged"),
        (broken(-10), "all.zip: the archive is damaged"),
        (Upload("a.yaml", b"\xff\xfe"), "a.yaml: expected UTF-8"),
        (Upload("a.yaml", b"format: \x00"), "a.yaml: expected text without control characters"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(limits, upload, said):
    with pytest.raises(NotTaken, match=said):
        [text_in(each) for each in unpacked([upload], limits)]


def test_many_large_files_are_refused_once_together_they_pass_the_limit(limits):
    each = archive(*((f"{number}.yaml", b"#" * 999_000) for number in range(9)))
    with pytest.raises(NotTaken, match=r"all.zip: expected all files together"):
        list(unpacked([each, each], limits._replace(files=18)))


def test_too_many_files_are_refused_before_any_is_read(limits):
    many = archive(*((f"{number}.yaml", b"") for number in range(limits.files + 1)))
    with pytest.raises(NotTaken, match=f"at most {limits.files} files"):
        next(unpacked([many], limits))


def test_files_beside_the_yaml_count_for_nothing(limits):
    notes = [(f"notes/{number}.txt", b"read me") for number in range(500)]
    upload = archive(*notes, ("a/b.yaml", b"\xef\xbb\xbfa: b\r\n"))
    assert [(each.name, text_in(each)) for each in unpacked([upload], limits)] == [
        ("a/b.yaml", "a: b\n")
    ]
