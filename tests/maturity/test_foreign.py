"""Published frameworks that nobody here wrote, as data from the format's documentation alone."""

from pathlib import Path

import pytest

from diagnosis.maturity.checking import check_release

FOREIGN = sorted((Path(__file__).parent / "foreign").glob("*.yaml"))


def test_there_are_at_least_two():
    assert len(FOREIGN) >= 2


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_the_published_results_come_out(path):
    samples = path.parent / "samples" / path.name
    assert f"{samples.read_text().count('  - name: ')} samples hold" in check_release(path)
