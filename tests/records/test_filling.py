"""A week fills itself: proposals are taken or refused, and what the school says stays the school's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.privacy.deciding import school_decides
from tests.records.fields import FieldSaver
from tests.records.filled import changed, lines, page, press, released, removed, said, week_of, week_url
from tests.worlds import ACTOR, Apprenticeship, World, Worlds

from zweiklang.kernel import formats
from zweiklang.kernel.clock import BERLIN, standing_at, today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person
from zweiklang.records.public import Line, Week, digest_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Course, Lesson, SchoolPeriod
from zweiklang.schedule.public import Absence, LessonTopic

type Clients = Callable[[Person | None], Client]
type Standing = Callable[[Person | None], AbstractContextManager[None]]
WORDS = "LF 6 · Programmieren · Felder"
CERTIFIED = "Unterrichtsthema laut Klassenbuch, freigegeben am"


@pytest.fixture(autouse=True)
def no_timetable(worlds: Worlds) -> None:
    """Nothing but topics and absences is known; what lessons add is in test_filling_from_calendar."""
    with as_system(ACTOR):
        Lesson.objects.all().delete()
        SchoolPeriod.objects.all().delete()
        Course.objects.all().delete()


@pytest.fixture
def first(world_a: World) -> Apprenticeship:
    return world_a.first


@pytest.fixture
def apprentice(first: Apprenticeship, client_of: Clients) -> Client:
    return client_of(first.apprentice)


@pytest.fixture
def topic(world_a: World) -> LessonTopic:
    return released(world_a)


@pytest.fixture
def taken(apprentice: Client, first: Apprenticeship, topic: LessonTopic) -> Line:
    press(apprentice, first, take=f"topic:{topic.pk}")
    return next(line for line in lines(first) if line.topic)


def test_a_released_topic_is_proposed_and_nothing_is_written_by_looking(
    apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    shown = page(apprentice, first)
    assert WORDS in shown
    assert "Vorschlag aus dem Klassenbuch" in shown
    assert f"{CERTIFIED} {formats.day_long(today())}" in shown
    assert "Anfragen bearbeiten" in shown
    assert week_of(first) is None


def test_a_topic_the_school_keeps_from_firms_is_not_proposed(
    apprentice: Client, first: Apprenticeship, world_a: World
) -> None:
    released(world_a, opened=False)
    assert WORDS not in page(apprentice, first)


def test_where_teachers_release_one_by_one_only_released_topics_are_proposed(
    apprentice: Client, first: Apprenticeship, world_a: World
) -> None:
    school_decides(world_a, "lessons", "teacher")
    released(world_a, "Rekursion", opened=False)
    changed(released(world_a, opened=False), released_on=today())
    shown = page(apprentice, first)
    assert WORDS in shown
    assert "Rekursion" not in shown


def test_a_taken_topic_is_a_line_with_the_schools_words_and_its_learning_field(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    assert (taken.school_text, taken.text, taken.place) == (WORDS, "", "school")
    assert (taken.day, taken.released_on, taken.topic) == (today(), today(), topic.pk)
    assert len(taken.plan_items) == 1
    shown = page(apprentice, first)
    assert "Vorschlag aus dem Klassenbuch" not in shown
    assert "von der Schule" in shown


def test_taking_twice_makes_one_line(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    answer = press(apprentice, first, take=f"topic:{topic.pk}")
    assert "steht schon in der Woche" in answer.content.decode()
    assert said(lines(first)) == [(WORDS, "", topic.pk)]


def test_everything_is_taken_at_once_but_not_an_absence(
    apprentice: Client, first: Apprenticeship, world_a: World
) -> None:
    # The week before this one: on a Monday this one has no other day that is not still to come. Nothing is written on its Thursday.
    missed = monday_of(today()) - timedelta(days=7)
    with standing_at(datetime.combine(missed, time(9), BERLIN)):
        school_decides(world_a, "lessons", "open")
    with as_system(ACTOR):
        LessonTopic.objects.filter(room_id=world_a.school_class.room_id).delete()
        Absence.objects.filter(room_id=first.room_id).delete()
        Absence.objects.create(
            room_id=first.room_id, day=missed, kind="absent", recorded_by=world_a.people["class_teacher"]
        )
    for words in ("Felder", "Rekursion"):
        released(world_a, words, opened=False, day=missed + timedelta(days=3))
    assert "Vorschlag aus den Fehlzeiten" in page(apprentice, first, missed)
    answer = press(apprentice, first, missed, take="all").content.decode()
    assert "2 Zeilen übernommen." in answer
    assert "Vorschlag aus den Fehlzeiten" in answer
    press(apprentice, first, missed, take=f"absent:{missed.isoformat()}")
    assert "Gefehlt" in [line.text for line in lines(first, missed)]


def test_what_was_typed_in_the_form_is_kept_when_a_proposal_is_taken(
    apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    name = f"line_{uuid4()}_{today().isoformat()}_text"
    press(apprentice, first, take=f"topic:{topic.pk}", **{name: "Kabel verlegt", f"base_{name}": ""})
    assert sorted(said(lines(first))) == sorted([("", "Kabel verlegt", None), (WORDS, "", topic.pk)])


def test_a_refused_proposal_does_not_come_back_until_it_is_wanted(
    apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    press(apprentice, first, refuse=f"topic:{topic.pk}")
    assert WORDS not in page(apprentice, first)
    press(apprentice, first, take="all")
    assert lines(first) == []
    press(apprentice, first, offer="1")
    assert WORDS in page(apprentice, first)


@pytest.mark.parametrize("way", ["refuse", "remove"])
def test_a_firm_does_not_read_of_an_absence_in_what_was_refused(
    way: str, apprentice: Client, first: Apprenticeship, as_person: Standing
) -> None:
    missed = monday_of(today())
    with as_system(ACTOR):
        Absence.objects.filter(room_id=first.room_id).delete()
        Absence.objects.create(room_id=first.room_id, day=missed, kind="absent")
    key = f"absent:{missed.isoformat()}"
    if way == "remove":
        press(apprentice, first, take=key)
        press(apprentice, first, remove=lines(first)[0].pk)
    else:
        press(apprentice, first, refuse=key)
    assert "Vorschlag aus den Fehlzeiten" not in page(apprentice, first)
    with as_person(first.firm.trainer):
        (kept,) = week_of(first).refused
    assert "absent" not in kept
    assert missed.isoformat() not in kept
    press(apprentice, first, offer="1")
    assert "Vorschlag aus den Fehlzeiten" in page(apprentice, first)


def test_a_key_nobody_proposes_is_neither_taken_nor_remembered(
    apprentice: Client, first: Apprenticeship, worlds: Worlds
) -> None:
    foreign = released(worlds.b)
    for key in (f"topic:{foreign.pk}", "topic:x", "lessons:2020-01-01", "x" * 500):
        press(apprentice, first, take=key)
        press(apprentice, first, refuse=key)
    assert lines(first) == []
    assert week_of(first).refused == []


def test_a_removed_line_is_not_proposed_again_and_comes_back_whole(
    taken: Line, apprentice: Client, first: Apprenticeship
) -> None:
    answer = press(apprentice, first, remove=taken.pk)
    assert f'value="{taken.pk}"' in answer.content.decode()
    assert "Vorschlag aus dem Klassenbuch" not in page(apprentice, first)
    apprentice.post(f"{week_url(first)}zeile-zurueckholen/", {"line": taken.pk})
    assert said(lines(first)) == [(WORDS, "", taken.topic)]
    assert week_of(first).refused == []


def test_a_line_that_comes_back_after_the_school_changed_the_topic_has_no_mark(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    press(apprentice, first, remove=taken.pk)
    changed(topic, topic="Rekursion")
    apprentice.post(f"{week_url(first)}zeile-zurueckholen/", {"line": taken.pk})
    assert said(lines(first)) == [("", WORDS, None)]


def test_a_line_comes_back_beside_the_one_that_was_taken_meanwhile(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    press(apprentice, first, remove=taken.pk)
    press(apprentice, first, offer="1")
    press(apprentice, first, take=f"topic:{topic.pk}")
    apprentice.post(f"{week_url(first)}zeile-zurueckholen/", {"line": taken.pk})
    assert len(lines(first)) == 2


def test_her_own_sentence_stands_beside_the_schools_words(
    taken: Line, apprentice: Client, first: Apprenticeship
) -> None:
    saver = FieldSaver(apprentice, room_id=first.room_id, monday=monday_of(today()), line_id=taken.pk)
    saver.day = today()
    assert saver.save("text", "Das kannte ich schon.").status_code == 200
    assert saver.save("minutes", "1:30").status_code == 200
    assert said(lines(first)) == [(WORDS, "Das kannte ich schon.", taken.topic)]
    refused = saver.save("place", "company", base="school")
    assert refused.status_code == 422
    assert "Ihr Ort bleibt Berufsschule" in refused.json()["error"]


def test_a_draft_says_that_the_school_changed_the_topic_and_follows_on_demand(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    changed(topic, topic="Rekursion")
    shown = page(apprentice, first)
    assert "Die Schule hat das Thema geändert" in shown
    assert "von der Schule" not in shown
    assert said(lines(first)) == [(WORDS, "", topic.pk)]
    press(apprentice, first, follow=taken.pk)
    assert said(lines(first)) == [("LF 6 · Programmieren · Rekursion", "", topic.pk)]


def test_a_week_is_not_submitted_with_words_the_school_took_back(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic
) -> None:
    removed(topic)
    assert "Die Schule hat das Thema zurückgenommen" in page(apprentice, first)
    answer = press(apprentice, first, do="submit").content.decode()
    assert "geändert oder zurückgenommen" in answer
    assert week_of(first).state == "draft"
    assert apprentice.post(week_url(first), {"follow": str(taken.pk)}).status_code == 404
    press(apprentice, first, keep=taken.pk)
    press(apprentice, first, do="submit")
    assert week_of(first).state == "submitted"
    assert said(lines(first)) == [("", WORDS, None)]


def test_a_submitted_week_stays_as_it_is_when_the_school_changes_the_topic(
    taken: Line, apprentice: Client, first: Apprenticeship, topic: LessonTopic, client_of: Clients
) -> None:
    press(apprentice, first, do="submit")
    before = digest_of(lines(first))
    changed(topic, topic="Rekursion")
    trainer = client_of(first.firm.trainer)
    shown = page(trainer, first)
    assert WORDS in shown
    assert "Rekursion" not in shown
    assert CERTIFIED in shown
    for button in ("take", "refuse", "offer", "follow", "keep"):
        assert apprentice.post(week_url(first), {button: str(taken.pk)}).status_code in {403, 409, 302}
    assert digest_of(lines(first)) == before
    signed = trainer.post(f"{week_url(first)}unterschreiben/", {"seen": before}, follow=True)
    assert week_of(first).state == "signed", signed.content.decode()


def test_the_mark_is_part_of_what_is_signed(taken: Line) -> None:
    plain = Line(**{f.attname: getattr(taken, f.attname) for f in Line._meta.concrete_fields})
    plain.topic, plain.school_text, plain.released_on = None, "", None
    assert digest_of([plain]) != digest_of([taken])


@pytest.mark.parametrize(
    "persona", ["trainer", "training_manager", "class_teacher", "guardian", "second_apprentice"]
)
def test_nobody_else_is_shown_proposals_or_takes_them(
    persona: str, client_of: Clients, first: Apprenticeship, world_a: World, topic: LessonTopic
) -> None:
    client = client_of(world_a.people[persona])
    assert "Vorschlag aus" not in client.get(week_url(first)).content.decode()
    for button in ("take", "refuse", "offer"):
        answer = client.post(week_url(first), {button: f"topic:{topic.pk}"})
        assert answer.status_code == (404 if persona == "second_apprentice" else 403)
    assert week_of(first) is None


def test_the_weekly_form_takes_a_topic_for_the_whole_week(
    client_of: Clients, world_a: World, topic: LessonTopic
) -> None:
    second = world_a.second
    client = client_of(second.apprentice)
    press(client, second, take="all")
    (line,) = lines(second)
    assert (line.day, line.school_text) == (None, WORDS)


FORGERIES = (
    ("school_text", "LF 6 · Programmieren · Alles gelernt"),
    ("released_on", today() - timedelta(days=3)),
    ("day", today() - timedelta(days=1)),
    ("topic", uuid4()),
)


@pytest.mark.parametrize(("column", "value"), FORGERIES)
def test_nobody_forges_the_schools_words_in_sql(
    column: str, value: object, taken: Line, first: Apprenticeship, as_person: Standing
) -> None:
    with as_person(first.apprentice), pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=taken.pk).update(**{column: value})
    values = {f.attname: getattr(taken, f.attname) for f in Line._meta.concrete_fields}
    forged = Line(**values | {"id": uuid4(), "origin": "", column: value})
    with as_person(first.apprentice), pytest.raises(IntegrityError), transaction.atomic():
        forged.save(force_insert=True)
    assert said(lines(first)) == [(WORDS, "", taken.topic)]


def test_a_topic_of_another_class_is_not_certified_in_sql(
    taken: Line, first: Apprenticeship, worlds: Worlds, as_person: Standing
) -> None:
    foreign = released(worlds.b, "Rekursion")
    with as_person(first.apprentice), pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=taken.pk).update(
            topic=foreign.pk, school_text="LF 6 · Programmieren · Rekursion"
        )


def test_an_unreleased_topic_is_not_certified_in_sql(
    first: Apprenticeship, world_a: World, as_person: Standing, apprentice: Client
) -> None:
    closed = released(world_a, opened=False)
    press(apprentice, first, offer="1")
    with as_person(first.apprentice), pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(
            room_id=first.room_id,
            week=Week.objects.get(room_id=first.room_id, monday=monday_of(today())),
            day=today(),
            place="school",
            topic=closed.pk,
            school_text=WORDS,
            released_on=today(),
        )


def test_a_week_with_old_words_is_not_submitted_in_sql_either(
    taken: Line, first: Apprenticeship, topic: LessonTopic, as_person: Standing
) -> None:
    changed(topic, topic="Rekursion")
    with as_person(first.apprentice), pytest.raises(IntegrityError), transaction.atomic():
        Week.objects.filter(pk=taken.week_id).update(state="submitted")


def test_who_signs_does_not_refuse_for_the_apprentice_in_sql(
    taken: Line, first: Apprenticeship, as_person: Standing
) -> None:
    with as_person(first.firm.trainer), pytest.raises(Exception, match="records:write"), transaction.atomic():
        Week.objects.filter(pk=taken.week_id).update(refused=["topic:x"])
    assert week_of(first).refused == []


def test_a_locked_week_keeps_what_was_refused_in_sql(
    taken: Line, apprentice: Client, first: Apprenticeship, as_person: Standing
) -> None:
    press(apprentice, first, do="submit")
    with as_person(first.apprentice), pytest.raises(IntegrityError), transaction.atomic():
        Week.objects.filter(pk=taken.week_id).update(refused=["topic:x"])


@pytest.mark.parametrize("persona", ["trainer", "class_teacher", "guardian", "second_apprentice", "land"])
def test_released_topics_are_told_to_the_writer_of_the_record_only(
    persona: str, first: Apprenticeship, worlds: Worlds, topic: LessonTopic, as_person: Standing
) -> None:
    def told(person: Person) -> int:
        with as_person(person), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM released_topics(%s, %s, %s)", [first.room_id, today(), today()]
            )
            return int(cursor.fetchone()[0])

    assert told(first.apprentice) == 1
    assert told((worlds.a.people | worlds.roomless)[persona]) == 0
