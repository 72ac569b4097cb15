"""Ways around the rules of views that somebody might try."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.privacy.sight.test_seen_as import ClientOf, membership_of, seen_as
from tests.worlds import ACTOR, World
from zweiklang.rooms.public import pull_brake, shown_pages

REASON = "Ein Import hat fremde Zeilen gebracht."


def test_what_a_brake_closes_to_guardians_no_view_opens(world_a: World, client_of: ClientOf) -> None:
    """The class teacher keeps absences and still sees them; the apprentice, too."""
    room, teacher = world_a.first.room_id, world_a.people["class_teacher"]
    guardian, page = client_of(world_a.people["guardian"]), reverse("schedule:absences", args=[room])
    assert seen_as(guardian, room, teacher, page).status_code == 200
    pull_brake(ACTOR, school_id=world_a.school.pk, category="absences", reason=REASON)
    assert guardian.get(page).status_code == 404
    for where in ("", page):
        answer = seen_as(guardian, room, teacher, where)
        assert answer.status_code == 409
        assert "Fehlzeiten" in answer.content.decode()
    assert seen_as(guardian, room, world_a.first.firm.trainer).status_code == 200
    assert seen_as(client_of(world_a.first.apprentice), room, teacher, page).status_code == 200
