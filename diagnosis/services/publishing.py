from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.catalogue import shipped_files
from diagnosis.maturity import load_framework
from diagnosis.models import Release
from gongfu.core.errors import Invalid
from gongfu.core.services.changing import note_change


def publish_shipped(files: Iterable[Path] | None = None) -> list[Release]:
    """Publish every shipped framework that is not published yet; return all of them.

    Running it again changes nothing. A file that was altered under a ref and version that are
    already published is refused: assessments and reports rely on the words they were given.
    """
    with transaction.atomic():
        return [_publish(path) for path in (shipped_files() if files is None else files)]


def _publish(path: Path) -> Release:
    framework = load_framework(path)
    content = {"source": path.read_text(encoding="utf-8"), "texts": texts_beside(path)}
    samples = samples_beside(path)
    known = Release.objects.filter(ref=framework.ref, version=framework.version).first()
    if known is None:
        release = Release.objects.create(
            ref=framework.ref,
            version=framework.version,
            digest=framework.digest,
            samples=samples,
            **content,
        )
        note_change(kind="framework", key=f"{framework.ref} {framework.version}")
        return release
    if (known.source, known.texts) != (content["source"], content["texts"]):
        raise Invalid(
            _(
                "%(file)s differs from the published release %(release)s. A published release "
                "is frozen; give the changed file a new version."
            )
            % {"file": path.name, "release": str(known)}
        )
    if known.samples != samples:  # they guard the release and are no part of what it says
        known.samples = samples
        known.save(update_fields=["samples"])
    return known


def texts_beside(path: Path) -> dict[str, str]:
    """The words of a release: language to YAML text."""
    files = sorted((path.parent / "texts").glob(f"{path.stem}.*.yaml"))
    return {file.name.split(".")[-2]: file.read_text(encoding="utf-8") for file in files}


def samples_beside(path: Path) -> str:
    """The sample sheets of a release; empty where it has none."""
    file = path.parent / "samples" / path.name
    return file.read_text(encoding="utf-8") if file.exists() else ""
