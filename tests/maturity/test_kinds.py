"""Each kind of rule has a small release whose samples can be checked with a pencil."""

import pytest

from diagnosis.maturity.samples import failures
from tests.maturity.kinds import kind_files, read_kind

SAMPLES = [
    pytest.param(framework, sample, id=f"{framework.ref}: {sample.name}")
    for framework, samples in map(read_kind, kind_files())
    for sample in samples
]


@pytest.mark.parametrize(("framework", "sample"), SAMPLES)
def test_the_sample_gives_what_the_pencil_gave(framework, sample):
    assert list(failures(framework, sample)) == []
