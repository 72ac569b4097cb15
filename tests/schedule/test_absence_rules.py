"""A school's deadlines: set by head and office, read by apprentices as a day, shown to the class teacher as a fact."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Refused
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.rules import due_on, set_absence_rule
from zweiklang.schedule.models import Absence, AbsenceRule

ClientOf = Callable[[Person | None], Client]


def url(world: World) -> str:
    return reverse("schedule:absence_rule", args=[world.team_room_id])


def rule(world: World) -> tuple[int | None, int | None, str] | None:
    return (
        AbsenceRule.objects.filter(school=world.school)
        .values_list("excuse_within_days", "note_from_day", "note")
        .first()
    )


SENT = {"excuse_within_days": "3", "note_from_day": "4", "note": " Formular  im Sekretariat. "}
KEPT = (3, 4, "Formular im Sekretariat.")


@pytest.fixture(autouse=True)
def _no_rule(world_a: World) -> None:
    with as_system(ACTOR):
        AbsenceRule.objects.all().delete()


@pytest.mark.parametrize("persona", ["head_of_school", "school_office"])
def test_head_and_office_set_deadlines(persona: str, client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.people[persona])
    assert "noch keine Fristen" in client.get(url(world_a)).content.decode()
    for _ in range(2):
        page = client.post(url(world_a), SENT, follow=True).content.decode()
        assert "Fehlzeiten bitte innerhalb von 3 Tagen entschuldigen." in page
    assert rule(world_a) == KEPT
    client.post(url(world_a), {"excuse_within_days": "", "note_from_day": "", "note": ""})
    assert rule(world_a) == (None, None, "")


@pytest.mark.parametrize("value", ["0", "-1", "31", "drei", "1.5", "9" * 30])
def test_a_number_that_cannot_be_is_told_and_stays(value: str, client_of: ClientOf, world_a: World) -> None:
    answer = client_of(world_a.people["head_of_school"]).post(
        url(world_a), SENT | {"excuse_within_days": value}
    )
    assert answer.status_code == 422
    assert "Bitte eine Zahl von 1 bis 30" in answer.content.decode()
    assert rule(world_a) is None


@pytest.mark.parametrize("persona", ["class_teacher", "subject_teacher", "apprentice", "trainer", "guardian"])
def test_nobody_else_finds_the_page(persona: str, client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.people[persona])
    assert client.get(url(world_a)).status_code == 404
    assert client.post(url(world_a), SENT).status_code == 404
    assert rule(world_a) is None


def test_the_head_of_another_school_sets_nothing_here(client_of: ClientOf, worlds: Worlds, as_person) -> None:
    head = worlds.b.people["head_of_school"]
    assert client_of(head).post(url(worlds.a), SENT).status_code == 404
    with as_person(head), pytest.raises(Refused):
        set_absence_rule(
            actor_of(head), school=worlds.a.school, excuse_within_days=1, note_from_day=None, note=""
        )
    assert rule(worlds.a) is None


def test_apprentice_and_class_teacher_read_the_day(client_of: ClientOf, world_a: World) -> None:
    client_of(world_a.people["head_of_school"]).post(url(world_a), SENT)
    late_day, new_day = today() - timedelta(days=30), today()
    with as_system(ACTOR):
        Absence.objects.filter(room_id=world_a.first.room_id).delete()
        for day in (late_day, new_day):
            Absence.objects.create(room_id=world_a.first.room_id, day=day, kind="absent")
    held = AbsenceRule.objects.get(school=world_a.school)
    until, passed = (due_on(held, day) for day in (new_day, late_day))
    assert until
    assert passed
    absences = reverse("schedule:absences", args=[world_a.first.room_id])
    page = client_of(world_a.first.apprentice).get(absences).content.decode()
    assert f"Bitte bis {formats.day(until)} entschuldigen." in page
    assert f"Die Frist war am {formats.day(passed)}." in page
    assert "Formular im Sekretariat." in page
    open_ones = reverse("schedule:open_absences", args=[world_a.school_class.room_id])
    page = client_of(world_a.people["class_teacher"]).get(open_ones).content.decode()
    assert f"Frist: {formats.day(until)}" in page
    assert f"Die Frist war am {formats.day(passed)}" in page


def test_a_firm_reads_no_deadline(client_of: ClientOf, world_a: World) -> None:
    client_of(world_a.people["head_of_school"]).post(url(world_a), SENT)
    school_decides(world_a, "absences", "open")
    with as_system(ACTOR):
        Absence.objects.create(room_id=world_a.first.room_id, day=today(), kind="absent")
    absences = reverse("schedule:absences", args=[world_a.first.room_id])
    page = client_of(world_a.people["trainer"]).get(absences).content.decode()
    assert "noch offen" in page
    assert "entschuldigen." not in page
    assert "Sekretariat" not in page


def test_what_is_decided_or_late_has_no_deadline(client_of: ClientOf, world_a: World) -> None:
    client_of(world_a.people["head_of_school"]).post(url(world_a), SENT)
    page = (
        client_of(world_a.first.apprentice)
        .get(reverse("schedule:absences", args=[world_a.first.room_id]))
        .content.decode()
    )
    assert "Frist war" not in page
    assert "Bitte bis" not in page
