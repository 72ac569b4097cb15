"""A house asks colleagues in: the post is there after the one-time code, and only posts that the one who asks may give."""

import pytest

from tests.clients import standing_as
from tests.joining.guests import ACTOR, browser, comes_in
from tests.worlds import World
from zweiklang.joining.public import Guest, Issued, invite
from zweiklang.kernel.errors import Refused
from zweiklang.organisations.public import Post
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Membership, as_system

NEW = "neu@kammer.example"


def _invited(world: World, who: str, where: str, capacity: str) -> Issued:
    person, house = world.people[who], getattr(world, where)
    guest = Guest(kind="staff", email=NEW, capacity=capacity)
    with standing_as(person):
        return invite(actor_of(person), organisation=house, guest=guest, channel="letter")


def test_a_colleague_holds_the_post_and_is_in_the_team_room(world_a: World) -> None:
    issued, client = _invited(world_a, "chamber_adviser", "chamber", "chamber_adviser"), browser()
    assert "Ausbildungsberatung" not in client.get("/einladung/").content.decode()
    assert comes_in(client, issued.code, address=NEW).status_code == 302
    with as_system(ACTOR):
        post = Post.objects.get(person__email=NEW)
        assert (post.organisation, post.capacity) == (world_a.chamber, "chamber_adviser")
        team = Membership.objects.get(person__email=NEW, room__organisation=world_a.chamber)
        assert "administration" in team.scopes


@pytest.mark.parametrize(
    ("who", "where", "capacity"),
    [
        ("school_office", "school", "head_of_school"),
        ("school_office", "school", "school_office"),
        ("head_of_school", "school", "chamber_adviser"),
        ("head_of_school", "school", "support"),
        ("chamber_adviser", "chamber", "land"),
        ("head_of_school", "chamber", "chamber_adviser"),
        ("class_teacher", "school", "teacher"),
    ],
)
def test_nobody_asks_a_colleague_into_a_post_that_is_not_theirs_to_give(
    who: str, where: str, capacity: str, world_a: World
) -> None:
    with pytest.raises(Refused):
        _invited(world_a, who, where, capacity)
