"""Ways around the rules of views that somebody might try."""

from datetime import timedelta

from django.urls import reverse

from tests.privacy.sight.test_seen_as import ClientOf, seen_as
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import assign_teacher
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Membership, as_system, pull_brake

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
        assert answer.status_code == 403
        assert "Fehlzeiten" in answer.content.decode()
    assert seen_as(guardian, room, world_a.first.firm.trainer).status_code == 200
    assert seen_as(client_of(world_a.first.apprentice), room, teacher, page).status_code == 200


def test_a_view_counts_everything_somebody_is_in_the_room(worlds: Worlds, client_of: ClientOf) -> None:
    """Whoever trains and teaches the class is seen in both capacities, whichever of the two was asked for."""
    world, room, trainer = worlds.a, worlds.a.first.room_id, worlds.a.first.firm.trainer
    assign_teacher(
        ACTOR,
        school_class=world.school_class,
        person=trainer,
        capacity="class_teacher",
        first_day=today() - timedelta(days=1),
    )
    pull_brake(ACTOR, school_id=world.school.pk, category="absences", reason=REASON)
    guardian = client_of(world.people["guardian"])
    with as_system(ACTOR):
        rows = Membership.objects.filter(room=room, person=trainer)
        asked = dict(rows.values_list("capacity", "pk"))
    assert set(asked) == {"trainer", "class_teacher"}
    for membership in asked.values():
        assert guardian.get(reverse("privacy:seen_as", args=[room, membership])).status_code == 403
