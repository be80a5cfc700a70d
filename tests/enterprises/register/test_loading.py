import pytest

from enterprises.cities.reading import read_city
from enterprises.register.models import District, DistrictAlias, Industry
from enterprises.register.services.loading import load_city

pytestmark = pytest.mark.django_db


def test_a_city_is_loaded_whole_and_loading_it_again_changes_nothing():
    load_city(name="shanghai")
    before = list(District.objects.values_list()), list(Industry.objects.values_list())
    load_city(name="shanghai")
    assert (list(District.objects.values_list()), list(Industry.objects.values_list())) == before
    assert (District.objects.count(), DistrictAlias.objects.count()) == (16, 4)
    assert Industry.objects.filter(section="C").count() == 31
    assert Industry.objects.get(section="D").code == "44"


def test_no_two_tiles_of_the_map_share_a_place():
    city = read_city("shanghai")
    places = {(row.row, row.column) for row in city.districts}
    assert len(places) == 16
    assert all(1 <= row <= 5 and 1 <= column <= 5 for row, column in places)


def test_targets_of_transformation_name_districts_of_the_city():
    city = read_city("shanghai")
    named = {target.district for target in city.take_up_targets} - {""}
    assert named <= {row.code for row in city.districts}
    assert all(0 < target.share <= 1 for target in city.take_up_targets)


def test_former_codes_lead_to_districts_in_force():
    city = read_city("shanghai")
    codes = {row.code for row in city.districts}
    assert {row.successor for row in city.former} <= codes
    assert not {row.code for row in city.former} & codes
