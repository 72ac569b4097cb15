"""Votes, decisions and proposals: who may, what it changes, and what not."""

import pytest
from django.urls import reverse

from tests.planning.links.conftest import ACTOR
from zweiklang.planning.models import CurriculumLink, LinkDecision, LinkVote
from zweiklang.rooms.public import as_system


@pytest.fixture
def occupation(worlds):
    return worlds.a.first.contract.occupation


@pytest.fixture
def one(worlds) -> CurriculumLink:
    """A proposal in the curriculum of both worlds on which nobody has said anything."""
    with as_system(ACTOR):
        contract = worlds.a.first.contract
        field = contract.curriculum.learning_fields.order_by("order").last()
        position = worlds.positions[-1]
        CurriculumLink.objects.filter(position=position, learning_field=field).delete()
        return CurriculumLink.objects.create(
            position=position, learning_field=field, source="computed", score=0.3
        )


@pytest.fixture
def post(client_of, occupation):
    """Sends an act on a link as somebody."""

    def send(person, name: str, link, **data):
        return client_of(person).post(reverse(f"planning:{name}", args=[occupation.pk, link.pk]), data)

    return send


def votes(link) -> tuple[int, int]:
    with as_system(ACTOR):
        link.refresh_from_db()
    return link.votes_for, link.votes_against


def said(link) -> dict[str, str]:
    with as_system(ACTOR):
        return {
            row.school.name: row.says
            for row in LinkDecision.objects.filter(link=link).select_related("school")
        }


def test_a_vote_counts_once_can_change_and_be_taken_back(worlds, one, post) -> None:
    person = worlds.a.people["trainer"]
    for value, expected in (("1", (1, 0)), ("1", (1, 0)), ("-1", (0, 1)), ("0", (0, 0)), ("0", (0, 0))):
        assert post(person, "link_vote", one, stimme=value).status_code == 302
        assert votes(one) == expected
    with as_system(ACTOR):
        assert not LinkVote.objects.filter(link=one).exists()


def test_teachers_and_trainers_of_different_firms_and_schools_vote_on_the_same_link(
    worlds, one, post
) -> None:
    for person in (worlds.a.people["other_trainer"], worlds.b.people["subject_teacher"]):
        post(person, "link_vote", one, stimme="1")
    assert votes(one) == (2, 0)


@pytest.mark.parametrize("who", ["apprentice", "guardian", "chamber_adviser"])
def test_who_neither_teaches_nor_trains_does_not_vote(worlds, one, post, who) -> None:
    assert post(worlds.a.people[who], "link_vote", one, stimme="1").status_code == 403
    assert votes(one) == (0, 0)


def test_a_vote_that_is_none_is_not_taken(worlds, one, post) -> None:
    post(worlds.a.people["trainer"], "link_vote", one, stimme="7")
    assert votes(one) == (0, 0)


@pytest.mark.parametrize("who", ["class_teacher", "head_of_school"])
def test_class_teacher_and_head_confirm_reject_and_take_back_for_their_school(worlds, one, post, who) -> None:
    for says, expected in (("confirmed", "confirmed"), ("confirmed", "confirmed"), ("rejected", "rejected")):
        assert post(worlds.a.people[who], "link_decide", one, entscheidung=says).status_code == 302
        assert said(one) == {worlds.a.school.name: expected}
    post(worlds.a.people[who], "link_decide", one, entscheidung="offen")
    assert said(one) == {}


@pytest.mark.parametrize("who", ["subject_teacher", "trainer", "apprentice", "school_office"])
def test_nobody_else_decides_for_the_school(worlds, one, post, who) -> None:
    assert post(worlds.a.people[who], "link_decide", one, entscheidung="confirmed").status_code in (403, 404)
    assert said(one) == {}


def test_a_foreign_school_in_the_form_changes_nothing_there(worlds, one, post) -> None:
    person = worlds.a.people["class_teacher"]
    post(person, "link_decide", one, entscheidung="confirmed", schule=str(worlds.b.school.pk))
    assert worlds.b.school.name not in said(one)


def test_the_crossing_person_does_not_decide_where_she_only_trains(worlds, one, post) -> None:
    person = worlds.crossing.person
    post(person, "link_decide", one, entscheidung="confirmed", schule=str(worlds.a.school.pk))
    assert worlds.a.school.name not in said(one)


def test_no_such_link_is_a_404(worlds, one, client_of, occupation) -> None:
    address = reverse("planning:link_vote", args=[occupation.pk, occupation.pk])
    assert client_of(worlds.a.people["trainer"]).post(address, {"stimme": "1"}).status_code == 404


def test_a_proposal_carries_its_proposers_vote_and_a_known_one_gets_it_too(
    worlds, one, client_of, occupation
) -> None:
    address = reverse("planning:link_propose", args=[occupation.pk])
    data = {"learning_field": str(one.learning_field_id), "position": str(worlds.positions[0].pk)}
    with as_system(ACTOR):
        CurriculumLink.objects.filter(
            learning_field=one.learning_field, position=worlds.positions[0]
        ).delete()
    for count, who in ((1, "trainer"), (1, "trainer"), (2, "subject_teacher")):
        assert client_of(worlds.a.people[who]).post(address, data).status_code == 302
        with as_system(ACTOR):
            link = CurriculumLink.objects.get(learning_field=one.learning_field, position=worlds.positions[0])
        assert (link.source, link.votes_for) == ("people", count)


def test_a_proposal_names_its_error_at_the_field(worlds, client_of, occupation, one) -> None:
    address = reverse("planning:link_propose", args=[occupation.pk])
    answer = client_of(worlds.a.people["trainer"]).post(
        address, {"learning_field": "", "position": str(occupation.pk)}
    )
    assert answer.status_code == 422
    assert "Bitte wählen Sie eines aus der Liste." in answer.content.decode()
