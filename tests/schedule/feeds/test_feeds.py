"""Calendar feeds: what stands in them for whom, what never does, and how they end."""

import hashlib
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from tests.clients import standing_as
from tests.rooms.looking import list_of
from tests.schedule.feeds.subscribing import asked, events_in, made, of_day, path_in, signed_in, summaries
from tests.world_days import cancelled_monday
from tests.worlds import ACTOR, Worlds
from zweiklang.apprenticeships.public import end_contract
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import Scope, as_system
from zweiklang.schedule.feeds.answering import MOST
from zweiklang.schedule.feeds.selectors import material_of
from zweiklang.schedule.models import CalendarFeed, Lesson, LessonChange, ScheduleChange

SCHOOL = "Berufsschule"


def _feeds(person: Person) -> list[CalendarFeed]:
    with as_system(ACTOR):
        return list(CalendarFeed.objects.filter(person=person).order_by("made_at"))


# --- What stands in it --------------------------------------------------------------------------------------------


def test_an_apprentice_gets_school_days_without_subjects_and_without_anybodys_name(worlds: Worlds) -> None:
    response = asked(made(worlds.a.people["apprentice"]))
    assert summaries(response) >= {SCHOOL, "Überbetrieblicher Kurs", "Prüfung"}
    text = response.content.decode()
    for secret in (
        "Deutsch",
        "Programmieren",
        "Klassenarbeit",
        "Metall",
        worlds.a.school_class.label,
        worlds.a.school.name,
    ):
        assert secret not in text
    for person in worlds.a.people.values():
        assert person.family_name not in text
        assert str(person.pk) not in text


def test_subjects_and_names_are_there_once_they_are_switched_on(worlds: Worlds) -> None:
    with as_system(ACTOR):
        Lesson.objects.filter(room_id=worlds.a.school_class.room_id).update(teachers=["MÜL"])
    path = made(worlds.a.people["apprentice"], with_subjects="on")
    text = asked(path).content.decode()
    assert "Programmieren" in text
    assert "Klassenarbeit" in text
    assert "MÜL" not in text
    both = asked(made(worlds.a.people["apprentice"], with_subjects="on", with_names="on")).content.decode()
    assert "MÜL" in both


def test_a_day_without_any_lesson_is_cancelled_and_says_so(worlds: Worlds) -> None:
    with as_system(ACTOR):
        LessonChange.objects.filter(room_id=worlds.a.school_class.room_id).update(length=2)
    response = asked(made(worlds.a.people["apprentice"]))
    [day] = [one for one in of_day(response, cancelled_monday()) if "fällt" in str(one["SUMMARY"])]
    assert (str(day["SUMMARY"]), str(day["STATUS"])) == ("Berufsschule fällt aus", "CANCELLED")


def test_versions_and_dates_come_from_what_people_were_told_of(worlds: Worlds) -> None:
    path = made(worlds.a.people["apprentice"])
    before = {str(one["UID"]): one for one in events_in(asked(path))}
    told = cancelled_monday() + timedelta(days=2)
    with as_system(ACTOR):
        change = ScheduleChange.objects.create(
            room_id=worlds.a.school_class.room_id,
            batch=new_id(),
            first_day=told,
            last_day=told,
            what="changed",
            new="2. Stunde",
        )
    response = asked(path)
    after = {str(one["UID"]): one for one in events_in(response)}
    assert set(after) == set(before)
    [changed] = [uid for uid in after if after[uid].to_ical() != before[uid].to_ical()]
    assert after[changed]["SEQUENCE"] == before[changed]["SEQUENCE"] + 1
    assert after[changed]["LAST-MODIFIED"].dt == change.made_at.replace(microsecond=0)
    assert after[changed] in of_day(response, told)


def test_a_firm_of_several_gets_a_number_and_no_name(worlds: Worlds) -> None:
    manager, trained = worlds.a.people["training_manager"], worlds.a.first
    with as_system(ACTOR):
        assert trained.contract.firm_id == worlds.a.first.firm.organisation.pk
    alone = asked(made(manager))
    assert SCHOOL in summaries(alone)
    assert trained.apprentice.family_name not in alone.content.decode()
    assert trained.apprentice.name in asked(made(manager, with_names="on")).content.decode().replace(
        "\r\n ", ""
    )


def test_a_teachers_feed_holds_the_own_lessons_alone(worlds: Worlds) -> None:
    teacher = worlds.a.people["subject_teacher"]
    room = worlds.a.school_class.room_id
    with as_system(ACTOR):
        assignment = worlds.a.school_class.teaching_assignments.get(person=teacher)
        assignment.code = "ABC"
        assignment.save(update_fields=["code"])
        Lesson.objects.filter(room_id=room, subject="Programmieren").update(teachers=["ABC"])
        Lesson.objects.filter(room_id=room, subject="Deutsch").update(teachers=["XYZ"])
    response = asked(made(teacher, with_subjects="on"))
    assert "Programmieren" in summaries(response)
    assert "Deutsch" not in response.content.decode()
    assert worlds.a.school_class.label not in response.content.decode()
    named = asked(made(teacher, with_names="on"))
    assert f"Unterricht ({worlds.a.school_class.label})" in summaries(named)


def test_the_crossing_person_gets_both_halves_and_nobody_elses(worlds: Worlds) -> None:
    text = asked(made(worlds.crossing.person, with_names="on", with_subjects="on")).content.decode()
    unfolded = text.replace("\r\n ", "")
    assert worlds.crossing.trains.apprentice.name in unfolded
    others = {
        worlds.a.first.apprentice,
        worlds.a.second.apprentice,
        worlds.b.first.apprentice,
        worlds.b.second.apprentice,
    }
    for other in others - {worlds.crossing.trains.apprentice}:
        assert other.name not in unfolded


@pytest.mark.parametrize("persona", ["head_of_school", "chamber_adviser"])
def test_somebody_without_days_of_their_own_gets_an_empty_calendar(worlds: Worlds, persona: str) -> None:
    assert events_in(asked(made(worlds.a.people[persona], with_names="on"))) == []


# --- How it ends --------------------------------------------------------------------------------------------------


def test_the_address_of_an_ended_feed_answers_like_one_that_never_was(worlds: Worlds) -> None:
    person = worlds.a.people["apprentice"]
    path = made(person)
    assert signed_in(person).post(reverse("feeds:end", args=[_feeds(person)[0].pk])).status_code == 302
    ended, never = asked(path), asked("/kalender/abo/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics")
    assert (ended.status_code, ended.content, sorted(ended.headers.items())) == (
        never.status_code,
        never.content,
        sorted(never.headers.items()),
    )
    assert never.status_code == 404


def test_a_new_address_ends_the_old_one_and_keeps_what_is_switched_on(worlds: Worlds) -> None:
    person = worlds.a.people["apprentice"]
    old = made(person, with_subjects="on")
    [feed] = _feeds(person)
    renewed = signed_in(person).post(reverse("feeds:renew", args=[feed.pk]), {"seen": feed.token_digest[:12]})
    new = path_in(renewed)
    assert asked(old).status_code == 404
    assert "Programmieren" in asked(new).content.decode()
    # A page that is loaded again does not take the address away that was just copied.
    again = signed_in(person).post(reverse("feeds:renew", args=[feed.pk]), {"seen": feed.token_digest[:12]})
    assert again.status_code == 302
    assert asked(new).status_code == 200


def test_whoever_can_no_longer_sign_in_has_no_feed(worlds: Worlds) -> None:
    person = worlds.a.people["apprentice"]
    path = made(person)
    with as_system(ACTOR):
        Person.objects.filter(pk=person.pk).update(is_active=False)
    assert asked(path).status_code == 404


def test_when_the_contract_ends_the_firms_feed_is_empty_the_same_day(worlds: Worlds) -> None:
    trainer, contract = worlds.a.people["trainer"], worlds.a.first.contract
    path = made(trainer, with_names="on", with_subjects="on")
    assert events_in(asked(path))
    end_contract(ACTOR, contract=contract, last_day=today() - timedelta(days=1))
    assert events_in(asked(path)) == []


# --- Who may what -------------------------------------------------------------------------------------------------


def test_nobody_reads_changes_renews_or_ends_the_feed_of_another(worlds: Worlds) -> None:
    owner, attacker = worlds.a.people["apprentice"], signed_in(worlds.a.people["class_teacher"])
    path = made(owner)
    [feed] = _feeds(owner)
    before = (feed.token_digest, feed.with_names, feed.revoked_at, feed.label)
    assert attacker.get(reverse("feeds:change", args=[feed.pk])).status_code == 404
    said = {"label": "x", "with_names": "on"}
    assert attacker.post(reverse("feeds:change", args=[feed.pk]), said).status_code == 404
    attacker.post(reverse("feeds:renew", args=[feed.pk]), {"seen": feed.token_digest[:12]})
    attacker.post(reverse("feeds:end", args=[feed.pk]))
    [feed] = _feeds(owner)
    assert (feed.token_digest, feed.with_names, feed.revoked_at, feed.label) == before
    assert asked(path).status_code == 200


def test_a_feed_of_another_cannot_be_made_by_its_id(worlds: Worlds) -> None:
    made(worlds.a.people["apprentice"])
    [feed] = _feeds(worlds.a.people["apprentice"])
    attacker = worlds.a.people["trainer"]
    taken = signed_in(attacker).post(reverse("feeds:feeds"), {"feed_id": str(feed.pk)})
    assert taken.status_code == 422
    assert _feeds(attacker) == []


def test_sending_the_form_twice_makes_one_feed(worlds: Worlds) -> None:
    person, said = worlds.a.people["trainer"], {"feed_id": str(new_id()), "label": "Handy"}
    first = signed_in(person).post(reverse("feeds:feeds"), said)
    second = signed_in(person).post(reverse("feeds:feeds"), said)
    assert (first.status_code, second.status_code) == (200, 422)
    assert len(_feeds(person)) == 1
    assert asked(path_in(first)).status_code == 200


def test_the_eleventh_feed_is_one_too_many(worlds: Worlds) -> None:
    person = worlds.a.people["trainer"]
    for _ in range(10):
        made(person)
    response = signed_in(person).post(reverse("feeds:feeds"), {"feed_id": str(new_id())})
    assert response.status_code == 422
    assert "schon 10 Abos" in response.content.decode()
    assert len(_feeds(person)) == 10


def test_the_secret_is_stored_nowhere_and_shown_once(worlds: Worlds) -> None:
    person = worlds.a.people["apprentice"]
    token = made(person).rpartition("/")[2].removesuffix(".ics")
    [feed] = _feeds(person)
    assert feed.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43  # 256 bits
    for page in (reverse("feeds:feeds"), reverse("feeds:change", args=[feed.pk])):
        assert token not in signed_in(person).get(page).content.decode()


@pytest.mark.parametrize("label", ["a\r\nX-EVIL:1\r\nBEGIN:VEVENT", "\u2028neu\u0000\x1b[31m", 'b";c,d\\n:e'])
def test_no_label_begins_a_line_of_its_own(worlds: Worlds, label: str) -> None:
    person = worlds.a.people["apprentice"]
    made(person)
    [feed] = _feeds(person)
    signed_in(person).post(reverse("feeds:change", args=[feed.pk]), {"label": label})
    renewed = signed_in(person).post(reverse("feeds:renew", args=[feed.pk]), {"seen": feed.token_digest[:12]})
    response = asked(path_in(renewed))
    lines = response.content.decode().split("\r\n")
    assert not any(line.startswith("X-EVIL") for line in lines)
    calendar = Calendar.from_ical(response.content)
    assert str(calendar["X-WR-CALNAME"]).isprintable()
    assert all("\n" not in value for value in response.headers.values())


# --- What a program gets ------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(worlds: Worlds) -> None:
    path = made(worlds.a.people["apprentice"])
    first = asked(path)
    again = asked(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    weak = asked(path, if_none_match=f"W/{first['ETag']}")
    assert weak.status_code == 304
    assert asked(path, if_none_match=f'"anders", {first["ETag"]}').status_code == 304
    assert asked(path, if_none_match='"anders"').status_code == 200
    [feed] = _feeds(worlds.a.people["apprentice"])
    said = {"label": "Anders", "with_subjects": "on"}
    signed_in(worlds.a.people["apprentice"]).post(reverse("feeds:change", args=[feed.pk]), said)
    assert asked(path, if_none_match=first["ETag"]).status_code == 200
    signed_in(worlds.a.people["apprentice"]).post(reverse("feeds:change", args=[feed.pk]), {"label": ""})
    assert asked(path).content == first.content
    assert "private" in first["Cache-Control"]
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in first.headers


def test_lines_are_folded_and_end_as_the_standard_wants(worlds: Worlds) -> None:
    body = asked(made(worlds.a.people["apprentice"], with_subjects="on", label="Ä" * 60)).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin" in body
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in body


def test_too_many_fetches_of_one_address_are_turned_away_and_others_are_not(worlds: Worlds) -> None:
    path, other = made(worlds.a.people["head_of_school"]), made(worlds.a.people["chamber_adviser"])
    answers = [asked(path).status_code for _ in range(MOST + 1)]
    assert answers == [200] * MOST + [429]
    assert asked(other).status_code == 200


def test_the_list_says_when_an_address_was_last_fetched(worlds: Worlds) -> None:
    person = worlds.a.people["apprentice"]
    path = made(person)
    assert "noch nie abgeholt" in _list(person)
    asked(path)
    assert "zuletzt abgeholt am" in _list(person)


def _list(person: Person) -> str:
    return str(signed_in(person).get(reverse("feeds:feeds")).content.decode())


def test_no_secret_stands_in_the_log(worlds: Worlds, caplog: pytest.LogCaptureFixture) -> None:
    person = worlds.a.people["apprentice"]
    path = made(person)
    token = path.rpartition("/")[2].removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        signed_in(person).post(reverse("feeds:end", args=[_feeds(person)[0].pk]))
        asked(path)
        signed_in(person).post(path)
    assert token not in caplog.text


def test_the_apprentice_can_see_that_the_firm_fetched_her_days(worlds: Worlds) -> None:
    trainer, apprentice = worlds.a.people["trainer"], worlds.a.first.apprentice
    assert trainer.pk not in {viewer for viewer, _, _ in list_of(apprentice)}
    asked(made(trainer))
    assert (trainer.pk, str(Scope.SCHEDULE), "trainer") in list_of(apprentice)


def test_a_feed_asks_the_database_seven_times_however_many_days_it_has(worlds: Worlds) -> None:
    person = worlds.crossing.person  # has both: apprentices and classes
    with standing_as(person), CaptureQueriesContext(connection) as queries:
        material_of(person.pk)
    assert len(queries) == 7, "\n".join(one["sql"] for one in queries)
