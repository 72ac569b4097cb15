"""Acts for a side, a school or a firm that is not one's own any more, and signs of a class one has left."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.planning.radar.lanes import clear, entry, field, link, monday, publish
from tests.worlds import ACTOR, Worlds
from zweiklang.curricula.public import (
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    Regulation,
    Section,
)
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.models import CurriculumLink, LinkDecision, RadarSign
from zweiklang.planning.proposals.selectors import batches_of, proposals_of
from zweiklang.planning.proposals.services import propose
from zweiklang.planning.proposals.shapes import Terms
from zweiklang.planning.radar.today import planning_waiting
from zweiklang.rooms.public import Membership, as_system, my_standings

ClientOf = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def empty(worlds: Worlds) -> None:
    """Nothing of what the worlds keep of planning stands in the way."""
    assert worlds
    clear()


def test_a_decision_meant_for_a_school_one_has_left_is_not_another_schools(
    client_of: ClientOf, worlds: Worlds
) -> None:
    """The page was open for school B; meanwhile the teacher is only at school A: nothing may be decided there by that click."""
    occupation = worlds.a.first.contract.occupation_id
    link(worlds.positions[0], "7")
    with as_system(ACTOR):
        found = CurriculumLink.objects.get()
    address = reverse("planning:link_decide", args=[occupation, found.pk])
    teacher = client_of(worlds.a.people["class_teacher"])
    answer = teacher.post(address, {"entscheidung": "rejected", "schule": str(worlds.b.school.pk)})
    with as_system(ACTOR):
        assert list(LinkDecision.objects.all()) == []
    assert answer.status_code == 404
    assert (
        teacher.post(address, {"entscheidung": "rejected", "schule": str(worlds.a.school.pk)}).status_code
        == 302
    )
    with as_system(ACTOR):
        assert LinkDecision.objects.get().school_id == worlds.a.school.pk


def test_two_firms_with_one_batch_stay_two_proposals(worlds: Worlds) -> None:
    """The id of a batch comes from a form: two firms may send the same, and neither hides what the other one says."""
    world, batch = worlds.a, UUID(int=0)
    for who, room, text in (
        ("trainer", world.first.room_id, "Text der einen Firma"),
        ("other_trainer", world.second.room_id, "Text der anderen Firma"),
    ):
        person = world.people[who]
        with standing_as(person):
            propose(actor_of(person), room_ids=[room], batch=batch, terms=Terms(kind="other", text=text))
    with standing_as(world.people["class_teacher"]):
        batches = batches_of(proposals_of([world.first.room_id, world.second.room_id]))
    assert {one.text for one in batches} == {"Text der einen Firma", "Text der anderen Firma"}


def test_today_counts_only_signs_the_page_can_show(client_of: ClientOf, worlds: Worlds) -> None:
    """The apprentice has left the class: the sign's plan is no longer the firm's to read, and the page has no button to settle it."""
    world = worlds.a
    trainer = world.people["trainer"]
    link(worlds.positions[0], "7")
    part = entry(world.first.room_id, worlds.positions[0], (10, 13))
    plan = publish(world, lf7=(10, 13))
    with as_system(ACTOR):
        RadarSign.objects.create(
            room_id=world.first.room_id, kind="moved", plan=plan, learning_field=field("7"),
            was_first=monday(10), is_first=monday(14), shift=4, entries=[part.pk], made_on=monday(0),
        )  # fmt: skip
    with standing_as(trainer):
        assert len(planning_waiting(actor_of(trainer), my_standings().values())) == 1
    with as_system(ACTOR):
        Membership.objects.filter(room_id=world.school_class.room_id, person=trainer).update(
            first_day=monday(-3), last_day=monday(0) - timedelta(days=1)
        )
    with standing_as(trainer):
        assert planning_waiting(actor_of(trainer), my_standings().values()) == []
    page = client_of(trainer).get(reverse("planning:radar"))
    assert page.status_code == 200
    assert client_of(trainer).get(reverse("planning:index"), follow=True).status_code == 200


def test_strangers_to_the_occupation_have_no_voice(client_of: ClientOf, worlds: Worlds) -> None:
    """A voice counts at all schools that have not decided: one baker must not take away what computer scientists go by."""
    with as_system(ACTOR):
        regulation = Regulation.objects.create(
            document_number="BAECKER", title="Backen", imported_at=now(), issued_on=today()
        )
        section = Section.objects.create(regulation=regulation, order=1, key="A", title="Backen")
        position = Position.objects.create(section=section, number="1", title="Kneten", order=1)
        occupation = Occupation.objects.create(regulation=regulation, name="Bäcker/in", sort_key="baecker")
        curriculum = FrameworkCurriculum.objects.create(
            name="Bäcker", document_number="BAECKER", resolution="Beschluss 2004"
        )
        lernfeld = LearningField.objects.create(
            curriculum=curriculum, number="1", title="Teige", year=1, order=1
        )
        found = CurriculumLink.objects.create(
            position=position, learning_field=lernfeld, source="computed", score=0.9
        )
    own = worlds.a.first.contract.occupation_id
    for who in ("trainer", "class_teacher", "head_of_school"):
        for of in (occupation.pk, own):
            address = reverse("planning:link_vote", args=[of, found.pk])
            assert client_of(worlds.a.people[who]).post(address, {"stimme": "-1"}).status_code == 403
    with as_system(ACTOR):
        found.refresh_from_db()
    assert (found.votes_for, found.votes_against) == (0, 0)
