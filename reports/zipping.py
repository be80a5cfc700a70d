"""A ZIP written file by file, however many there are, with the digest of each."""

import hashlib
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

CHUNK = 1 << 20


class Archive:
    """Writes files one after the other and keeps the digest of each."""

    def __init__(self, target: IO[bytes]) -> None:
        self.zip = ZipFile(target, "w", ZIP_DEFLATED)
        self.digests: dict[str, str] = {}

    def write(self, name: str, content: bytes) -> None:
        self.digests[name] = hashlib.sha256(content).hexdigest()
        self.zip.writestr(name, content)

    def copy(self, name: str, source: IO[bytes], *, packed: bool = False) -> None:
        """A file as it is; those that are packed already are not packed again."""
        digest = hashlib.sha256()
        info = ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
        info.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=True) as entry:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                entry.write(chunk)
        self.digests[name] = digest.hexdigest()

    def close(self) -> None:
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self.digests.items()))
        self.zip.writestr("SHA256SUMS", "".join(lines))
        self.zip.close()
