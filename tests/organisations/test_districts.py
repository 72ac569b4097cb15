"""Where a school lies: the district follows from postcode or town."""

import pytest

from zweiklang.organisations.public import district_of, districts, vocational_schools


def test_every_vocational_school_of_hesse_lies_in_a_district() -> None:
    lost = [school.town for school in vocational_schools() if not district_of(postcode="", town=school.town)]
    assert lost == []


def test_there_are_26_districts_under_15_school_offices() -> None:
    assert len({one.code for one in districts()}) == 26
    assert len({one.office for one in districts()}) == 15


@pytest.mark.parametrize(
    ("postcode", "town", "name"),
    [
        ("34117", "", "Stadt Kassel"),
        ("34225", "Irgendwo", "Landkreis Kassel"),
        ("", "Frankfurt a. M.", "Stadt Frankfurt am Main"),
        ("", "Limburg", "Landkreis Limburg-Weilburg"),
        ("", "Nidda / Büdingen", "Wetteraukreis"),
        ("99999", "Fulda", "Landkreis Fulda"),
    ],
)
def test_the_postcode_decides_and_the_town_where_there_is_none(postcode: str, town: str, name: str) -> None:
    found = district_of(postcode=postcode, town=town)
    assert found
    assert found.name == name


@pytest.mark.parametrize("town", ["Lautertal", "Hamburg", "", "Bad"])
def test_a_town_that_could_lie_in_several_districts_lies_in_none(town: str) -> None:
    assert district_of(postcode="", town=town) is None
