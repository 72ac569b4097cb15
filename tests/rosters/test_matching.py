"""Who in a file is whom: sure by id or by name and date of birth; everything else is asked, with the reason."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.rosters.files import pupil, roster
from zweiklang.kernel.ids import new_id
from zweiklang.rosters import matching
from zweiklang.rosters.known import KnownPupil, KnownSchool
from zweiklang.rosters.matching import match_pupils, row_key
from zweiklang.rosters.plan import Plan, PupilEntry
from zweiklang.rosters.planning import plan_roster, row_contacts, row_values
from zweiklang.rosters.public import PupilRow, Roster, RowError


def known(row: PupilRow, **more: object) -> KnownPupil:
    """Returns the pupil a school would have after importing that row."""
    from zweiklang.rosters.known import PUPIL_LABELS

    values = dict.fromkeys(PUPIL_LABELS, "") | {
        "born_on": None,
        "training_begins": None,
        "training_ends": None,
    }
    made = KnownPupil(
        new_id(),
        new_id(),
        {**values, **row_values(row)},
        class_label=row.class_label,
        contacts=row_contacts(row),
    )
    return replace(made, **more)


def school(*pupils: KnownPupil) -> KnownSchool:
    classes = {p.class_label: new_id() for p in pupils if p.class_label}
    return KnownSchool("6270", 2026, pupils, classes=classes)


def plan(file: Roster, *pupils: KnownPupil, **more: object) -> Plan:
    return plan_roster(file, school(*pupils), **more)


MIA = pupil("Mia Ährenfeld", "2008-05-17", id="7")

SURE = {
    "same id": (pupil("Mia Ährenfeld", "2008-05-17", id="7"), MIA),
    "same id, married": (pupil("Mia Schulz", "2008-05-17", id="7"), MIA),
    "same name and date, no id yet": (pupil("Mia Ährenfeld", "2008-05-17"), MIA),
    "umlaut written otherwise": (pupil("MIA Ahrenfeld", "2008-05-17"), MIA),
    "neither knows the date, same class": (pupil("Mia Ährenfeld"), pupil("Mia Ährenfeld")),
}
DOUBTS = {
    matching.NO_DATE: (pupil("Mia Ährenfeld"), MIA),
    matching.DATE_UNKNOWN: (MIA, pupil("Mia Ährenfeld")),
    matching.OTHER_DATE: (pupil("Mia Ährenfeld", "2008-05-18"), MIA),
    matching.OTHER_ID: (pupil("Mia Ährenfeld", "2008-05-17", id="8"), MIA),
    matching.SAME_ID: (pupil("Ole Berg", "2007-01-01", id="7"), MIA),
}
SIMILAR = {
    "second given name": "Mia Sophie Ährenfeld",
    "slip of the pen": "Mia Ährenfelt",
    "swapped names": "Ährenfeld Mia",
    "double name": "Mia Schulz-Ährenfeld",
    "married, same class": "Mia Wiegand",
}


@pytest.mark.parametrize("case", SURE)
def test_a_sure_match_is_nobody_new(case: str) -> None:
    row, before = SURE[case]
    found = plan(roster(row), known(before))
    assert (found.counts["new"], found.counts["doubtful"], found.counts["left"]) == (0, 0, 0)


@pytest.mark.parametrize("reason", DOUBTS)
def test_a_partial_match_is_asked_with_its_reason(reason: str) -> None:
    row, before = DOUBTS[reason]
    (entry,) = plan(roster(row), known(before)).doubtful
    assert entry.reason == reason
    assert isinstance(entry, PupilEntry)
    assert [candidate.name for candidate in entry.candidates] == ["Mia Ährenfeld"]


@pytest.mark.parametrize("case", SIMILAR)
def test_same_date_and_similar_name_is_asked(case: str) -> None:
    (entry,) = plan(roster(pupil(SIMILAR[case], "2008-05-17")), known(MIA)).doubtful
    assert entry.reason == matching.SIMILAR_NAME


def test_twins_are_two_people_when_both_are_known() -> None:
    twin = pupil("Lea Ährenfeld", "2008-05-17")
    found = plan(roster(MIA, twin), known(MIA), known(twin))
    assert found.unchanged == 2
    assert found.is_empty


def test_two_people_of_one_name_and_date_are_asked() -> None:
    found = plan(
        roster(pupil("Mia Ährenfeld", "2008-05-17")), known(replace(MIA, ids=())), known(replace(MIA, ids=()))
    )
    assert [entry.reason for entry in found.doubtful] == [matching.TWO_KNOWN]


def test_two_rows_for_one_person_are_asked_unless_the_class_tells() -> None:
    one, other = (
        pupil("Mia Ährenfeld", "2008-05-17"),
        pupil("Mia Ährenfeld", "2008-05-17", label="11KB2", line=3),
    )
    found = plan(roster(one, other), known(one))
    assert (found.unchanged, [entry.reason for entry in found.doubtful]) == (1, [matching.TWO_ROWS])


def test_two_rows_for_one_new_person_are_asked_unless_ids_tell() -> None:
    one, other = pupil("Mia Ährenfeld", "2008-05-17"), pupil("Mia Ährenfeld", "2008-05-17", label="11KB2")
    assert plan(roster(one, other)).counts == {"new": 1, "changed": 0, "left": 0, "doubtful": 1, "errors": 0}
    first, second = pupil("Mia Ährenfeld", "2008-05-17", id="1"), pupil("Mia Ährenfeld", "2008-05-17", id="2")
    assert plan(roster(first, second)).counts["new"] == 2


def test_ids_of_two_systems_contradict_nothing() -> None:
    before = known(MIA, values={**known(MIA).values, "external_id": "schulconnex:abc"})
    found = plan(roster(MIA), before)
    assert found.is_empty
    assert found.unchanged == 1


def test_somebody_else_is_new() -> None:
    found = plan(roster(MIA, pupil("Ole Berg", "2007-01-01", line=3)), known(MIA))
    assert [entry.name for entry in found.new] == ["Ole Berg"]


def test_a_decision_to_merge_is_kept_for_the_next_file() -> None:
    row, before = pupil("Mia Ährenfeld"), known(MIA)
    assert plan(roster(row), before, decisions={row_key(row): str(before.id)}).counts["doubtful"] == 0
    again = plan(roster(row), before, remembered={row_key(row): before.id})
    assert (again.counts["doubtful"], again.unchanged) == (0, 1)


def test_a_remembered_decision_about_somebody_gone_is_no_match() -> None:
    row = pupil("Mia Ährenfeld")
    assert match_pupils([row], [], {row_key(row): UUID(int=1)})[0].known is None


def test_a_decision_that_a_row_is_new_makes_somebody_new() -> None:
    row, before = pupil("Mia Ährenfeld"), known(MIA)
    found = plan(roster(row), before, decisions={row_key(row): "new"})
    assert [entry.name for entry in found.new] == ["Mia Ährenfeld"]
    assert found.left == ()  # whoever was in doubt is not taken for a leaver


def test_a_doubtful_candidate_is_no_leaver() -> None:
    assert plan(roster(pupil("Mia Ährenfeld")), known(MIA), extent="school").left == ()


def test_who_was_made_by_hand_is_no_leaver() -> None:
    ole = known(pupil("Ole Berg", "2007-01-01"), by_hand=True)
    assert plan(roster(MIA), known(MIA), ole, extent="school").left == ()


def test_a_file_of_one_class_takes_nobody_from_another() -> None:
    other = known(pupil("Ole Berg", "2007-01-01", label="12KB1"))
    same = known(pupil("Ina Kehl", "2007-01-02"))
    found = plan(roster(MIA), known(MIA), other, same)
    assert [entry.name for entry in found.left] == ["Ina Kehl"]
    assert not found.whole_school
    assert found.covered == ("10FI1",)


def test_a_file_that_lists_nobody_completely_takes_nobody_away() -> None:
    assert (
        plan(roster(MIA, covers=frozenset()), known(MIA), known(pupil("Ina Kehl")), extent="school").left
        == ()
    )


def test_a_file_of_most_classes_speaks_for_the_school() -> None:
    ole, ina = pupil("Ole Berg", "2007-01-01", "11FI1"), pupil("Ina Kehl", "2007-01-02", "12FI1")
    found = plan(roster(MIA, ole), known(MIA), known(ole), known(ina))
    assert found.whole_school
    assert [entry.name for entry in found.left] == ["Ina Kehl"]
    assert plan(roster(MIA, ole), known(MIA), known(ole), known(ina), extent="classes").left == ()


def test_what_the_file_does_not_say_stays() -> None:
    before = known(replace(MIA, email="mia@schule.example", occupation="Tischler/-in"))
    assert plan(roster(MIA), before).is_empty


def test_what_changes_is_told_with_before_and_after() -> None:
    row = replace(MIA, family_name="Schulz", class_label="11FI1", email="neu@schule.example")
    (entry,) = plan(roster(row), known(MIA), extent="classes").changed
    told = {one.label: (one.before, one.after) for one in entry.differences}
    assert told == {
        "Nachname": ("Ährenfeld", "Schulz"),
        "E-Mail-Adresse": ("–", "neu@schule.example"),
        "Klasse": ("10FI1", "11FI1"),
    }


def test_a_row_of_another_school_is_an_error_and_the_others_go_through() -> None:
    foreign = pupil("Ole Berg", "2007-01-01", line=9, school_number="9716")
    found = plan(roster(MIA, foreign))
    assert [entry.name for entry in found.new] == ["Mia Ährenfeld"]
    assert [(one.line, one.reason) for one in found.errors] == [(9, "Diese Zeile gehört zur Schule 9716.")]


def test_errors_of_the_reader_are_passed_on() -> None:
    error = RowError(4, "Nachname", "Hier fehlt der Nachname.")
    assert plan(roster(MIA, errors=(error,))).errors == (error,)


def test_the_brake_holds_beyond_a_tenth() -> None:
    people = [pupil(f"Kind{n} Test", f"2007-01-{n + 1:02d}") for n in range(20)]
    assert not plan(roster(*people[2:]), *map(known, people)).needs_brake
    assert plan(roster(*people[3:]), *map(known, people)).needs_brake


def test_equal_plans_have_equal_digests_and_others_not() -> None:
    before = known(MIA)
    assert plan(roster(MIA), before).digest == plan(roster(MIA), before).digest
    assert plan(roster(MIA), before).digest != plan(roster(replace(MIA, email="x@y.example")), before).digest


def test_nobody_whose_row_is_in_error_counts_as_having_left() -> None:
    other = pupil("Ole Berg", "2007-01-01")
    error = RowError(3, "Geburtsdatum", "Den 31.02.2007 gibt es nicht.", about="berg,ole,")
    assert [entry.name for entry in plan(roster(MIA), known(MIA), known(other)).left] == ["Ole Berg"]
    assert plan(roster(MIA, errors=(error,)), known(MIA), known(other)).left == ()
