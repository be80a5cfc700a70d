import pytest

from enterprises.models import Enterprise
from enterprises.register.searching import name_key
from tests.factories import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Enterprise:
    EnterpriseFactory.create(name_zh="听澜食品（样例）", name_en="Tinglan Foods")
    return EnterpriseFactory.create(
        name_zh="衡砚 ABC 汽车零部件（样例）", name_en="Hengyan Auto Parts"
    )


@pytest.mark.parametrize(
    "words",
    [
        "衡砚",
        "砚 abc",
        "ＡＢＣ",
        "汽车零部件",
        "砚",
        "）",
        "hengyan",
        "Yan Auto",
        "AUTO parts",
        "衡",
    ],
)
def test_a_firm_is_found_by_any_part_of_its_names(firm, words):
    assert firm in Enterprise.objects.matching(words)


@pytest.mark.parametrize("words", ["衡澜", "砚衡", "abd", "%", "_", "食品厂"])
def test_a_firm_is_not_found_by_what_its_name_does_not_hold(firm, words):
    assert firm not in Enterprise.objects.matching(words)


def test_a_firm_is_found_by_the_beginning_of_its_credit_code(firm):
    assert list(Enterprise.objects.matching(firm.uscc.lower())) == [firm]
    assert firm in Enterprise.objects.matching(firm.uscc[:8])


def test_an_empty_search_finds_everybody_and_a_long_one_is_harmless(firm):
    assert Enterprise.objects.matching("  ").count() == 2
    assert Enterprise.objects.matching("汽" * 5000).count() == 0


def test_names_sort_by_their_sound():
    names = ["张江", "安亭", "重庆", "ABB", "3M", "宝山"]
    assert sorted(names, key=name_key) == ["3M", "ABB", "安亭", "宝山", "重庆", "张江"]
