"""Two people, or two tabs of one person, at the same moment: every vote counts once, and a school has said one thing."""

from collections.abc import Iterator

import pytest

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.planning.links.conftest import ACTOR
from tests.worlds import World
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.links.services import decide_link, propose_link, vote_on_link
from zweiklang.planning.links.viewers import viewer_of
from zweiklang.planning.models import CurriculumLink, LinkDecision
from zweiklang.rooms.public import as_system, my_standings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("links_at_once", django_db_blocker) as worlds:
        yield worlds.a


@pytest.fixture
def link(world: World) -> Iterator[CurriculumLink]:
    field = world.first.contract.curriculum.learning_fields.get()
    with as_system(ACTOR):
        known = CurriculumLink.objects.filter(learning_field=field).first()
        found = CurriculumLink.objects.create(
            learning_field=field, position=known.position, skill="z", source="computed"
        )
    yield found
    with as_system(ACTOR):
        found.delete()


def vote(person: Person, link: CurriculumLink, value: int) -> None:
    with standing_as(person):
        viewer = viewer_of(my_standings().values())
        vote_on_link(actor_of(person), viewer=viewer, link_id=link.pk, value=value)


def decide(person: Person, world: World, link: CurriculumLink, says: str) -> None:
    with standing_as(person):
        viewer = viewer_of(my_standings().values(), world.school.pk)
        decide_link(actor_of(person), viewer=viewer, link_id=link.pk, school_id=world.school.pk, says=says)


def votes(link: CurriculumLink) -> tuple[int, int]:
    with as_system(ACTOR):
        link.refresh_from_db()
    return link.votes_for, link.votes_against


def test_two_clicks_of_one_person_are_one_vote(world: World, link: CurriculumLink) -> None:
    person = world.people["trainer"]
    assert one_then_other(lambda: vote(person, link, 1), lambda: vote(person, link, 1))
    assert votes(link) == (1, 0)


def test_of_two_tabs_the_later_vote_holds_and_is_counted_once(world: World, link: CurriculumLink) -> None:
    person = world.people["trainer"]
    assert one_then_other(lambda: vote(person, link, 1), lambda: vote(person, link, -1))
    assert votes(link) == (0, 1)


def test_votes_of_two_people_are_both_counted(world: World, link: CurriculumLink) -> None:
    one, other = world.people["trainer"], world.people["subject_teacher"]
    assert one_then_other(lambda: vote(one, link, 1), lambda: vote(other, link, 1))
    assert votes(link) == (2, 0)


def test_class_teacher_and_head_at_once_leave_one_decision(world: World, link: CurriculumLink) -> None:
    teacher, head = world.people["class_teacher"], world.people["head_of_school"]
    assert one_then_other(
        lambda: decide(teacher, world, link, "confirmed"), lambda: decide(head, world, link, "rejected")
    )
    with as_system(ACTOR):
        assert [row.says for row in LinkDecision.objects.filter(link=link)] == ["rejected"]


def test_the_same_proposal_of_two_people_is_one_link_with_two_votes(world: World) -> None:
    contract = world.first.contract
    field = contract.curriculum.learning_fields.get()
    with as_system(ACTOR):
        position = CurriculumLink.objects.filter(learning_field=field).first().position
        CurriculumLink.objects.filter(learning_field=field, position=position).delete()

    def propose(person: Person) -> None:
        with standing_as(person):
            propose_link(
                actor_of(person),
                viewer=viewer_of(my_standings().values()),
                occupation=contract.occupation,
                curriculum=contract.curriculum,
                learning_field_id=field.pk,
                position_id=position.pk,
            )

    assert one_then_other(
        lambda: propose(world.people["trainer"]), lambda: propose(world.people["subject_teacher"])
    )
    with as_system(ACTOR):
        links = CurriculumLink.objects.filter(learning_field=field, position=position)
        assert [(link.source, link.votes_for) for link in links] == [("people", 2)]
