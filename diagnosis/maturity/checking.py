"""Validates a release whole: its rules, its words in every language, and its sample sheets."""

from pathlib import Path

from diagnosis.maturity.framework import Framework
from diagnosis.maturity.loading import load_framework
from diagnosis.maturity.reading import FrameworkError, read_bytes
from diagnosis.maturity.samples import read_samples, refuse_failures


def check_release(path: Path) -> str:
    """Check everything that belongs to a release file and say in one line what was found."""
    framework = load_framework(path)
    if framework.key != path.stem:
        raise FrameworkError(
            path.name, "ref", f"expected the file to be named {framework.key}.yaml"
        )
    for language in framework.languages:
        framework.texts(language)
    samples = _run_samples(framework, path)
    return (
        f"{framework.key}: {len(framework.questions)} questions, {len(framework.levels)} levels, "
        f"{len(framework.languages)} languages, {samples} samples hold, "
        f"{len(framework.unverified)} numbers unverified, digest {framework.digest[:12]}"
    )


def _run_samples(framework: Framework, path: Path) -> int:
    file = path.parent / "samples" / path.name
    if not file.exists():
        return 0
    samples = read_samples(framework, read_bytes(file), f"samples/{path.name}")
    refuse_failures(framework, samples, f"samples/{path.name}")
    return len(samples)
