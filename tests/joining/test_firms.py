"""Which known firm may it be? Hard pairs, each with what a person would say."""

from dataclasses import replace

import pytest

from zweiklang.joining.firms import (
    FirmFacts,
    firm_suggestions,
    plain_name,
    plain_register,
    plain_street,
)
from zweiklang.kernel.ids import new_id

KASSEL = {"street": "Industriestraße 12", "postcode": "34117", "town": "Kassel"}
FULDA = {"street": "Bahnhofstraße 3", "postcode": "36037", "town": "Fulda"}


def firm(name: str, **facts: str) -> FirmFacts:
    """A known firm."""
    return replace(FirmFacts(name, **facts), id=new_id())


# reported, known, surely the same
SAME = [
    (FirmFacts("Müller & Söhne GmbH & Co. KG", **KASSEL), firm("Mueller und Soehne", **KASSEL), False),
    (FirmFacts("Müller & Söhne GmbH & Co. KG", **KASSEL), firm("MÜLLER+SÖHNE", **KASSEL), True),
    (
        FirmFacts("Bäckerei Schmidt e.K.", street="Industriestr. 12", postcode="34117"),
        firm("Bäckerei Schmidt", **KASSEL),
        True,
    ),
    (FirmFacts("Elektro Krug", **KASSEL), firm("Elektro Krug Inh. Peter Krug", **KASSEL), False),
    (
        FirmFacts("Autohaus Nord", register_number="HRB 1234"),
        firm("AH Nord Fahrzeuge GmbH", register_number="Kassel HRB 01234"),
        True,
    ),
    (
        FirmFacts("Praxis Dr. Weiß", email="info@weiss.example", **KASSEL),
        firm("Zahnarztpraxis Dr. Weiß", email="tel@weiss.example", **KASSEL),
        False,
    ),
    (
        FirmFacts("Tischlerei Holz GmbH", **KASSEL),
        firm("Tischlerei Holz UG (haftungsbeschränkt)", **KASSEL),
        True,
    ),
]  # fmt: skip - one line a pair
DIFFERENT = [
    (
        FirmFacts("Autohaus Nord GmbH", register_number="HRB 1234", **KASSEL),
        firm("Autohaus Nord GmbH", register_number="HRB 9876", **KASSEL),
    ),
    (FirmFacts("Gasthaus Krone", **KASSEL), firm("Gasthaus Krone", **FULDA)),
    (FirmFacts("Bäckerei Schmidt", **KASSEL), firm("Metzgerei Vogel", **KASSEL)),
    (
        FirmFacts("Meyer", email="meyer@gmx.de", town="Kassel"),
        firm("Schulze", email="schulze@gmx.de", town="Kassel"),
    ),
]  # fmt: skip - one line a pair


@pytest.mark.parametrize(("reported", "known", "sure"), SAME, ids=[pair[0].name for pair in SAME])
def test_a_firm_that_may_be_the_same_is_suggested_with_reasons(
    reported: FirmFacts, known: FirmFacts, sure: bool
) -> None:
    [found] = firm_suggestions(reported, [known])
    assert found.firm == known
    assert found.reasons
    assert found.sure is sure


@pytest.mark.parametrize(("reported", "known"), DIFFERENT, ids=[pair[0].name for pair in DIFFERENT])
def test_a_firm_that_is_another_is_never_sure(reported: FirmFacts, known: FirmFacts) -> None:
    assert not any(s.sure for s in firm_suggestions(reported, [known]))


def test_another_entry_in_the_register_is_another_firm() -> None:
    reported, known = DIFFERENT[0]
    assert firm_suggestions(reported, [known]) == []


def test_the_likeliest_stands_first_and_strangers_are_not_shown() -> None:
    reported = FirmFacts("Elektro Krug GmbH", **KASSEL)
    known = [firm("Elektro Krug", **FULDA), firm("Elektro Krug", **KASSEL), firm("Blumen Krug", **FULDA)]
    found = firm_suggestions(reported, known)
    assert found[0].firm == known[1]
    assert known[2] not in [s.firm for s in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller & Söhne GmbH & Co. KG", "MÜLLER und SÖHNE"),
        ("Weserbogen IT-Service e.K.", "Weserbogen IT Service"),
        ("Datenwerk Baunatal eG", "Datenwerk Baunatal"),
        ("Kanzlei Roth PartG mbB", "Kanzlei Roth"),
    ],
)
def test_legal_forms_do_not_matter(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_a_name_that_is_only_a_legal_form_stays() -> None:
    assert plain_name("AG") == "ag"


@pytest.mark.parametrize(
    "street", ["Industriestr. 12", "Industrie-Straße 12", "INDUSTRIESTRASSE 12", "Industrie Str 12"]
)
def test_streets_are_written_in_many_ways(street: str) -> None:
    assert plain_street(street) == "industriestrasse 12"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("HRB 1234", "hrb01234", True), ("HRB 1234", "HRA 1234", False), ("", "", True)],
)
def test_register_numbers(one: str, other: str, same: bool) -> None:
    assert (plain_register(one) == plain_register(other)) is same
