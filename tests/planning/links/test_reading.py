"""What a school gets as links of a curriculum."""

import pytest

from tests.planning.links.conftest import ACTOR
from zweiklang.planning.links.selectors import links_of
from zweiklang.planning.models import CurriculumLink, LinkDecision
from zweiklang.rooms.public import as_system


@pytest.fixture
def ask(worlds, as_person, lane):
    """The links as the class teacher of world A reads them."""

    def answer(school, **narrowed):
        with as_person(worlds.a.people["class_teacher"]):
            return links_of(school.pk if school else None, lane.curriculum.pk, **narrowed)

    return answer


def decide(school, link, says) -> None:
    with as_system(ACTOR):
        LinkDecision.objects.create(school=school, link=link, says=says)


def test_confirmed_ones_come_first_then_the_annex_then_votes_and_score(worlds, link, ask) -> None:
    computed = link(0, 0, score=0.9)
    voted = link(0, 1, score=0.1, votes_for=3, votes_against=1)
    annex = link(1, 0, source=CurriculumLink.Source.ANNEX)
    confirmed = link(1, 1, score=0.0)
    decide(worlds.a.school, confirmed, LinkDecision.Says.CONFIRMED)
    found = ask(worlds.a.school)
    assert [one.id for one in found] == [confirmed.pk, annex.pk, voted.pk, computed.pk]
    assert [one.standing for one in found] == ["confirmed", "proposed", "proposed", "proposed"]
    assert found[2].votes == 2


def test_what_a_school_rejected_is_gone_for_this_school_alone(worlds, link, ask) -> None:
    rejected, other = link(0, 0), link(1, 1)
    decide(worlds.a.school, rejected, LinkDecision.Says.REJECTED)
    assert [one.id for one in ask(worlds.a.school)] == [other.pk]
    assert {one.id for one in ask(worlds.b.school)} == {rejected.pk, other.pk}
    assert {one.id for one in ask(None)} == {rejected.pk, other.pk}


def test_another_school_confirming_it_makes_it_no_fact_here(worlds, link, ask) -> None:
    decide(worlds.b.school, link(0, 0), LinkDecision.Says.CONFIRMED)
    assert [one.standing for one in ask(worlds.a.school)] == ["proposed"]
    assert len(ask(worlds.a.school)) == 1


def test_links_are_read_in_one_statement_and_narrowed_to_positions(
    worlds, lane, link, as_person, django_assert_num_queries
) -> None:
    link(0, 0)
    wanted = link(1, 1)
    with as_person(worlds.a.people["class_teacher"]), django_assert_num_queries(1):
        found = links_of(worlds.a.school.pk, lane.curriculum.pk, [lane.positions[1].pk])
    assert [one.id for one in found] == [wanted.pk]
