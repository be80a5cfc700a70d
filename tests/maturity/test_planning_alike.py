"""What firms alike took up: who counts as alike, and what is withheld."""

from fractions import Fraction

from diagnosis.maturity.planning.alike import (
    Peer,
    adopted_between,
    distance,
    pattern_of,
    uptake,
)
from tests.maturity.plans import CATALOGUE
from tests.maturity.subjects import framework_of

INDEX = framework_of("miit-sme-2024")
OWN = {"a": Fraction(0), "b": Fraction(1, 2)}


def peers(*adopted, pattern=OWN):
    return [Peer(pattern, frozenset(each)) for each in adopted]


def test_distance_is_the_mean_difference_over_what_counts_in_both():
    assert distance(OWN, OWN) == 0
    assert distance(OWN, {"a": Fraction(1), "b": Fraction(1, 2), "c": Fraction(1)}) == Fraction(
        1, 2
    )
    assert distance(OWN, {"c": Fraction(1)}) == 1


def test_a_pattern_says_what_each_question_earns_of_what_it_could():
    pattern = pattern_of(INDEX, {"q5": "C"})
    assert 0 < pattern["q5"] < 1
    assert pattern["q4"] == 0


def test_what_was_not_in_place_and_is_now_was_taken_up():
    taken = adopted_between(INDEX, {"s06": "1"}, {"s06": "3"}, CATALOGUE.values())
    assert "mes-basic" in taken
    assert not adopted_between(INDEX, {"s06": "3"}, {"s06": "3"}, CATALOGUE.values())


def test_few_firms_are_not_spoken_of():
    assert uptake(OWN, peers(*["x"] * 4)).firms is None


def test_only_firms_near_enough_count():
    far = peers(*["x"] * 9, pattern={"a": Fraction(1), "b": Fraction(1)})
    assert uptake(OWN, far).firms is None
    told = uptake(OWN, [*far, *peers(*["x"] * 6, *[""] * 6)])
    assert (told.firms, told.counts, told.near) == (12, (("x", 6),), Fraction(1, 5))


def test_counts_of_too_few_and_of_nearly_all_are_withheld():
    told = uptake(OWN, peers(*["xy"] * 5, *["yz"] * 2, *["xz"] * 4))
    assert told.firms == 11
    assert dict(told.counts) == {"z": 6}
