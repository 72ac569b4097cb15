"""Which school is responsible: the most exact rule; without a rule only suggestions."""

from datetime import date

import pytest

from tests.worlds import World
from zweiklang.curricula.public import Occupation
from zweiklang.interfaces.public import read_responsibilities
from zweiklang.joining.chambers.responsible import Rule, SchoolFacts, Suggestion
from zweiklang.joining.public import known_rules, responsible_schools, set_responsibilities
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.errors import Refused
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system
from zweiklang.rosters.public import Unreadable

ON = date(2026, 8, 1)
CABINETS = Occupation(name="Tischler/-in")
OFFICE = Occupation(name="Kaufmann/-frau für Büromanagement")
MEDIA = Occupation(name="Mediengestalter/-in Digital und Print", specialisation="Printmedien")
NORTH, SOUTH, EAST = (
    SchoolFacts(new_id(), name, number, postcode, town, taught)
    for name, number, postcode, town, taught in (
        ("Nordschule", "1001", "34117", "Kassel", ("Tischlerin/Tischler",)),
        ("Südschule", "1002", "60311", "Frankfurt", ("Tischler/in",)),
        ("Ostschule", "1003", "36037", "Fulda", ("Verkäufer/in",)),
    )
)
SCHOOLS = (NORTH, SOUTH, EAST)
EARLIER = date(2020, 8, 1)


def found(
    occupation: Occupation, postcode: str = "34117", town: str = "Kassel", *, rules: tuple[Rule, ...] = ()
) -> list[Suggestion]:
    return responsible_schools(occupation, postcode, town, ON, rules=rules, schools=SCHOOLS)


def rule(school: SchoolFacts, **what: object) -> Rule:
    return Rule(**{"school": school.id, "valid_from": EARLIER, "source": "Erlass (erfunden)", **what})


def test_a_rule_says_which_school_and_why() -> None:
    [one] = found(CABINETS, rules=(rule(EAST, occupation="Tischler/-in", postcode="34"),))
    assert (one.school, one.sure) == (EAST, True)
    assert one.reason == "Regel: Tischler/-in, 34 (Erlass (erfunden))"


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ({"postcode": "34"}, {"postcode": "341"}),
        ({"postcode": "34117"}, {"town": "kassel"}),
        ({"group": "Tischler", "town": "Kassel"}, {"occupation": "Tischler/-in"}),
        ({"town": "Kassel"}, {"group": "Tischler"}),
        ({"occupation": "Tischler/-in"}, {"occupation": "Tischler/-in", "valid_from": date(2026, 8, 1)}),
    ],
)
def test_the_more_exact_or_newer_rule_wins(weaker: dict[str, object], stronger: dict[str, object]) -> None:
    rules = (rule(NORTH, **weaker), rule(SOUTH, **stronger))
    assert [one.school for one in found(CABINETS, rules=rules)] == [SOUTH]
    assert [one.school for one in found(CABINETS, rules=rules[::-1])] == [SOUTH]


@pytest.mark.parametrize(
    "what",
    [
        {"occupation": "Verkäufer/-in"},
        {"group": "Verkäufer"},
        {"postcode": "35"},
        {"town": "Fulda"},
        {"valid_from": date(2026, 8, 2)},
    ],
)
def test_a_rule_for_another_case_says_nothing(what: dict[str, object]) -> None:
    assert not any(one.sure for one in found(CABINETS, rules=(rule(EAST, **what),)))


def test_two_rules_as_exact_are_no_answer() -> None:
    rules = (
        rule(NORTH, occupation="Tischler/-in", postcode="34"),
        rule(EAST, occupation="Tischler/in", postcode="34"),
    )
    assert [one.sure for one in found(CABINETS, rules=rules)] == [False, False]


def test_a_rule_for_the_occupation_holds_for_its_fachrichtung_and_one_of_its_own_wins() -> None:
    of_all = rule(NORTH, occupation="Mediengestalter/-in Digital und Print")
    assert found(MEDIA, rules=(of_all,))[0].sure
    own = rule(SOUTH, occupation="Mediengestalter/-in Digital und Print, Fachrichtung Printmedien")
    assert [one.school for one in found(MEDIA, rules=(of_all, own))] == [SOUTH]


def test_without_a_rule_a_school_that_teaches_it_here_is_only_a_suggestion() -> None:
    [one] = found(CABINETS)
    assert (one.school, one.sure) == (NORTH, False)
    assert one.reason == "hat Klassen für diesen Beruf am selben Ort; eine Regel gibt es nicht"


def test_a_school_in_the_town_that_does_not_teach_it_is_no_suggestion() -> None:
    assert found(OFFICE) == []
    assert found(CABINETS, "36037", "Fulda") == []
    assert found(CABINETS, "", "") == []


CSV = "Schulnummer;Beruf;PLZ;Ort;gilt_ab;Quelle\n{number};Fachinformatiker/-in;34;;2026-08-01;Erlass (erfunden)\n"
TOML = '[[rule]]\nschool = "{number}"\noccupation = "Fachinformatiker/-in"\npostcode = "34"\nvalid_from = 2026-08-01\nsource = "Erlass (erfunden)"\n'
OPERATOR = system_actor("tests")


def test_rules_come_as_csv_or_toml_and_a_second_time_change_nothing(world_a: World) -> None:
    csv = read_responsibilities(CSV.format(number=world_a.school.number).encode(), "regeln.csv")
    toml = read_responsibilities(TOML.format(number=world_a.school.number).encode(), "regeln.toml")
    assert set_responsibilities(OPERATOR, lines=csv).new == 1
    assert (set_responsibilities(OPERATOR, lines=toml).unchanged, len(known_rules())) == (1, 1)
    assert known_rules()[0].school == world_a.school.pk
    assert set_responsibilities(OPERATOR, lines=[]).gone == 1


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("{number}", "4711", "4711"),
        ("Fachinformatiker/-in", "Raketenbauer", "Raketenbauer"),
        ("Erlass (erfunden)", "", "Quelle"),
    ],
)
def test_a_rule_that_cannot_be_takes_none_of_them(old: str, new: str, word: str, world_a: World) -> None:
    good = CSV.format(number=world_a.school.number)
    set_responsibilities(OPERATOR, lines=read_responsibilities(good.encode(), "gut.csv"))
    bad = CSV.replace(old, new).format(number=world_a.school.number)
    done = set_responsibilities(OPERATOR, lines=read_responsibilities(bad.encode(), "schlecht.csv"))
    assert [word in one.reason for one in done.problems] == [True]
    assert [one.source for one in known_rules()] == ["Erlass (erfunden)"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Beruf;PLZ\nx;1\n",
        CSV.replace("2026-08-01", "bald"),
        CSV.replace(";34;", ";=1+1;"),
        "[[rule]]\nschool = 1 2\n",
    ],
)
def test_an_unreadable_list_of_rules_says_what_is_expected(text: str) -> None:
    with pytest.raises(Unreadable):
        read_responsibilities(text.encode(), "regeln.toml" if text.startswith("[") else "regeln.csv")


def test_nobody_but_the_operator_sets_rules(world_a: World) -> None:
    with as_system(OPERATOR), pytest.raises(Refused):
        set_responsibilities(actor_of(world_a.people["head_of_school"]), lines=[])
