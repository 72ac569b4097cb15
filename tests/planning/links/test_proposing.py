"""What is proposed for the whole Land: from the annex, from the texts, and how it stays when it is computed again."""

import pytest

from tests.planning.links.conftest import ACTOR
from zweiklang.curricula.public import (
    Allocation,
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    Regulation,
    Section,
)
from zweiklang.kernel.clock import today
from zweiklang.planning.links.proposing import ensure_links, pairs_in_use, propose_again, propose_links
from zweiklang.planning.models import CurriculumLink, LinkDecision
from zweiklang.rooms.public import as_system

pytestmark = pytest.mark.django_db

FIELDS = {"1": "Bremsen prüfen", "2": "Lacke mischen", "3": "Kunden beraten"}
POSITIONS = {
    "A1": ("Prüfen von Bremsanlagen", "Bremsbeläge messen"),
    "A2": ("Lackieren", "Farbtöne mischen und Lacke auftragen"),
    "B1": ("Umweltschutz", "Abfälle trennen"),
}
SPECIAL = ("Beraten in der Verwaltung", "Kunden beraten")


@pytest.fixture
def law(worlds) -> tuple[Occupation, FrameworkCurriculum]:
    """A regulation with an annex that says LF 3 belongs to B 1 b, and another Fachrichtung that also advises customers."""
    row = {
        "annex": "Anlage 3",
        "content": "Recht",
        "positions": [
            {"section": "B", "number": "1", "letter": "b"},
            {"section": "Z", "number": "9", "letter": ""},
        ],
        "learning_fields": [
            {"number": "3", "specialisation": ""},
            {"number": "1", "specialisation": "Verwaltung"},
        ],
    }
    with as_system(ACTOR):
        regulation = Regulation.objects.create(
            document_number="LINK1",
            short_title="L",
            title="L",
            issued_on=today(),
            source="law",
            correspondences=[row],
        )
        occupation = Occupation.objects.create(
            regulation=regulation, name="Prüfer/in", sort_key="pruefer", specialisation="Technik"
        )
        _section(regulation, "A", "mandatory", "", {n: p for n, p in POSITIONS.items() if n[0] == "A"})
        _section(regulation, "B", "integrative", "", {n: p for n, p in POSITIONS.items() if n[0] == "B"})
        _section(regulation, "C", "specialisation", "Verwaltung", {"C1": SPECIAL})
        curriculum = FrameworkCurriculum.objects.create(
            name="Prüfer/in", document_number="LINK1", resolution="2020"
        )
        for order, (number, title) in enumerate(FIELDS.items()):
            LearningField.objects.create(
                curriculum=curriculum, number=number, title=title, sort_key=title, year=1, order=order
            )
    return occupation, curriculum


def _section(regulation, key: str, kind: str, specialisation: str, positions: dict) -> None:
    section = Section.objects.create(
        regulation=regulation,
        annex="Anlage 1",
        key=key,
        kind=kind,
        specialisation=specialisation,
        order=ord(key),
    )
    for number, (title, skill) in positions.items():
        position = Position.objects.create(
            section=section, number=number[1:], title=title, sort_key=title, order=int(number[1:])
        )
        skills = [["a", skill], ["b", "Vorschriften nennen"]]
        Allocation.objects.create(position=position, order=0, skills=skills)


def links(curriculum) -> dict[tuple[str, str], CurriculumLink]:
    with as_system(ACTOR):
        rows = CurriculumLink.objects.filter(learning_field__curriculum=curriculum)
        rows = rows.select_related("learning_field", "position__section")
        return {
            (row.learning_field.number, f"{row.position.section.key}{row.position.number}"): row
            for row in rows
        }


def test_texts_and_annex_propose_and_the_annex_is_named(law) -> None:
    occupation, curriculum = law
    assert propose_links(ACTOR, occupation=occupation, curriculum=curriculum) == len(links(curriculum))
    found = links(curriculum)
    assert found["1", "A1"].source == "computed"
    assert found["2", "A2"].source == "computed"
    annex = found["3", "B1"]
    assert (annex.source, annex.source_note, annex.score) == (
        "annex",
        "Anlage 3 der Verordnung, Fertigkeiten b)",
        0.0,
    )
    assert ["Lacke", "Lacke"] in [words[:2] for words in found["2", "A2"].words]


def test_other_fachrichtungen_are_left_out(law) -> None:
    occupation, curriculum = law
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    assert not [pair for pair in links(curriculum) if pair[1] == "C1" or pair == ("1", "B1")]


def test_computing_again_changes_nothing_and_keeps_what_people_said(law, worlds) -> None:
    occupation, curriculum = law
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    before = {pair: row.pk for pair, row in links(curriculum).items()}
    with as_system(ACTOR):
        LinkDecision.objects.create(link_id=before["1", "A1"], school=worlds.a.school, says="confirmed")
        CurriculumLink.objects.filter(pk=before["2", "A2"]).update(votes_for=2)
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    after = links(curriculum)
    assert {pair: row.pk for pair, row in after.items()} == before
    assert after["2", "A2"].votes_for == 2


def test_what_no_longer_results_goes_unless_somebody_said_something(law, worlds) -> None:
    occupation, curriculum = law
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    found = links(curriculum)
    with as_system(ACTOR):
        LinkDecision.objects.create(link=found["1", "A1"], school=worlds.a.school, says="confirmed")
        LearningField.objects.filter(curriculum=curriculum).update(title="Segeln")
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    assert {*links(curriculum)} == {("1", "A1"), ("3", "B1")}


def test_what_people_proposed_stays_theirs_and_gets_its_words(law) -> None:
    occupation, curriculum = law
    with as_system(ACTOR):
        field = LearningField.objects.get(curriculum=curriculum, number="2")
        position = Position.objects.get(section__regulation=occupation.regulation, title="Lackieren")
        CurriculumLink.objects.create(learning_field=field, position=position, source="people", votes_for=1)
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    row = links(curriculum)["2", "A2"]
    assert (row.source, row.votes_for) == ("people", 1)
    assert row.score > 0
    assert row.words


def test_the_first_reader_finds_proposals_and_the_second_computes_nothing(
    law, django_assert_num_queries
) -> None:
    occupation, curriculum = law
    ensure_links(ACTOR, occupation=occupation, curriculum=curriculum)
    assert links(curriculum)
    with django_assert_num_queries(1):
        ensure_links(ACTOR, occupation=occupation, curriculum=curriculum)


def test_the_weekly_job_asks_for_every_occupation_that_is_learned_and_each_follows_its_texts(
    law, worlds
) -> None:
    occupation, curriculum = law
    contract = worlds.a.first.contract
    with as_system(ACTOR):
        pairs = pairs_in_use()
    assert pairs == [(contract.occupation_id, contract.curriculum_id)]
    propose_again(ACTOR, occupation_id=occupation.pk, curriculum_id=curriculum.pk)
    assert ("1", "A1") in links(curriculum)
    propose_again(ACTOR, occupation_id=curriculum.pk, curriculum_id=curriculum.pk)


def test_fachrichtungen_with_one_curriculum_are_compared_at_once_whoever_comes_first(law) -> None:
    occupation, curriculum = law
    with as_system(ACTOR):
        other = Occupation.objects.create(
            regulation=occupation.regulation,
            name="Prüfer/in",
            sort_key="pruefer",
            specialisation="Verwaltung",
        )
    propose_links(ACTOR, occupation=occupation, curriculum=curriculum)
    first = {pair: row.pk for pair, row in links(curriculum).items()}
    assert ("3", "C1") in first
    propose_links(ACTOR, occupation=other, curriculum=curriculum)
    assert {pair: row.pk for pair, row in links(curriculum).items()} == first
