"""Pages of appointments: what is offered, what is said, what a second click does, and how many statements they send."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import icalendar
import pytest
import requests
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.clients import show_before, standing_as
from tests.exchange.appointments.scenes import TALK, answers_of, at, in_class, invited_by, told
from tests.exchange.video.server import SECRET, VideoServer, serving
from tests.worlds import World
from zweiklang.exchange.appointments.answering import answer
from zweiklang.exchange.appointments.services import cancel
from zweiklang.exchange.models import Appointment, AppointmentOption, Invitee
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.clock import BERLIN, now, standing_at
from zweiklang.people.public import Person, actor_of

type Browsers = Callable[[Person | None], Client]
# What names the transaction's person and role, and opens savepoints.
BACKGROUND = (
    "SAVEPOINT",
    "RELEASE",
    "BEGIN",
    "COMMIT",
    "SET LOCAL",
    "SELECT set_config",
    "SELECT current_setting",
)


def _page(appointment: Appointment, name: str = "appointment") -> str:
    return reverse(f"exchange:{name}", args=[appointment.room_id])


def _form(world: World, *people: Person, **changes: str) -> dict[str, object]:
    starts = at(7)[0]
    return {
        "id": "01900000-0000-7000-8000-00000000f001",
        "kind": "meeting",
        "title": "Zwischenstand",
        "text": "",
        "place": "Raum 204",
        "day1": starts.date().isoformat(),
        "from1": "14:00",
        "to1": "15:00",
        "people": [str(one.pk) for one in people],
        **changes,
    }


@pytest.fixture
def peer(settings: Settings) -> Iterator[VideoServer]:
    with serving() as found:
        settings.VIDEO_URL, settings.VIDEO_SECRET = found.url, SECRET
        yield found


def test_the_right_people_are_chosen_already(world_a: World, client_of: Browsers) -> None:
    text = (
        client_of(world_a.people["trainer"])
        .get(reverse("exchange:new_appointment_in", args=[world_a.first.room_id]))
        .content.decode()
    )
    chosen = set(re.findall(r'name="people" value="([^"]+)"[^>]*checked', text))
    offered = set(re.findall(r'name="people" value="([^"]+)"', text))
    roles = world_a.people
    assert {
        str(roles["apprentice"].pk),
        str(roles["class_teacher"].pk),
        str(roles["deputy_trainer"].pk),
    } <= chosen
    assert str(roles["guardian"].pk) in offered - chosen
    assert str(roles["trainer"].pk) not in offered
    assert str(roles["other_trainer"].pk) not in offered


def test_invitation_is_made_once_however_often_it_is_sent(world_a: World, client_of: Browsers) -> None:
    browser = client_of(world_a.people["trainer"])
    address = reverse("exchange:new_appointment_in", args=[world_a.first.room_id])
    form = _form(world_a, world_a.people["apprentice"])
    first, second = (browser.post(address, form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    with as_system("tests"):
        found = Appointment.objects.get(pk=form["id"])
    assert (found.starts_at, found.ends_at) == at(7)
    assert found.state == "fixed"


def test_second_time_makes_a_poll(world_a: World, client_of: Browsers) -> None:
    day = at(8)[0].date().isoformat()
    form = _form(world_a, world_a.people["apprentice"], day2=day, from2="9:00", to2="10:00")
    address = reverse("exchange:new_appointment_in", args=[world_a.first.room_id])
    client_of(world_a.people["trainer"]).post(address, form)
    with as_system("tests"):
        assert AppointmentOption.objects.filter(room__in=_room_of(form)).count() == 2


def _room_of(form: dict[str, object]) -> list[UUID]:
    return list(Appointment.objects.filter(pk=form["id"]).values_list("room_id", flat=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "worum es geht"),
        ({"day1": ""}, "Bitte ein Datum angeben"),
        ({"to1": "13:00"}, "Das Ende liegt vor dem Anfang"),
        ({"day2": "2099-01-01"}, "Tag, Anfang und Ende"),
        ({"place": ""}, "wo Sie sich treffen"),
        ({"seats": "0"}, "1"),
        ({"day1": "1999-01-01"}, "Bitte ein Datum angeben"),
    ],
)
def test_form_says_what_is_missing_and_keeps_what_was_typed(
    world_a: World, client_of: Browsers, changes: dict[str, str], words: str
) -> None:
    form = _form(world_a, world_a.people["apprentice"], text="Bitte Berichtsheft mitbringen") | changes
    address = reverse("exchange:new_appointment_in", args=[world_a.first.room_id])
    response = client_of(world_a.people["trainer"]).post(address, form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Bitte Berichtsheft mitbringen" in response.content.decode()
    with as_system("tests"):
        assert not Appointment.objects.filter(pk=form["id"]).exists()


def test_page_of_a_hidden_list_names_nobody_of_the_other_firm(world_a: World, client_of: Browsers) -> None:
    first, second = in_class(world_a)
    found = invited_by(
        world_a.people["class_teacher"], world_a.school_class.room_id, [first, second], times=[at(3), at(4)]
    )
    text = client_of(first).get(_page(found)).content.decode()
    assert second.name not in text
    assert str(second.pk) not in text
    text = client_of(world_a.people["class_teacher"]).get(_page(found)).content.decode()
    assert second.name in text
    assert first.name in text


def test_poll_is_answered_and_fixed_by_its_forms(world_a: World, client_of: Browsers) -> None:
    first, second = in_class(world_a)
    teacher = world_a.people["class_teacher"]
    found = invited_by(teacher, world_a.school_class.room_id, [first, second], times=[at(3), at(4)])
    page = client_of(first).get(_page(found)).content.decode()
    names = list(dict.fromkeys(re.findall(r'type="radio" name="([0-9a-f]{32})"', page)))
    assert len(names) == 2
    client_of(first).post(_page(found, "say_times"), {names[0]: "no", names[1]: "yes"})
    organiser = client_of(teacher)
    assert "passt am besten" in organiser.get(_page(found)).content.decode()
    for _ in range(2):  # the second click changes nothing
        response = organiser.post(_page(found, "fix_time"), {"option": str(UUID(names[1]))}, follow=True)
        assert response.status_code == 200
    with as_system("tests"):
        found.refresh_from_db()
    assert (found.state, found.starts_at, found.sequence) == ("fixed", at(4)[0], 1)
    assert answers_of(found)[first.pk] == "accepted"


def test_what_no_form_of_ours_sends_is_answered_in_words(world_a: World, client_of: Browsers) -> None:
    first, _ = in_class(world_a)
    teacher = world_a.people["class_teacher"]
    found = invited_by(teacher, world_a.school_class.room_id, in_class(world_a), times=[at(3), at(4)])
    browser = client_of(teacher)
    for option in ("", "x", "01900000-0000-7000-8000-000000000000"):
        response = browser.post(_page(found, "fix_time"), {"option": option}, follow=True)
        assert "inzwischen geändert" in response.content.decode()
    guest = client_of(first)
    assert guest.post(_page(found, "fix_time"), {"option": str(found.pk)}).status_code == 403
    assert guest.post(_page(found, "answer_invitation"), {"answer": "none"}).status_code == 302
    assert guest.post(_page(found, "say_times"), {}).status_code == 302
    with as_system("tests"):
        found.refresh_from_db()
    assert found.state == "polling"


def test_looking_at_it_is_enough_for_the_notice(world_a: World, client_of: Browsers) -> None:
    trainer = world_a.people["trainer"]
    found = invited_by(world_a.people["class_teacher"], world_a.first.room_id, [trainer])
    browser = client_of(trainer)
    assert TALK.title in browser.get(reverse("exchange:inbox")).content.decode()
    browser.get(_page(found))
    assert told(found) == set()


def test_answering_by_the_buttons(world_a: World, client_of: Browsers) -> None:
    trainer = world_a.people["trainer"]
    found = invited_by(world_a.people["class_teacher"], world_a.first.room_id, [trainer])
    browser = client_of(trainer)
    for says, words in (("accepted", "Sie haben zugesagt"), ("declined", "Sie haben abgesagt")):
        response = browser.post(_page(found, "answer_invitation"), {"answer": says, "seen": "0"}, follow=True)
        assert words in response.content.decode()
        assert answers_of(found)[trainer.pk] == says
    late = browser.post(_page(found, "answer_invitation"), {"answer": "accepted", "seen": "7"}, follow=True)
    assert "inzwischen geändert" in late.content.decode()


def test_change_by_the_form_keeps_the_time_that_was_shown(world_a: World, client_of: Browsers) -> None:
    teacher = world_a.people["class_teacher"]
    found = invited_by(teacher, world_a.first.room_id, [world_a.people["trainer"]])
    browser = client_of(teacher)
    page = browser.get(_page(found, "change_appointment")).content.decode()
    assert f'value="{at(7)[0].date().isoformat()}"' in page
    form = _form(world_a, place="Halle 3", title=TALK.title, seen="0")
    assert browser.post(_page(found, "change_appointment"), form).status_code == 302
    with as_system("tests"):
        found.refresh_from_db()
    assert (found.place, found.starts_at, found.sequence) == ("Halle 3", at(7)[0], 1)
    late = browser.post(_page(found, "change_appointment"), form | {"place": "Halle 4"})
    assert late.status_code == 422
    assert "inzwischen geändert" in late.content.decode()


def test_pages_of_what_is_called_off_lead_back_and_say_so(world_a: World, client_of: Browsers) -> None:
    teacher = world_a.people["class_teacher"]
    found = invited_by(teacher, world_a.first.room_id, [world_a.people["trainer"]])
    with standing_as(teacher):
        cancel(actor_of(teacher), room_id=found.room_id)
    browser = client_of(teacher)
    for name in ("change_appointment", "invite_more", "cancel_appointment"):
        response = browser.get(_page(found, name), follow=True)
        assert response.status_code == 200
        assert "Dieser Termin ist abgesagt." in response.content.decode()


def test_further_people_are_invited_by_their_form(world_a: World, client_of: Browsers) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    found = invited_by(teacher, world_a.first.room_id, [trainer])
    browser = client_of(teacher)
    assert str(trainer.pk) not in browser.get(_page(found, "invite_more")).content.decode()
    browser.post(_page(found, "invite_more"), {"people": [str(world_a.people["apprentice"].pk)]})
    assert set(answers_of(found)) == {trainer.pk, world_a.people["apprentice"].pk}
    assert browser.post(_page(found, "invite_more"), {"people": [str(trainer.pk)]}).status_code == 422


def _event(browser: Client, found: Appointment) -> icalendar.Event:
    response = browser.get(_page(found, "appointment_file"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    return event


def test_file_for_the_calendar_tells_the_version_the_answer_and_that_it_is_called_off(
    world_a: World, client_of: Browsers
) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    found = invited_by(teacher, world_a.first.room_id, [trainer])
    browser = client_of(trainer)
    first = _event(browser, found)
    assert (first["DTSTART"].dt, int(first["SEQUENCE"]), str(first["STATUS"])) == (at(7)[0], 0, "TENTATIVE")
    with standing_as(trainer):
        answer(actor_of(trainer), room_id=found.room_id, answer="accepted")
    assert str(_event(browser, found)["STATUS"]) == "CONFIRMED"
    with standing_as(teacher):
        cancel(actor_of(teacher), room_id=found.room_id)
    last = _event(browser, found)
    assert (str(last["STATUS"]), int(last["SEQUENCE"]), last["UID"]) == ("CANCELLED", 1, first["UID"])


def test_video_room_lets_the_invited_in_behind_whoever_leads(
    world_a: World, client_of: Browsers, peer: VideoServer
) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    found = invited_by(
        teacher, world_a.first.room_id, [trainer], terms=replace(TALK, place="", video=True), times=[at(1)]
    )
    organiser, guest = client_of(teacher), client_of(trainer)
    early = guest.get(_page(found, "appointment_video"))
    assert early.status_code == 409
    assert "öffnet am" in early.content.decode()
    assert peer.calls == []
    with standing_at(at(1)[0] - timedelta(minutes=9)):
        assert "noch nicht begonnen" in guest.get(_page(found, "appointment_video")).content.decode()
        way_in = organiser.get(_page(found, "appointment_video"))
        assert way_in.status_code == 302
        requests.get(way_in["Location"], timeout=5)
        requests.get(guest.get(_page(found, "appointment_video"))["Location"], timeout=5)
        guest.post(_page(found, "answer_invitation"), {"answer": "declined", "seen": "0"})
        assert "Sie haben abgesagt" in guest.get(_page(found, "appointment_video")).content.decode()
    (meeting,) = peer.meetings.values()
    assert meeting.people == [(teacher.name, "MODERATOR"), (trainer.name, "VIEWER")]


def test_calling_off_closes_the_video_room(
    world_a: World, client_of: Browsers, peer: VideoServer, django_capture_on_commit_callbacks
) -> None:
    teacher = world_a.people["class_teacher"]
    found = invited_by(
        teacher,
        world_a.first.room_id,
        [world_a.people["trainer"]],
        terms=replace(TALK, video=True),
        times=[(now() + timedelta(minutes=5), now() + timedelta(hours=1))],
    )
    browser = client_of(teacher)
    assert browser.get(_page(found, "appointment_video")).status_code == 302
    assert len(peer.meetings) == 1
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(_page(found, "cancel_appointment"))
    assert peer.meetings == {}
    assert browser.get(_page(found, "appointment_video")).status_code == 409


def test_without_a_video_server_none_is_offered(
    world_a: World, client_of: Browsers, settings: Settings
) -> None:
    settings.VIDEO_URL = settings.VIDEO_SECRET = ""
    address = reverse("exchange:new_appointment_in", args=[world_a.first.room_id])
    text = client_of(world_a.people["trainer"]).get(address).content.decode()
    assert 'name="video"' not in text
    assert "keine Videokonferenz eingerichtet" in text


def test_mails_and_notices_outside_say_nothing_of_it(world_a: World) -> None:
    from zweiklang.people.models import OutgoingMail

    trainer = world_a.people["trainer"]
    invited_by(world_a.people["class_teacher"], world_a.first.room_id, [trainer])
    with as_system("tests"):
        for mail in OutgoingMail.objects.all():
            assert TALK.title not in mail.subject + mail.text


def _statements(browser: Client, path: str) -> int:
    show_before(browser, path)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len([one for one in found.captured_queries if not one["sql"].startswith(BACKGROUND)])


def test_pages_send_few_statements_however_many_there_are(world_a: World, client_of: Browsers) -> None:
    teacher, people = world_a.people["class_teacher"], in_class(world_a)
    room = world_a.school_class.room_id
    poll = invited_by(teacher, room, people, times=[at(3), at(4)])
    talk = invited_by(teacher, room, people, terms=replace(TALK, seats=3))
    guest, organiser = client_of(people[0]), client_of(teacher)
    pages = [
        (guest, reverse("exchange:appointments"), 8),
        (organiser, reverse("exchange:appointments"), 8),
        (organiser, reverse("exchange:new_appointment"), 8),
        (organiser, reverse("exchange:new_appointment_in", args=[room]), 12),
        (guest, _page(poll), 12),
        (organiser, _page(poll), 12),
        (guest, _page(talk), 12),
        (organiser, _page(talk), 12),
        (organiser, _page(talk, "change_appointment"), 8),
        (organiser, _page(talk, "invite_more"), 12),
    ]
    before = [_statements(browser, path) for browser, path, _ in pages]
    assert all(count <= most for count, (_, _, most) in zip(before, pages, strict=True)), before
    for number in range(4):
        invited_by(teacher, room, people, times=[at(5 + number), at(12 + number)])
    with as_system("tests"):
        Invitee.objects.bulk_create(
            Invitee(room_id=one.room_id, person=person)
            for one in (poll, talk)
            for person in (world_a.people["apprentice"], world_a.people["second_apprentice"])
        )
    assert [_statements(browser, path) for browser, path, _ in pages] == before


def test_times_are_hesse_s_whatever_the_server_s_clock(world_a: World, client_of: Browsers) -> None:
    found = invited_by(world_a.people["class_teacher"], world_a.first.room_id, [world_a.people["trainer"]])
    assert found.starts_at
    assert found.starts_at.astimezone(BERLIN).hour == 14
    assert "14:00 bis 15:00" in client_of(world_a.people["trainer"]).get(_page(found)).content.decode()


def test_own_appointments_stand_in_the_calendar_and_nobody_else_s(
    world_a: World, client_of: Browsers
) -> None:
    people = world_a.people
    found = invited_by(
        people["class_teacher"], world_a.first.room_id, [people["trainer"], people["apprentice"]]
    )
    day = f"?tag={at(7)[0].date().isoformat()}"
    week = reverse("calendar:room_week", args=[world_a.first.room_id]) + day
    own = {
        "trainer": reverse("calendar:people") + day,
        "class_teacher": reverse("calendar:lessons") + day,
        "apprentice": week,
    }
    for role, path in own.items():
        assert _page(found) in client_of(people[role]).get(path).content.decode(), role
    assert _page(found) not in client_of(people["trainer"]).get(week).content.decode()
    assert _page(found) not in client_of(people["deputy_trainer"]).get(own["trainer"]).content.decode()
