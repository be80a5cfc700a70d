"""The parent: runs the child on a stored file and puts what it drew beside the file."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from diagnosis.evidence.contents import JPEG, PDF, PNG
from diagnosis.evidence.storing import PICTURES, picture_path
from gongfu.core.stored import stored_path

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 30  # of a busy machine; the child may use the processor for a few of them
SIZES = {"thumb": "160x120", "page": "1000x1400"}  # twice what a row shows, for dense screens
KINDS = {PNG: "png", JPEG: "jpeg", PDF: "pdf"}
MAGIC = b"RIFF"


def draw_pictures(stored: str, content_type: str) -> bool:
    """Make all pictures of a stored file, or none: then it cannot be drawn within the limits."""
    with tempfile.TemporaryDirectory(prefix="gongfu-picture-") as folder:
        kind, out = KINDS[content_type], Path(folder)
        source = out / f"source.{kind}"
        source.symlink_to(stored_path(stored).resolve())
        if kind == "pdf":  # typst follows no link out of its folder
            source.unlink()
            shutil.copyfile(stored_path(stored), source)
        if not _run_child(kind, source, out):
            return False
        drawn = [out / str(place) for place in range(len(PICTURES))]
        if not all(map(_is_drawn, drawn)):
            return False
        for size, path in zip(PICTURES, drawn, strict=True):
            shutil.move(path, picture_path(stored, size))
    return True


def _run_child(kind: str, source: Path, out: Path) -> bool:
    sizes = [SIZES[size] for size in PICTURES]
    command = [sys.executable, "-I", str(CHILD), kind, str(source), str(out), *sizes]
    limits = {"RAYON_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own script, arguments are ours
            command, timeout=WALL_SECONDS, capture_output=True, env=limits, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _is_drawn(path: Path) -> bool:
    return path.is_file() and path.read_bytes()[: len(MAGIC)] == MAGIC
