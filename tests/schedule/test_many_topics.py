"""Many topics at once: a week in one form, a table, and the same for a parallel class."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.schedule.pages import topics_in
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import SchoolClass, TeachingAssignment, assign_teacher, open_class
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Lesson, LessonTopic, SchoolEvent, SchoolPeriod

type Clients = Callable[[Person | None], Client]
HEADER = "Datum;Klasse;Fach;Lernfeld;Thema"


def many_url(world: World) -> str:
    return reverse("schedule:many_topics", args=[world.school_class.room_id])


def row(
    number: int, topic: str, *, day: date | None = None, subject: str = "Programmieren", **more: str
) -> dict[str, str]:
    sent = {"tag": (day or today()).isoformat(), "fach": subject, "lf": "6", "thema": topic, **more}
    return {f"{name}-{number}": value for name, value in sent.items()}


def enter(client: Client, world: World, *rows: dict[str, str], **more: object) -> HttpResponse:
    sent = {name: value for one in rows for name, value in one.items()}
    return client.post(many_url(world), sent | more, follow=True)


def upload(client: Client, world: World, text: str | bytes, name: str = "klassenbuch.csv") -> HttpResponse:
    data = text if isinstance(text, bytes) else text.encode()
    address = reverse("uploads:topics", args=[world.school_class.room_id])
    return client.post(address, {"file": SimpleUploadedFile(name, data), "pasted": ""})


def rows_in(answer: HttpResponse) -> list[tuple[str, str, str]]:
    """Returns day, subject and topic of each line of the form."""
    page = answer.content.decode()
    values = [re.findall(rf'name="{name}-\d+" value="([^"]*)"', page) for name in ("tag", "fach", "thema")]
    return list(zip(*values, strict=True))


@pytest.fixture
def teacher(world_a: World, client_of: Clients) -> Client:
    return client_of(world_a.people["subject_teacher"])


@pytest.fixture
def parallel(world_a: World) -> SchoolClass:
    """A second class that the subject teacher of the first teaches, too."""
    with as_system(ACTOR):
        found = open_class(
            ACTOR,
            school=world_a.school,
            label="11FIz",
            school_year=world_a.school_class.school_year,
            grade=2,
            occupation_name=world_a.first.contract.occupation.name,
        )
        assign_teacher(
            ACTOR,
            school_class=found,
            person=world_a.people["subject_teacher"],
            capacity="subject_teacher",
            first_day=date(found.school_year, 8, 1),
        )
    return found


def topics_of(school_class: SchoolClass) -> list[str]:
    with as_system(ACTOR):
        return list(LessonTopic.objects.filter(room_id=school_class.room_id).values_list("topic", flat=True))


def test_a_week_is_entered_in_one_go_and_empty_lines_are_not(teacher: Client, world_a: World) -> None:
    answer = enter(teacher, world_a, row(0, "Felder"), row(1, "  "), row(2, "Rekursion", subject="Deutsch"))
    assert "2 Themen eingetragen." in answer.content.decode()
    assert {"Felder", "Rekursion"} <= set(topics_in(world_a))


def test_the_same_list_sent_twice_changes_nothing(teacher: Client, world_a: World) -> None:
    enter(teacher, world_a, row(0, "Felder"), row(1, "Felder"))
    before = topics_in(world_a)
    assert (
        "0 Themen eingetragen, 1 standen schon da."
        in enter(teacher, world_a, row(0, "Felder")).content.decode()
    )
    assert topics_in(world_a) == before


def test_one_line_that_cannot_be_taken_keeps_all_of_them_out_and_what_was_typed(
    teacher: Client, world_a: World
) -> None:
    before = topics_in(world_a)
    answer = enter(teacher, world_a, row(0, "Felder"), row(1, "Rekursion", day=date(2020, 1, 1)))
    assert answer.status_code == 422
    assert "Zu ihm gehört die Klasse" in answer.content.decode()
    assert [topic for _, _, topic in rows_in(answer)] == ["Felder", "Rekursion"]
    assert topics_in(world_a) == before


def test_a_topic_is_typed_once_for_a_parallel_class(
    teacher: Client, world_a: World, parallel: SchoolClass
) -> None:
    assert "Dasselbe auch für" in teacher.get(many_url(world_a)).content.decode()
    enter(teacher, world_a, row(0, "Felder"), auch=str(parallel.room_id))
    assert topics_of(parallel) == ["Felder"]
    assert "Felder" in topics_in(world_a)


def test_nobody_writes_into_a_class_of_somebody_else(teacher: Client, worlds: Worlds) -> None:
    foreign = worlds.b.school_class
    before = topics_in(worlds.b)
    enter(teacher, worlds.a, row(0, "Felder"), auch=str(foreign.room_id))
    assert enter(teacher, worlds.a, row(0, "Rekursion", klasse=str(foreign.room_id))).status_code == 404
    assert enter(teacher, worlds.a, row(0, "Rekursion", klasse="x")).status_code == 404
    assert topics_in(worlds.b) == before


@pytest.mark.parametrize("persona", ["apprentice", "guardian"])
def test_who_reads_only_enters_nothing(persona: str, client_of: Clients, world_a: World) -> None:
    before = topics_in(world_a)
    client = client_of(world_a.people[persona])
    assert enter(client, world_a, row(0, "Felder")).status_code == 403
    assert upload(client, world_a, f"{HEADER}\n16.11.2026;;D;;x").status_code == 403
    assert topics_in(world_a) == before


def test_the_form_has_a_line_for_each_subject_of_each_day_of_school(teacher: Client, world_a: World) -> None:
    monday = monday_of(today())
    room = world_a.school_class.room_id
    with as_system(ACTOR):
        SchoolPeriod.objects.filter(room_id=room).delete()
        Lesson.objects.filter(room_id=room).delete()
        for number, (weekday, subject) in enumerate(
            [(1, "Programmieren"), (1, "Deutsch"), (3, "Programmieren")]
        ):
            Lesson.objects.create(
                room_id=room,
                number=number,
                weekday=weekday,
                period=number + 1,
                length=1,
                subject=subject,
                first_day=monday,
            )
        LessonTopic.objects.create(room_id=room, day=monday, subject="Deutsch", topic="Berichte")
    found = rows_in(teacher.get(many_url(world_a)))
    assert found == [
        (monday.isoformat(), "Programmieren", ""),
        ((monday + timedelta(days=2)).isoformat(), "Programmieren", ""),
    ]


def test_who_is_named_by_the_timetable_finds_the_own_lessons_only(teacher: Client, world_a: World) -> None:
    monday, room = monday_of(today()), world_a.school_class.room_id
    with as_system(ACTOR):
        SchoolPeriod.objects.filter(room_id=room).delete()
        Lesson.objects.filter(room_id=room).delete()
        for number, (code, subject) in enumerate((("MÜL", "Deutsch"), ("SCH", "Programmieren"))):
            Lesson.objects.create(
                room_id=room,
                number=number,
                weekday=1,
                period=number + 1,
                length=1,
                subject=subject,
                teachers=[code],
                first_day=monday,
            )
        TeachingAssignment.objects.filter(person=world_a.people["subject_teacher"]).update(code="SCH")
    assert [subject for _, subject, _ in rows_in(teacher.get(many_url(world_a)))] == ["Programmieren"]


def test_where_the_school_told_nothing_every_working_day_has_a_line(teacher: Client, world_a: World) -> None:
    with as_system(ACTOR):
        for model in (SchoolPeriod, Lesson, SchoolEvent):
            model.objects.filter(room_id=world_a.school_class.room_id).delete()
    monday = date(world_a.school_class.school_year, 9, 7)
    page = teacher.get(f"{many_url(world_a)}?woche={monday.isoformat()}")
    first = monday_of(monday)
    assert [day for day, *_ in rows_in(page)] == [(first + timedelta(days=n)).isoformat() for n in range(5)]


def test_a_table_becomes_a_preview_and_writes_nothing(
    teacher: Client, world_a: World, parallel: SchoolClass
) -> None:
    before = topics_in(world_a)
    day = f"{today():%d.%m.%Y}"
    lines = [
        HEADER,
        f"{day};{world_a.school_class.label};Programmieren;LF 6;Felder",
        f"{day};{parallel.label};Programmieren;6;Felder",
        f"{day};12XY;Programmieren;6;Felder",
        "gestern;;Programmieren;6;Felder",
        f"{day};;Programmieren;6;",
    ]
    answer = upload(teacher, world_a, "\n".join(lines))
    page = answer.content.decode()
    assert rows_in(answer) == [(today().isoformat(), "Programmieren", "Felder")] * 2
    assert "Zeile 4: „12XY“ ist keine Klasse, die Sie unterrichten." in page
    assert "Zeile 5: „gestern“ ist kein Datum." in page
    assert topics_in(world_a) == before


def test_the_same_table_twice_offers_nothing_new(teacher: Client, world_a: World) -> None:
    table = f"{HEADER}\n{today():%d.%m.%Y};;Programmieren;6;Felder"
    ((_, _, topic),) = rows_in(upload(teacher, world_a, table))
    enter(teacher, world_a, row(0, topic))
    answer = upload(teacher, world_a, table)
    assert rows_in(answer) == []
    assert "Nichts Neues" in answer.content.decode()


def test_a_workbook_and_pasted_lines_are_read_alike(teacher: Client, world_a: World) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["Datum", "Fach", "Thema"])
        sheet.write_datetime(1, 0, today(), day)
        sheet.write_row(1, 1, ["Programmieren", "Felder"])
    expected = [(today().isoformat(), "Programmieren", "Felder")]
    assert rows_in(upload(teacher, world_a, stream.getvalue(), "klassenbuch.xlsx")) == expected
    address = reverse("uploads:topics", args=[world_a.school_class.room_id])
    pasted = f"Datum\tFach\tThema\n{today():%d.%m.%Y}\tProgrammieren\tFelder"
    assert rows_in(teacher.post(address, {"pasted": pasted})) == expected


@pytest.mark.parametrize("text", ["", "Name;Vorname\nA;B", "\x00\x01\x02", "<html>", "PK\x03\x04kaputt"])
def test_what_is_no_class_register_is_refused_with_a_sentence(
    text: str, teacher: Client, world_a: World
) -> None:
    answer = upload(teacher, world_a, text)
    assert answer.status_code == 422
    assert "data-error-message" in answer.content.decode()


def test_markup_in_a_table_is_shown_as_text(teacher: Client, world_a: World) -> None:
    table = f'{HEADER}\n{today():%d.%m.%Y};;"<script>alert(1)</script>";6;"<img src=x onerror=alert(1)>"'
    page = upload(teacher, world_a, table).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


MOST = 12


def test_the_pages_send_a_fixed_number_of_statements(
    teacher: Client, world_a: World, parallel: SchoolClass
) -> None:
    table = f"{HEADER}\n" + "\n".join(f"{today():%d.%m.%Y};;D;;Thema {n}" for n in range(60))

    def counted(open_page: Callable[[], HttpResponse]) -> int:
        with statements() as sent:
            assert open_page().status_code == 200
        return len(sent)

    teacher.get(many_url(world_a))
    assert counted(lambda: teacher.get(many_url(world_a))) <= MOST
    assert counted(lambda: upload(teacher, world_a, table)) <= MOST


def test_a_long_list_is_written_with_as_many_statements_as_a_short_one(
    teacher: Client, world_a: World
) -> None:
    def counted(*rows: dict[str, str]) -> int:
        sent = {name: value for one in rows for name, value in one.items()}
        with statements() as found:
            assert teacher.post(many_url(world_a), sent).status_code == 302
        return len(found)

    assert counted(row(0, "Eins")) == counted(*(row(n, f"Thema {n}") for n in range(100)))
