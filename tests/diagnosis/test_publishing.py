from pathlib import Path

import pytest

from diagnosis.catalogue import framework_of, shipped_files
from diagnosis.models import Release
from diagnosis.services.publishing import publish_shipped
from gongfu.core.errors import Invalid
from gongfu.core.models import Change

pytestmark = pytest.mark.django_db


def test_every_shipped_framework_is_published_once():
    first = publish_shipped()
    assert {release.ref for release in first} >= {"miit-sme"}
    assert publish_shipped() == first
    assert Release.objects.count() == len(shipped_files()) == Change.objects.count()


def test_a_published_framework_reads_as_the_file_did():
    release = next(release for release in publish_shipped() if release.ref == "miit-sme")
    framework = framework_of(release)
    assert framework.digest == release.digest
    assert framework.texts("en").question("q1").text
    assert framework_of(Release.objects.get(pk=release.pk)) is framework


@pytest.mark.parametrize("changed", ["release", "words"])
def test_a_changed_file_under_a_published_version_is_refused(tmp_path, changed):
    published = publish_shipped()
    source = next(path for path in shipped_files() if path.stem == "miit-sme-2024")
    path = copied(source, tmp_path)
    target = path if changed == "release" else tmp_path / "texts" / "miit-sme-2024.en.yaml"
    target.write_text(target.read_text() + "# a remark\n")
    with pytest.raises(Invalid, match="new version"):
        publish_shipped([path])
    assert list(Release.objects.order_by("pk")) == published


def copied(source: Path, folder: Path) -> Path:
    (folder / "texts").mkdir()
    for file in (source.parent / "texts").glob(f"{source.stem}.*"):
        (folder / "texts" / file.name).write_bytes(file.read_bytes())
    target = folder / source.name
    target.write_bytes(source.read_bytes())
    return target
