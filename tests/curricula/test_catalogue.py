"""The facts that ship with the code: they sum up, hold no prose, and equal the published regulations."""

import pytest
from tests.curricula.plans import ACTOR, SHARED

from zweiklang.curricula.gii import Annex, Section, parse_regulation
from zweiklang.curricula.public import (
    Allocation,
    FrameworkCurriculum,
    Occupation,
    framework_of,
    load_catalogue,
    planned_weeks,
)

YEARS = {
    "BJNR025000020": [320, 280, 280],
    "BJNR157800013": [320, 280, 280, 140],
    "BJNR159900007": [320, 280, 280, 140],
    "BJNR03E0A0025": [320, 280, 280],
    "BJNR151600011": [320, 280, 280, 140],
}


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue(ACTOR)


def occupation(number: str, specialisation: str = "") -> Occupation:
    return Occupation.objects.get(regulation__document_number=number, specialisation=specialisation)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("number", "specialisation", "weeks"),
    [
        ("BJNR025000020", "Anwendungsentwicklung", 156),
        ("BJNR025000020", "Digitale Vernetzung", 156),
        ("BJNR157800013", "Personenkraftwagentechnik", 182),
        ("BJNR157800013", "Karosserietechnik", 182),
        ("BJNR151600011", "", 182),
        ("BJNR102500016", "", 182),
    ],
)
def test_what_holds_for_an_apprentice_fills_the_training(
    number: str, specialisation: str, weeks: int
) -> None:
    planned = planned_weeks(occupation(number, specialisation))
    assert sum(p.low or 0 for p in planned if p.standing == "holds") == weeks


@pytest.mark.usefixtures("catalogue")
def test_electives_are_a_choice_and_not_added_to_what_holds() -> None:
    planned = planned_weeks(occupation("BJNR03E0A0025"))
    assert sum(p.low or 0 for p in planned if p.standing == "holds") == 112
    assert {p.low for p in planned if p.standing == "choice"} == {22}
    assert 112 + 2 * 22 == 3 * 52


@pytest.mark.usefixtures("catalogue")
def test_a_time_frame_gives_no_single_position_time() -> None:
    planned = planned_weeks(occupation("BJNR159900007"))
    assert {p.low for p in planned if p.standing == "holds"} == {None}
    assert len([p for p in planned if p.standing == "holds"]) == 18


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("number", "hours"), YEARS.items())
def test_hours_of_learning_fields_sum_to_the_years(number: str, hours: list[int]) -> None:
    fields = FrameworkCurriculum.objects.get(document_number=number).learning_fields
    years = range(1, len(hours) + 1)
    assert [sum(fields.filter(year=year).values_list("hours", flat=True)) for year in years] == hours


@pytest.mark.usefixtures("catalogue")
def test_unknown_hours_stay_unknown() -> None:
    fields = FrameworkCurriculum.objects.get(document_number="BJNR102500016").learning_fields
    assert {*fields.filter(year__gte=3).values_list("hours", flat=True)} == {None}


@pytest.mark.usefixtures("catalogue")
def test_the_catalogue_holds_no_prose_of_the_law() -> None:
    numbers = [*YEARS, "BJNR102500016"]
    blocks = Allocation.objects.filter(position__section__regulation__document_number__in=numbers)
    assert blocks.exists()
    assert {len(block.skills) for block in blocks} == {0}


@pytest.mark.usefixtures("catalogue")
def test_loading_again_changes_nothing_and_keeps_ids() -> None:
    before = {*Allocation.objects.values_list("pk", flat=True)}
    assert load_catalogue(ACTOR) == []
    assert {*Allocation.objects.values_list("pk", flat=True)} == before


@pytest.mark.usefixtures("catalogue")
def test_a_framework_curriculum_belongs_to_its_specialisation_only() -> None:
    assert framework_of(occupation("BJNR025000020", "Anwendungsentwicklung")) is not None
    assert framework_of(occupation("BJNR025000020", "Systemintegration")) is None


def _facts(section: Section) -> tuple[object, ...]:
    cells = [
        [[("^" if c.continues else c.text, c.counted) for c in b.cells] for b in p.blocks]
        for p in section.positions
    ]
    titles = [(p.number, p.title) for p in section.positions]
    timed = any(text for position in cells for block in position for text, _ in block)
    return (section.key, section.title, section.kind, section.periods, titles, cells if timed else [])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published regulations are not at hand")
def test_the_catalogue_equals_the_published_regulations() -> None:
    from zweiklang.curricula.catalogue import read_catalogue

    entries = read_catalogue()
    assert len(entries) == 6
    for entry in entries:
        ours = entry.regulation
        law = parse_regulation((SHARED / f"{ours.document_number}.xml").read_bytes(), file=ours.file)
        published = {annex.label: annex for annex in law.annexes}
        assert (ours.title, ours.issued_on, ours.duration_months) == (
            law.title,
            law.issued_on,
            law.duration_months,
        )
        assert ours.as_of == law.as_of
        for annex in ours.annexes:
            other: Annex = published[annex.label]
            assert [_facts(s) for s in annex.sections] == [_facts(s) for s in other.sections], ours.title
