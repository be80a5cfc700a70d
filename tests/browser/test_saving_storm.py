"""Nothing that a page called saved is lost, and no conflict goes untold, whatever breaks."""

from tests.browser.storm import Storm
from tests.browser.verdict import Verdict

SECONDS, SEED = 20, 4


def test_what_was_called_saved_is_there_and_every_conflict_was_told(city, browser):
    storm = Storm(browser, city, seed=SEED)
    try:
        storm.rage(SECONDS)
        verdict = storm.verdict()
        assert list(verdict.faults()) == []
        assert len(verdict.acks) >= 5
        assert verdict.told
        assert set(storm.broken) == {"line", "browser", "worker", "system"}
    finally:
        storm.close()


def entry(by, base, option, **heard):
    said = {"by": by, "ref": "q1", "base": base, "values": [["q1", option]], "told": True}
    return said | ({"what": "heard", "status": 200, **heard} if heard else {"what": "sent"})


def kept(*options, by="ab"):
    """The document and the history of two people who gave these answers in turn."""
    values = [None, *([option] for option in options)]
    changes = [
        ["m:q1", n, values[n - 1], values[n], by[(n - 1) % 2]] for n in range(1, len(values))
    ]
    return {"m:q1": {"rev": len(options), "value": values[-1]}}, changes


def test_the_verdict_is_good_where_everything_was_seen():
    log = [entry("a", 0, "B"), entry("a", 0, "B", revision=1), entry("b", 1, "C")]
    assert list(Verdict(log, *kept("B", "C")).faults()) == []


def test_the_verdict_knows_what_was_lost_torn_or_untold():
    lost = entry("a", 0, "D", revision=1)
    assert "not in the history" in next(Verdict([lost], *kept("B")).faults())
    document, changes = kept("B", "C")
    log = [entry("b", 0, "C")]
    assert "unseen" in next(Verdict(log, document, changes).faults())
    assert "missing" in next(Verdict(log, document, changes[1:]).faults())
    hidden = entry("b", 0, "C", status=409, revision=0) | {"told": False}
    assert "not shown" in next(Verdict([hidden], *kept("B")).faults())
