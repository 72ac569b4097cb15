"""From a bar of the time line each side is led to what it can do about it."""

import re
from html import unescape

import pytest

from tests.planning.timeline.test_pages import browser, html_of, of_class, of_room, release, world
from tests.worlds import ACTOR, World
from zweiklang.people.public import Person
from zweiklang.planning.models import FieldPlacement, PlanEntry
from zweiklang.rooms.public import as_system

pytestmark = pytest.mark.django_db
__all__ = ["world"]  # a fixture


def acts_of(person: Person, path: str, shows: str) -> list[str]:
    """Returns the addresses of what one can do about the bar whose details are shown."""
    html = html_of(person, f"{path.rstrip('?')}?zeige={shows}")
    panel = html[html.index('id="einzelheiten"') : html.index('id="hinweise"')]
    return [unescape(href) for href in re.findall(r'href="(/[^"]+)"', panel)]


def test_each_side_is_led_to_what_it_can_do_about_a_bar(world: World) -> None:
    release(world.first)
    with as_system(ACTOR):
        entry = PlanEntry.objects.get(room_id=world.first.room_id)
        placed = FieldPlacement.objects.get(room_id=world.school_class.room_id)
    part, lernfeld = f"e-{entry.pk}", f"f-{placed.pk}"
    here, trainer, teacher = of_room(world.first), world.people["trainer"], world.people["class_teacher"]
    wish = f"vorschlaege/neu/?art=verschieben&lernfeld={placed.learning_field_id}"
    room, school = (
        f"/planung/ausbildung/{world.first.room_id}/",
        f"/planung/klasse/{world.school_class.room_id}/",
    )
    plan, other_time = f"{room}plan/{entry.pk}/", f"{room}vorschlaege/neu/?art=tauschen&abschnitt={entry.pk}"
    assert acts_of(trainer, here, part) == [plan, f"{plan}verschieben/"]
    assert acts_of(trainer, here, lernfeld) == [room + wish]
    assert acts_of(teacher, here, part) == [other_time]
    assert acts_of(teacher, of_class(world), lernfeld) == [f"{school}lernfelder/", school + wish]
    for who in ("apprentice", "guardian"):
        assert acts_of(world.people[who], here, part) == acts_of(world.people[who], here, lernfeld) == []
    for person, address in (
        (trainer, plan),
        (trainer, room + wish),
        (teacher, other_time),
        (teacher, school + wish),
    ):
        assert browser(person).get(address).status_code == 200
