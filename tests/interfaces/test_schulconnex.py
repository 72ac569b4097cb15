"""Schulconnex 1.7 `personen-info`: pupils, teachers, guardians and classes, whatever case the codes have."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.interfaces.samples import sample
from zweiklang.interfaces.public import read_roster
from zweiklang.kernel.clock import standing_at
from zweiklang.rosters.public import ContactKind, Kind, Part, Roster, Teaching


def person(pid: str, family: str, given: str, *contexts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "pid": pid,
        "person": {"name": {"familienname": family, "vorname": given}, **more},
        "personenkontexte": list(contexts),
    }


def context(
    role: str, *groups: dict[str, Any], kennung: str = "HE_6270", ktid: str = "", **more: Any
) -> dict[str, Any]:
    return {
        "id": ktid or f"k-{role}",
        "organisation": {"kennung": kennung, "typ": "Schule"},
        "rolle": role,
        "gruppen": list(groups),
        **more,
    }


def group(
    label: str, *roles: str, kind: str = "Klasse", last: str = "2027-07-31", **more: Any
) -> dict[str, Any]:
    return {
        "gruppe": {"id": label, "bezeichnung": label, "typ": kind, **more},
        "gruppenzugehoerigkeit": [{"rollen": list(roles), "von": "2026-08-01", "bis": last}],
    }


def connex(*persons: dict[str, Any]) -> Roster:
    with standing_at(datetime(2026, 9, 1, 8, tzinfo=UTC)):
        return read_roster(json.dumps(persons).encode(), "personen-info.json")


@pytest.mark.parametrize("role", ["Lern", "LERN", "lern"])
def test_a_pupil_has_class_school_birthday_and_address(role: str) -> None:
    mail = [{"typ": "E-Mail", "kennung": "ida@schule.example"}]
    entry = person(
        "p1",
        "von Öhm",
        "Ida",
        context(role, group("10it1", "LERN"), erreichbarkeiten=mail),
        geburt={"datum": "2009-07-04"},
    )
    roster = connex(entry)
    assert (roster.kind, roster.school_number, roster.covers) == (Kind.SCHULCONNEX, "6270", {Part.PUPILS})
    pupil = roster.pupils[0]
    assert (pupil.family_name, pupil.class_label, pupil.born_on) == ("von Öhm", "10IT1", date(2009, 7, 4))
    assert (pupil.email, pupil.external_id) == ("ida@schule.example", "schulconnex:p1")


def test_teachers_and_head_of_school_come_with_their_classes() -> None:
    lead = context(
        "Lehr",
        group("10IT1", "KlLeit", "Lehr", faecher=[{"kennung": "EN"}, {"bezeichnung": "Erste Hilfe"}]),
        group("10IT2", "Lehr"),
        group("Englisch 6b", "Lehr", kind="Kurs"),
    )
    roster = connex(
        person("t1", "Lang", "Ida", lead, context("LEIT")), person("t2", "Böhm", "Ole", context("Lehr"))
    )
    head, other = roster.teachers
    assert (head.is_head, other.is_head) == (True, False)
    assert head.leads == ("10IT1",)
    assert head.teaches == (Teaching("10IT1", "EN"), Teaching("10IT1", "Erste Hilfe"), Teaching("10IT2", ""))
    assert roster.covers == {Part.TEACHERS}


@pytest.mark.parametrize("direction", ["hat_als_beziehungen", "ist_von_beziehungen"])
@pytest.mark.parametrize("from_child", [True, False])
def test_guardians_are_found_whichever_way_the_relation_is_written(direction: str, from_child: bool) -> None:
    child = person("c", "Lang", "Ida", context("Lern", group("10IT1", "Lern"), ktid="k-c"))
    guardian = person("g", "Kraft", "Udo", context("SorgBer", ktid="k-g"))
    source, target = (child, "k-g") if from_child else (guardian, "k-c")
    source["beziehungen"] = {direction: [{"ktid": target, "beziehung": "SORGBER"}]}
    roster = connex(child, guardian)
    contact = roster.pupils[0].contacts[0]
    assert (contact.family_name, contact.kind, contact.external_id) == ("Kraft", ContactKind.GUARDIAN, "g")
    assert len(roster.pupils) == 1
    assert roster.warnings == ()


def test_between_two_pupils_the_direction_decides_who_is_the_guardian() -> None:
    mother = person("m", "Lang", "Ute", context("Lern", ktid="k-m"))
    child = person("c", "Lang", "Ida", context("Lern", ktid="k-c"))
    child["beziehungen"] = {"hat_als_beziehungen": [{"ktid": "k-m", "beziehung": "SorgBer"}]}
    contacts = {p.given_name: [c.given_name for c in p.contacts] for p in connex(mother, child).pupils}
    assert contacts == {"Ute": [], "Ida": ["Ute"]}


def test_other_relations_make_nobody_a_guardian() -> None:
    child = person("c", "Lang", "Ida", context("Lern", ktid="k-c"))
    child["beziehungen"] = {"hat_als_beziehungen": [{"ktid": "k-s", "beziehung": "SchB"}]}
    helper = person("s", "Kraft", "Udo", context("SchB", ktid="k-s"))
    assert connex(child, helper).pupils[0].contacts == ()


def test_memberships_that_ended_and_persons_announced_as_deleted_are_left_out() -> None:
    moved = person(
        "p1",
        "Lang",
        "Ida",
        context("Lern", group("10IT1", "Lern", last="2026-08-31"), group("11IT1", "Lern")),
    )
    gone = person("p2", "Böhm", "Ole", context("Lern", loeschung={"zeitpunkt": "2026-08-01T00:00Z"}))
    roster = connex(moved, gone)
    assert [(p.given_name, p.class_label) for p in roster.pupils] == [("Ida", "11IT1")]


def test_a_person_at_two_schools_is_listed_for_both() -> None:
    both = context("Lern", ktid="a"), context("Lern", kennung="HE_5154", ktid="b")
    roster = connex(person("p1", "Lang", "Ida", *both))
    assert [p.school_number for p in roster.pupils] == ["6270", "5154"]


def test_a_person_without_name_is_an_error_of_her_own() -> None:
    roster = connex(
        {"pid": "x", "personenkontexte": [context("Lern")]}, person("p", "Lang", "Ida", context("Lern"))
    )
    assert [p.family_name for p in roster.pupils] == ["Lang"]
    assert [(e.line, e.column) for e in roster.errors] == [(1, "name.familienname")]


def test_memberships_given_as_one_object_and_groups_without_any_are_tolerated() -> None:
    loose = {"gruppe": {"bezeichnung": "10IT1", "typ": "KLASSE"}}
    single = {**loose, "gruppenzugehoerigkeit": {"rollen": "Lern"}}
    roster = connex(
        person("a", "Lang", "Ida", context("Lern", loose)),
        person("b", "Böhm", "Ole", context("Lern", single)),
    )
    assert [p.class_label for p in roster.pupils] == ["10IT1", "10IT1"]


def test_what_vidis_shares_about_one_person_says_nothing_about_others() -> None:
    share = {
        "pid": "v1",
        "heimatorganisation": {"id": "1", "name": "Land", "bundesland": "DE-HE"},
        "person": {"name": {"familienname": "Lang", "vorname": "Ida"}},
        "personenkontexte": [
            {
                "organisation": {"orgid": "1", "vidis_schulidentifikator": "DE-HE-6270", "typ": "SCHULE"},
                "rolle": "LERN",
            }
        ],
    }
    roster = read_roster(json.dumps(share).encode(), "vidis.json")
    assert (roster.kind, roster.school_number, roster.covers) == (Kind.VIDIS, "6270", frozenset())
    assert roster.pupils[0].family_name == "Lang"


def test_the_published_example_is_read_although_it_breaks_its_schema() -> None:
    roster = read_roster(sample("schulconnex/paths_person_info_1.json"), "x.json")
    assert (roster.pupils[0].given_name, roster.pupils[0].email) == ("Max", "Max.Muster@Muster-Schule.de")
    assert (roster.errors, roster.covers) == ((), frozenset())
