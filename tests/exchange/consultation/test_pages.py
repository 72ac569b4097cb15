"""The pages of consultation days, as those see them who book, who talk, and who manage."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import show_before, standing_as
from tests.exchange.consultation.days import book, forget, held, in_two_weeks, made, opened, slots, told
from tests.rooms.looking import list_of
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.consultation.making import call_off_day
from zweiklang.exchange.models import ConsultationDay, ConsultationHost
from zweiklang.kernel.clock import standing_at
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system

type Browser = Callable[[Any], Client]
MOST, MOST_IN_LISTS = 12, 8


def page(browser: Client, name: str, *arguments: Any, query: str = "") -> str:
    response = browser.get(reverse(f"exchange:{name}", args=arguments) + query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def queries(browser: Client, name: str, *arguments: Any) -> int:
    """How many statements the page needs once it has been shown before."""
    path = reverse(f"exchange:{name}", args=arguments)
    show_before(browser, path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(path).status_code == 200
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]])


def a_day(world: World) -> dict[str, Any]:
    """What the form sends for a day."""
    return {
        "day_id": new_id(),
        "title": "Sprechtag",
        "day": in_two_weeks().isoformat(),
        "starts": "14:00",
        "ends": "16:00",
        "slot_minutes": "15",
        "pause_minutes": "0",
        "audience": ["firms"],
        "classes": [str(world.school_class.room_id)],
        "teachers": [str(world.people["class_teacher"].pk)],
    }


def host_at(day: ConsultationDay, world: World, capacity: str = "class_teacher") -> ConsultationHost:
    with as_system(ACTOR):
        return ConsultationHost.objects.get(day=day, person=world.people[capacity])


def test_a_trainer_books_in_three_taps(world_a: World, client_of: Browser) -> None:
    day = opened(world_a)
    browser, slot = client_of(world_a.people["trainer"]), slots(day, world_a.people["class_teacher"])[2]
    listed = page(browser, "consultations")
    to_day = reverse("exchange:consultation_day", args=[day.pk])
    to_slot = reverse("exchange:consultation_book", args=[day.pk, slot.pk])
    assert to_day in listed
    table = browser.get(to_day).content.decode()
    assert to_slot in table
    form = browser.get(to_slot).content.decode()
    assert world_a.first.apprentice.name in form
    done = browser.post(to_slot, {"slot": slot.pk, "about": world_a.first.room_id, "topic": ""}, follow=True)
    assert "Gebucht." in done.content.decode()
    assert [one.slot_id for one in held(day)] == [slot.pk]


def test_the_day_is_asked_for_on_the_first_page_only_of_those_it_is_for(
    world_a: World, client_of: Browser
) -> None:
    day = opened(world_a)
    address = reverse("exchange:consultation_day", args=[day.pk])
    for capacity in ("trainer", "deputy_trainer", "other_trainer"):
        assert address in page(client_of(world_a.people[capacity]), "consultations")
    for capacity in ("apprentice", "guardian", "chamber_adviser"):
        assert address not in page(client_of(world_a.people[capacity]), "consultations")


def test_others_see_that_a_time_is_taken_and_not_by_whom(world_a: World, client_of: Browser) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    slot = slots(day, world_a.people["class_teacher"])[0]
    booking = book(trainer, slot, world_a.first.room_id, "Zwischenprüfung")
    secret = reverse("exchange:consultation_booking", args=[booking.pk])
    for capacity in ("other_trainer", "subject_teacher", "head_of_school", "guardian"):
        browser = client_of(world_a.people[capacity])
        shown = page(browser, "consultation_day", day.pk)
        assert "belegt" in shown
        assert "Zwischenprüfung" not in shown
        assert trainer.name not in shown
        assert browser.get(secret).status_code == 404
    assert "Ihre Zeit" in page(client_of(trainer), "consultation_day", day.pk)


def test_a_taken_time_answers_409_with_what_was_typed_and_what_is_left(
    world_a: World, client_of: Browser
) -> None:
    day = opened(world_a)
    first, second, *_ = slots(day, world_a.people["class_teacher"])
    path = reverse("exchange:consultation_book", args=[day.pk, first.pk])
    browser = client_of(world_a.people["other_trainer"])
    assert browser.get(path).status_code == 200
    book(world_a.people["trainer"], first, world_a.first.room_id)
    sent = {"slot": first.pk, "about": world_a.second.room_id, "topic": "Zeugnis"}
    response = browser.post(path, sent)
    text = response.content.decode()
    assert response.status_code == 409
    assert "gerade jemand anderes gebucht" in text
    assert "Zeugnis" in text
    assert str(second.pk) in text
    assert len(held(day)) == 1


def test_the_teacher_reads_who_comes_and_the_office_does_not(world_a: World, client_of: Browser) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    book(trainer, slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id, "Zwischenprüfung")
    host = host_at(day, world_a)
    shown = page(client_of(world_a.people["class_teacher"]), "consultation_host", day.pk, host.pk)
    for text in (trainer.name, world_a.first.apprentice.name, "Zwischenprüfung"):
        assert text in shown
    office = client_of(world_a.people["head_of_school"])
    for text in (
        page(office, "consultation_host", day.pk, host.pk),
        page(office, "consultation_manage", day.pk),
    ):
        assert trainer.name not in text
        assert "Zwischenprüfung" not in text
    assert "1 von 16" in page(office, "consultation_manage", day.pk)


@pytest.mark.parametrize("capacity", ["subject_teacher", "trainer", "apprentice", "chamber_adviser"])
def test_lists_and_figures_are_for_the_teacher_and_the_school(
    capacity: str, world_a: World, client_of: Browser
) -> None:
    day = opened(world_a, teachers=("class_teacher",))
    browser, host = client_of(world_a.people[capacity]), host_at(day, world_a)
    for name, more in (
        ("consultation_host", [host.pk]),
        ("consultation_manage", []),
        ("consultation_edit", []),
        ("consultation_cancel", []),
    ):
        assert browser.get(reverse(f"exchange:{name}", args=[day.pk, *more])).status_code == 404


def test_the_school_makes_a_day_and_opens_it(world_a: World, client_of: Browser) -> None:
    browser = client_of(world_a.people["school_office"])
    assert "Sprechtag anlegen" in page(browser, "consultations")
    sent = a_day(world_a)
    for _ in range(2):
        response = browser.post(reverse("exchange:consultation_new"), sent)
        assert response.status_code == 302, response.content.decode()[-3000:]
    with as_system(ACTOR):
        day = ConsultationDay.objects.get(title="Sprechtag", school=world_a.school)
    assert told(day) == set()
    assert "0 von 8" in page(browser, "consultation_manage", day.pk)
    opening = browser.post(reverse("exchange:consultation_open", args=[day.pk]), follow=True)
    assert "Personen werden benachrichtigt" in opening.content.decode()
    firms = {"trainer", "deputy_trainer", "training_manager", "other_trainer"}
    expected = {world_a.people[one].pk for one in firms | {"class_teacher"}}
    assert expected <= told(day)
    assert not told(day) & {world_a.people[one].pk for one in ("apprentice", "guardian", "subject_teacher")}


def test_a_class_teacher_makes_a_day_for_herself_alone(world_a: World, client_of: Browser) -> None:
    browser = client_of(world_a.people["class_teacher"])
    form = page(browser, "consultation_new")
    assert world_a.people["subject_teacher"].name not in form
    sent = a_day(world_a) | {"teachers": [str(world_a.people["subject_teacher"].pk)]}
    assert browser.post(reverse("exchange:consultation_new"), sent).status_code == 422
    assert browser.post(reverse("exchange:consultation_new"), a_day(world_a)).status_code == 302


@pytest.mark.parametrize("capacity", ["subject_teacher", "trainer", "apprentice", "chamber_adviser"])
def test_nobody_else_makes_a_day(capacity: str, world_a: World, client_of: Browser) -> None:
    browser = client_of(world_a.people[capacity])
    assert "Sprechtag anlegen" not in page(browser, "consultations")
    assert browser.get(reverse("exchange:consultation_new")).status_code == 403
    assert browser.post(reverse("exchange:consultation_new"), a_day(world_a)).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day", "2001-01-01", "vorbei"),
        ("ends", "14:10", "passt kein Gespräch"),
        ("audience", [], "mindestens eine Gruppe"),
        ("bookable_until", "2099-01-01", "nicht danach"),
        ("title", "", "Namen"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(
    field: str, value: Any, sentence: str, world_a: World, client_of: Browser
) -> None:
    browser = client_of(world_a.people["head_of_school"])
    response = browser.post(reverse("exchange:consultation_new"), a_day(world_a) | {field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_times_of_an_open_day_stay(world_a: World, client_of: Browser) -> None:
    day, browser = opened(world_a), client_of(world_a.people["head_of_school"])
    book(world_a.people["trainer"], slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id)
    path = reverse("exchange:consultation_edit", args=[day.pk])
    said = a_day(world_a) | {"day_id": day.pk}
    response = browser.post(path, said | {"slot_minutes": "30"})
    assert response.status_code == 422
    assert "lassen sich nicht mehr ändern" in response.content.decode()
    forget(day)
    # Whoever is left out of the form stays: teachers and classes of an open day are only added.
    assert (
        browser.post(path, said | {"title": "Neuer Name", "audience": ["firms", "apprentices"]}).status_code
        == 302
    )
    with as_system(ACTOR):
        day.refresh_from_db()
        assert day.hosts.count() == 2
    assert day.title == "Neuer Name"
    assert len(held(day)) == 1
    assert told(day) == {
        world_a.people["apprentice"].pk,
        world_a.people["second_apprentice"].pk,
        world_a.pupil.pk,
    }


def test_a_draft_is_deleted_without_a_word(world_a: World, client_of: Browser) -> None:
    day, browser = made(world_a), client_of(world_a.people["head_of_school"])
    browser.post(reverse("exchange:consultation_cancel", args=[day.pk]))
    with as_system(ACTOR):
        assert not ConsultationDay.objects.filter(pk=day.pk).exists()
    assert told(day) == set()


def test_a_firm_is_told_that_the_day_is_called_off(world_a: World, client_of: Browser) -> None:
    day, trainer = opened(world_a), world_a.people["trainer"]
    booking = book(trainer, slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id)
    with standing_as(world_a.people["head_of_school"]):
        call_off_day(actor_of(world_a.people["head_of_school"]), day=day)
    browser = client_of(trainer)
    assert f"{day.title} ist abgesagt" in page(browser, "inbox")
    assert "Dieses Gespräch findet nicht statt" in page(browser, "consultation_booking", booking.pk)
    # Seen is done.
    assert trainer.pk not in told(day)


def test_the_calendar_file_names_nobody(world_a: World, client_of: Browser) -> None:
    day, trainer = opened(world_a, place="Hauptgebäude"), world_a.people["trainer"]
    booking = book(trainer, slots(day, world_a.people["class_teacher"])[0], world_a.first.room_id, "Zeugnis")
    response = client_of(trainer).get(reverse("exchange:consultation_calendar", args=[booking.pk]))
    text = response.content.decode().replace("\r\n ", "")
    assert response["Content-Type"].startswith("text/calendar")
    assert "LOCATION:Hauptgebäude" in text
    assert "STATUS:CONFIRMED" in text
    for secret in (
        trainer.name,
        world_a.people["class_teacher"].name,
        world_a.first.apprentice.name,
        "Zeugnis",
    ):
        assert secret not in text
    assert client_of(world_a.people["other_trainer"]).get(response.request["PATH_INFO"]).status_code == 404


def test_the_video_room_opens_ten_minutes_before(world_a: World, client_of: Browser, settings: Any) -> None:
    settings.VIDEO_URL, settings.VIDEO_SECRET = "https://bbb.example/bigbluebutton/", "secret"
    day, trainer = opened(world_a), world_a.people["trainer"]
    slot = slots(day, world_a.people["class_teacher"])[0]
    booking = book(trainer, slot, world_a.first.room_id)
    browser = client_of(trainer)
    assert "Videoraum" not in page(browser, "consultation_booking", booking.pk)
    with as_system(ACTOR):
        ConsultationHost.objects.filter(day=day).update(video=True)
    assert "Der Videoraum öffnet am" in page(browser, "consultation_booking", booking.pk)
    with standing_at(slot.starts_at - timedelta(minutes=10)):
        assert reverse("exchange:consultation_video", args=[booking.pk]) in page(
            browser, "consultation_booking", booking.pk
        )


def test_the_slot_of_another_day_is_not_booked_through_this_one(worlds: Worlds, client_of: Browser) -> None:
    day, other = opened(worlds.a), opened(worlds.a)
    slot = slots(other, worlds.a.people["class_teacher"])[0]
    browser = client_of(worlds.a.people["trainer"])
    assert browser.get(reverse("exchange:consultation_book", args=[day.pk, slot.pk])).status_code == 404


def test_who_may_not_sees_the_same_404_as_for_a_day_that_never_was(
    worlds: Worlds, client_of: Browser
) -> None:
    day = opened(worlds.a)
    for who in (worlds.b.people["trainer"], worlds.roomless["land"]):
        for day_id in (day.pk, new_id()):
            assert client_of(who).get(reverse("exchange:consultation_day", args=[day_id])).status_code == 404


@pytest.mark.parametrize("capacity", ["class_teacher", "subject_teacher"])
def test_the_apprentice_sees_that_the_teacher_looked(
    capacity: str, world_a: World, client_of: Browser
) -> None:
    day, teacher = opened(world_a), world_a.people[capacity]
    book(world_a.people["trainer"], slots(day, teacher)[0], world_a.first.room_id)
    host = host_at(day, world_a, capacity)
    show_before(client_of(teacher), reverse("exchange:consultation_host", args=[day.pk, host.pk]))
    seen = {category for viewer, category, _ in list_of(world_a.first.apprentice) if viewer == teacher.pk}
    assert "schedule" in seen
    # What is talked about is development, which subject teachers do not have there.
    assert ("development" in seen) == (capacity == "class_teacher")


@pytest.mark.parametrize("length", [15, 5])
def test_a_day_needs_the_same_few_queries_however_many_times_it_has(
    length: int, world_a: World, client_of: Browser
) -> None:
    day = opened(world_a, slot_minutes=length)
    first = slots(day, world_a.people["class_teacher"])[0]
    booking = book(world_a.people["trainer"], first, world_a.first.room_id)
    trainer, teacher = client_of(world_a.people["trainer"]), client_of(world_a.people["class_teacher"])
    office, host = client_of(world_a.people["head_of_school"]), host_at(day, world_a)
    free = slots(day, world_a.people["subject_teacher"])[1]
    assert queries(trainer, "consultations") <= MOST_IN_LISTS
    assert queries(trainer, "consultation_day", day.pk) <= MOST
    assert queries(trainer, "consultation_book", day.pk, free.pk) <= MOST
    assert queries(trainer, "consultation_booking", booking.pk) <= MOST
    assert queries(trainer, "consultation_move", booking.pk) <= MOST
    assert queries(teacher, "consultation_host", day.pk, host.pk) <= MOST
    assert queries(office, "consultation_manage", day.pk) <= MOST
    assert queries(office, "consultation_edit", day.pk) <= MOST
    assert queries(office, "consultations") <= MOST_IN_LISTS
