"""Pages by key: every row once, there and back, whatever stands in the address."""

import pytest
from django.http import QueryDict

from gongfu.core.errors import Invalid
from gongfu.core.models import User
from gongfu.core.paging import Page, by_key
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NAMES = ["乙", "甲", "甲", "丙", "丁", "甲", "戊"] * 4


@pytest.fixture(autouse=True)
def _people():
    for name in NAMES:
        UserFactory.create(name=name)


def page(link: str = "", *, ordering=("name",)) -> Page[User]:
    return by_key(User.objects.all(), QueryDict(link.lstrip("?")), ordering=ordering, size=12)


@pytest.mark.parametrize("ordering", [("name",), ("-name",), ("-id",), ("-name", "email")])
def test_walking_forth_and_back_meets_every_row_once_and_in_order(ordering):
    expected = [user.pk for user in User.objects.order_by(*ordering, "pk")]
    forth, back = [page(ordering=ordering)], []
    while forth[-1].next:
        forth.append(page(forth[-1].next, ordering=ordering))
    assert [user.pk for each in forth for user in each.rows] == expected
    assert [(each.first, each.last) for each in forth] == [(1, 12), (13, 24), (25, 28)]
    here = forth[-1]
    while here.previous:
        here = page(here.previous, ordering=ordering)
        back.append(here)
    assert [each.rows for each in back] == [each.rows for each in reversed(forth[:-1])]
    assert back[-1].previous == ""


def test_the_first_page_has_no_previous_and_the_total_is_told():
    first = page()
    assert (first.previous, first.total, first.size) == ("", 28, 12)


def test_filters_stay_in_the_links():
    assert "q=x" in page("q=x").next


@pytest.mark.parametrize("junk", ["x", "====", "W10", "WzEsMl0", "é", "W251bGwsIngiLCJ5Il0"])
def test_a_damaged_link_is_refused_in_words(junk):
    with pytest.raises(Invalid, match=r"damaged|损坏"):
        page(f"after={junk}")


def test_a_size_that_is_not_offered_is_the_usual_one():
    assert page("size=1000000").size == 12


def test_a_list_without_rows_is_a_page_too():
    nothing = by_key(User.objects.none(), QueryDict(), ordering=("name",))
    assert (nothing.first, nothing.rows, nothing.next) == (0, [], "")
