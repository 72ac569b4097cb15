"""An apprentice's absences: who reads what of them, from which day on; decisions are the school's, reasons are free."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.privacy.deciding import school_decides
from tests.schedule.pages import absences_of, open_absence, reasons_in, told_absence
from tests.world_schedule import REASON
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.services import decide_absences, tell_reason
from zweiklang.schedule.absences.shapes import Deciding
from zweiklang.schedule.models import Absence, AbsenceReason

ClientOf = Callable[[Person | None], Client]
FIRM = ("trainer", "deputy_trainer", "training_manager")


def url(world: World) -> str:
    return reverse("schedule:absences", args=[world.first.room_id])


def reason_url(world: World, absence_id: UUID) -> str:
    return reverse("schedule:reason", args=[world.first.room_id, absence_id])


def version(client: Client, address: str) -> str:
    """Returns what the page says it shows of the reason."""
    found = re.search(r'name="seen"[^>]*?value="([^"]*)"', client.get(address).content.decode())
    return found[1] if found else ""


def add_absence(world: World, days_ago: int) -> Absence:
    with as_system(ACTOR):
        return Absence.objects.create(
            room_id=world.first.room_id,
            day=today() - timedelta(days=days_ago),
            kind="absent",
            recorded_by=world.people["class_teacher"],
        )


@pytest.mark.parametrize("persona", FIRM)
def test_a_firm_sees_nothing_before_the_school_opens_it(
    persona: str, client_of: ClientOf, world_a: World
) -> None:
    client = client_of(world_a.people[persona])
    assert client.get(url(world_a)).status_code == 404
    page = client.get(reverse("apprenticeships:room", args=[world_a.first.room_id])).content.decode()
    assert url(world_a) not in page


@pytest.mark.parametrize("persona", FIRM)
def test_what_the_school_opens_a_firm_sees_from_that_day_on(
    persona: str, client_of: ClientOf, world_a: World
) -> None:
    school_decides(world_a, "absences", "open")
    add_absence(world_a, 0)
    page = client_of(world_a.people[persona]).get(url(world_a)).content.decode()
    assert f"Sichtbar ab {formats.day_long(today())}" in page
    assert formats.day(today()) in page
    assert formats.day(told_absence(world_a).day) not in page
    assert "1 Tag" in page
    assert "noch offen" in page
    assert "Gründe stehen hier nicht" in page


@pytest.mark.parametrize("persona", FIRM)
def test_no_reason_reaches_a_firm(persona: str, client_of: ClientOf, world_a: World, as_person) -> None:
    school_decides(world_a, "absences", "open")
    told = add_absence(world_a, 0)
    with as_system(ACTOR):
        AbsenceReason.objects.create(
            room_id=world_a.first.room_id,
            absence=told,
            day=told.day,
            text="Grippe mit Fieber",
            told_by=world_a.first.apprentice,
        )
    client = client_of(world_a.people[persona])
    assert "Grippe" not in client.get(url(world_a)).content.decode()
    assert client.get(reason_url(world_a, told.pk)).status_code == 404
    with as_person(world_a.people[persona]):
        assert not AbsenceReason.objects.exists()


def test_the_other_firm_of_the_class_sees_only_its_own(client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "absences", "open")
    add_absence(world_a, 0)
    client = client_of(world_a.people["other_trainer"])
    assert client.get(url(world_a)).status_code == 404
    own = client.get(reverse("schedule:absences", args=[world_a.second.room_id])).content.decode()
    assert "Keine Fehlzeiten" in own


def test_the_apprentice_reads_everything_with_sums(client_of: ClientOf, world_a: World) -> None:
    page = client_of(world_a.first.apprentice).get(url(world_a)).content.decode()
    assert REASON in page
    assert "1 Tag" in page
    assert "1-mal, zusammen 15 min" in page
    assert "Sichtbar ab" not in page
    assert "entschuldigt" in page


def test_an_empty_list_says_what_will_be_there(client_of: ClientOf, world_a: World) -> None:
    room = world_a.second.room_id
    page = (
        client_of(world_a.second.apprentice).get(reverse("schedule:absences", args=[room])).content.decode()
    )
    assert "Keine Fehlzeiten" in page
    assert "Eintragen kann das nur die Klassenleitung" in page


def test_the_class_teacher_decides_in_the_class_and_changes_it_in_the_room(
    client_of: ClientOf, world_a: World
) -> None:
    client, late = client_of(world_a.people["class_teacher"]), open_absence(world_a)
    in_class = reverse("schedule:open_absences", args=[world_a.school_class.room_id])
    assert world_a.first.apprentice.name in client.get(in_class).content.decode()
    sent = {f"{late.pk.hex}-stand": "open", f"{late.pk.hex}-urteil": "unexcused"}
    page = client.post(in_class, sent, follow=True).content.decode()
    assert "Entschieden: 1 Fehlzeit" in page
    assert "Alles entschieden" in page
    assert absences_of(world_a.first.room_id, late.day) == [("late", 15, "unexcused")]
    client.post(url(world_a), {f"{late.pk.hex}-stand": "unexcused", f"{late.pk.hex}-urteil": "excused"})
    assert absences_of(world_a.first.room_id, late.day) == [("late", 15, "excused")]


def test_a_decision_over_another_one_is_refused(client_of: ClientOf, world_a: World) -> None:
    told = told_absence(world_a)
    sent = {f"{told.pk.hex}-stand": "open", f"{told.pk.hex}-urteil": "unexcused"}
    page = client_of(world_a.people["class_teacher"]).post(url(world_a), sent, follow=True).content.decode()
    assert "Jemand war schneller" in page
    assert absences_of(world_a.first.room_id, told.day) == [("absent", None, "excused")]


@pytest.mark.parametrize(("persona", "status"), [("apprentice", 403), ("guardian", 403), ("trainer", 403)])
def test_nobody_else_decides(persona: str, status: int, client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "absences", "open")
    late = open_absence(world_a)
    sent = {f"{late.pk.hex}-stand": "open", f"{late.pk.hex}-urteil": "excused"}
    assert client_of(world_a.people[persona]).post(url(world_a), sent).status_code == status
    assert absences_of(world_a.first.room_id, late.day) == [("late", 15, "open")]


def test_the_service_knows_no_absence_of_another_world(worlds: Worlds, as_person) -> None:
    from django.http import Http404

    teacher, late = worlds.a.people["class_teacher"], open_absence(worlds.b)
    with as_person(teacher), pytest.raises(Http404):
        decide_absences(actor_of(teacher), decisions=[Deciding(late.pk, "open", "excused")])


@pytest.mark.parametrize("persona", ["apprentice", "guardian"])
def test_a_reason_is_told_changed_and_taken_back(persona: str, client_of: ClientOf, world_a: World) -> None:
    client, late = client_of(world_a.people[persona]), open_absence(world_a)
    address = reason_url(world_a, late.pk)
    page = client.get(address).content.decode()
    assert "Freiwillig" in page
    assert f"{world_a.people['class_teacher'].name} (Klassenleitung)" in page
    assert world_a.people["trainer"].name not in page
    client.post(address, {"text": "Der Bus fiel aus.", "seen": ""})
    assert set(reasons_in(world_a.first.room_id)) == {REASON, "Der Bus fiel aus."}
    client.post(address, {"text": "Bus verpasst.", "seen": version(client, address)})
    assert set(reasons_in(world_a.first.room_id)) == {REASON, "Bus verpasst."}
    client.post(address, {"act": "remove"})
    assert reasons_in(world_a.first.room_id) == [REASON]


def test_a_reason_that_somebody_else_changed_is_not_overwritten(client_of: ClientOf, world_a: World) -> None:
    told = told_absence(world_a)
    address = reason_url(world_a, told.pk)
    answer = client_of(world_a.people["guardian"]).post(address, {"text": "Anders", "seen": ""})
    assert answer.status_code == 422
    assert "inzwischen geändert" in answer.content.decode()
    assert reasons_in(world_a.first.room_id) == [REASON]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 501])
def test_a_reason_says_something_and_is_short(text: str, client_of: ClientOf, world_a: World) -> None:
    late = open_absence(world_a)
    answer = client_of(world_a.first.apprentice).post(
        reason_url(world_a, late.pk), {"text": text, "seen": ""}
    )
    assert answer.status_code == 422
    assert reasons_in(world_a.first.room_id) == [REASON]


@pytest.mark.parametrize("persona", ["second_apprentice", "trainer", "subject_teacher", "head_of_school"])
def test_nobody_else_tells_a_reason(persona: str, client_of: ClientOf, world_a: World) -> None:
    late = open_absence(world_a)
    answer = client_of(world_a.people[persona]).post(
        reason_url(world_a, late.pk), {"text": "Gelogen", "seen": ""}
    )
    assert answer.status_code == 404
    assert reasons_in(world_a.first.room_id) == [REASON]


def test_the_class_teacher_cannot_put_a_reason_into_somebodys_mouth(
    client_of: ClientOf, world_a: World
) -> None:
    late = open_absence(world_a)
    answer = client_of(world_a.people["class_teacher"]).post(
        reason_url(world_a, late.pk), {"text": "Faul", "seen": ""}
    )
    assert answer.status_code == 403
    assert reasons_in(world_a.first.room_id) == [REASON]


def test_a_reason_is_told_about_an_absence_of_the_own_room_only(worlds: Worlds, client_of: ClientOf) -> None:
    foreign = told_absence(worlds.b)
    answer = client_of(worlds.a.first.apprentice).post(
        reason_url(worlds.a, foreign.pk), {"text": "Fremd", "seen": ""}
    )
    assert answer.status_code == 404
    assert reasons_in(worlds.b.first.room_id) == [REASON]


def test_the_service_refuses_a_reason_by_somebody_else(world_a: World, as_person) -> None:
    from zweiklang.kernel.errors import Refused

    teacher, late = world_a.people["class_teacher"], open_absence(world_a)
    with as_person(teacher), pytest.raises(Refused):
        tell_reason(
            actor_of(teacher), room_id=world_a.first.room_id, absence_id=late.pk, text="Faul", seen=""
        )


def test_a_new_absence_stands_under_heute_of_those_who_may_see_it(
    client_of: ClientOf, world_a: World
) -> None:
    add_absence(world_a, 0)
    line = "eingetragen: " + formats.day(today())
    assert f"Fehlzeit {line}" in client_of(world_a.first.apprentice).get("/").content.decode()
    trainer = client_of(world_a.people["trainer"])
    assert line not in trainer.get("/").content.decode()
    school_decides(world_a, "absences", "open")
    assert f"Fehlzeit von {world_a.first.apprentice.name} {line}" in trainer.get("/").content.decode()
    head = client_of(world_a.people["head_of_school"]).get("/").content.decode()
    assert line not in head


def test_the_class_teacher_reads_under_heute_what_waits(client_of: ClientOf, world_a: World) -> None:
    page = client_of(world_a.people["class_teacher"]).get("/").content.decode()
    assert f"Klasse {world_a.school_class.label}: 1 Fehlzeit ist offen" in page
    other = client_of(world_a.people["subject_teacher"]).get("/").content.decode()
    assert "Fehlzeit ist offen" not in other


def test_the_list_asks_as_often_for_many_as_for_few(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(world_a))
        return len(queries)

    for days in (15, 16, 17):
        add_absence(world_a, days)
    asked()
    before = asked()
    for days in range(20, 30):
        add_absence(world_a, days)
    assert asked() == before == 19


def test_who_looked_at_absences_stands_in_the_list_of_the_person_concerned(
    client_of: ClientOf, world_a: World, as_person
) -> None:
    teacher = client_of(world_a.people["class_teacher"])
    teacher.get(url(world_a))
    teacher.get(reverse("schedule:class_absences", args=[world_a.school_class.room_id]))
    client_of(world_a.first.apprentice).get(url(world_a))
    with as_person(world_a.first.apprentice):
        looks = set(Look.objects.values_list("viewer_id", "category"))
    who = world_a.people["class_teacher"].pk
    assert {(who, "absences"), (who, "absence_reasons")} <= looks
    assert not [viewer for viewer, _ in looks if viewer == world_a.first.apprentice.pk]
