"""The trials themselves, in small."""

import pytest

from tests.verify import trials
from tests.verify.__main__ import main


@pytest.mark.parametrize("law", list(trials.TRIALS))
def test_each_trial_tells_how_many_sheets_held(law, monkeypatch):
    monkeypatch.setattr(trials, "BATCHED", 20)
    monkeypatch.setattr(trials, "EACH", 5)
    told = trials.TRIALS[law]("rows")
    assert told.get("wrong", 0) == 0
    assert told["sheets"] == (20 if law == "batch" else 0 if law == "blocking" else 5)


def test_a_sheet_on_which_a_law_fails_is_shown():
    def never(firm):
        raise AssertionError

    told = trials._each([({"q": "A"}, {})], never)
    assert (told["wrong"], told["first"]) == (1, ({"q": "A"}, {}))


def test_an_unknown_release_is_named(capsys):
    assert main(["moon-1969"]) == 2
    assert "moon-1969 is no shipped release; there are eu-dma-2023," in capsys.readouterr().err
