"""The pages on which a school reads in its timetable: upload, preview, result; two tabs, two clicks, files that are none."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.bench.browsing import statements
from tests.interfaces.test_untis import gpu
from tests.interfaces.test_untis_timetable import substitution
from tests.schedule.timetables.test_applying import lesson, monday, snapshot, stored
from tests.worlds import ACTOR, World
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import LessonChange, ScheduleChange, TimetableImport

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def office(client_of: ClientOf, world_a: World) -> Client:
    """The browser of the school's office."""
    return client_of(world_a.people["school_office"])


def page(name: str, world: World, *more: object) -> str:
    return reverse(name, args=[world.team_room_id, *more])


def plan(world: World, *subjects: str) -> bytes:
    """A GPU001 with one lesson on Tuesday for each subject, from the first lesson on."""
    label = world.school_class.label
    return gpu(9, *({0: str(n), 1: label, 2: "MUE", 3: s, 4: "R1", 5: "2", 6: str(n)} for n, s in enumerate(subjects, 1))).encode()  # fmt: skip


def upload(client: Client, world: World, data: bytes, **more: object) -> HttpResponse:
    sent = {"file": SimpleUploadedFile("GPU001.TXT", data), "from_day": monday().isoformat(), **more}
    return client.post(page("uploads:timetable", world), sent)


def newest(world: World) -> TimetableImport:
    with as_system(ACTOR):
        return TimetableImport.objects.filter(school=world.school).latest("made_at")


def act(client: Client, world: World, act: str = "uebernehmen", **more: object) -> HttpResponse:
    found = newest(world)
    sent = {"seen": found.digest, **more}
    return client.post(page("schedule:timetable_import_act", world, found.pk, act), sent)


def body(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_file_becomes_a_preview_and_then_the_timetable(office: Client, world_a: World) -> None:
    data = plan(world_a, "Mathe", "Deutsch") + b'9,"99ZZ9","A","D","R",1,1,,\r\nx,"10","A","D","R",1,1,,\r\n'
    answer = upload(office, world_a, data)
    found = newest(world_a)
    assert answer["Location"] == page("schedule:timetable_import", world_a, found.pk)
    shown = body(office.get(answer["Location"]))
    assert "Noch ist nichts geändert" in shown
    assert "99ZZ9" in shown
    assert "Zeile 4" in shown
    assert "dienstags, 2. Stunde: Deutsch bei MUE in R1" in shown
    assert stored(world_a.school_class.room_id) == []
    assert act(office, world_a).status_code == 302
    assert [subject for _, subject, *_ in stored(world_a.school_class.room_id)] == ["Mathe", "Deutsch"]
    shown = body(office.get(answer["Location"]))
    assert "Übernehmen" not in shown
    assert world_a.people["school_office"].name in shown
    applied = newest(world_a)
    assert (applied.state, applied.content, applied.counts["added"]) == ("applied", None, 2)


def test_a_preview_changes_nothing_but_itself(office: Client, world_a: World) -> None:
    before = tables.digest()
    upload(office, world_a, plan(world_a, "Mathe"))
    office.get(page("schedule:timetable_import", world_a, newest(world_a).pk))
    after = tables.digest()
    assert {name for name in after if after[name] != before[name]} == {"schedule_timetableimport"}


def test_the_second_click_says_that_it_is_done_and_does_nothing(office: Client, world_a: World) -> None:
    upload(office, world_a, plan(world_a, "Mathe"))
    act(office, world_a)
    before = tables.digest()
    answer = act(office, world_a)
    assert "schon übernommen" in body(office.get(answer["Location"]))
    assert tables.digest() == before


def test_a_preview_that_something_changed_under_is_shown_again(office: Client, world_a: World) -> None:
    upload(office, world_a, plan(world_a, "Mathe", "Deutsch"))
    snapshot(world_a, lesson(world_a, 1, "Englisch", number=1))
    before = stored(world_a.school_class.room_id)
    answer = act(office, world_a)
    assert stored(world_a.school_class.room_id) == before
    shown = body(office.get(answer["Location"]))
    assert "noch einmal" in shown
    assert "Englisch" in shown
    act(office, world_a)
    assert [row[1] for row in stored(world_a.school_class.room_id)] == ["Mathe", "Deutsch"]


def test_removing_more_than_half_wants_a_second_yes(office: Client, world_a: World) -> None:
    snapshot(world_a, *(lesson(world_a, period, number=period) for period in (1, 2, 3)))
    upload(office, world_a, plan(world_a, "Mathe"))
    assert "2 von 3" in body(office.get(page("schedule:timetable_import", world_a, newest(world_a).pk)))
    answer = act(office, world_a)
    assert answer.status_code == 422
    assert 'name="forced"' in body(answer)
    assert len(stored(world_a.school_class.room_id)) == 3
    assert act(office, world_a, forced="on").status_code == 302
    with as_system(ACTOR):
        assert newest(world_a).state == "applied"


def test_a_preview_says_where_lessons_by_hand_stay_beside_the_files(office: Client, world_a: World) -> None:
    upload(office, world_a, plan(world_a, "Mathe"))
    assert newest(world_a).counts["by_hand"] == [world_a.school_class.label]
    assert "von Hand" in body(office.get(page("schedule:timetable_import", world_a, newest(world_a).pk)))


def test_files_of_other_kinds_are_none_of_these_pages(office: Client, world_a: World) -> None:
    with as_system(ACTOR):
        other = TimetableImport.objects.get(school=world_a.school, file_name="termine.ics")
    assert office.get(page("schedule:timetable_import", world_a, other.pk)).status_code == 404
    address = page("schedule:timetable_import_act", world_a, other.pk, "verwerfen")
    assert "gibt es nicht mehr" in body(office.get(office.post(address)["Location"]))
    with as_system(ACTOR):
        assert TimetableImport.objects.filter(pk=other.pk).exists()
    assert "termine.ics" not in body(office.get(page("schedule:timetable_imports", world_a)))


def test_a_discarded_preview_is_gone(office: Client, world_a: World) -> None:
    before = tables.digest()
    upload(office, world_a, plan(world_a, "Mathe"))
    old = newest(world_a)
    act(office, world_a, "verwerfen")
    assert tables.digest() == before
    gone = office.post(page("schedule:timetable_import_act", world_a, old.pk, "uebernehmen"), {"seen": old.digest})  # fmt: skip
    assert "gibt es nicht mehr" in body(office.get(gone["Location"]))
    assert tables.digest() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b"%PDF-1.7 hallo", "Stundenplan"),
        (b"Nachname;Vorname\nBerg;Ole\n", "Stundenplan"),
        (b'1,"","A","D","R",1,1,,\r\n', "keine Stunde einer Klasse"),
    ],
)
def test_what_is_no_timetable_is_said_at_the_field(data, words, office: Client, world_a: World) -> None:
    before = tables.digest()
    answer = upload(office, world_a, data)
    assert answer.status_code == 422
    assert words in body(answer)
    assert tables.digest() == before


@pytest.mark.parametrize("day", ["", "morgen", "1926-01-01", "2126-01-01"])
def test_a_day_that_is_none_is_said_at_the_field(day: str, office: Client, world_a: World) -> None:
    assert upload(office, world_a, plan(world_a, "Mathe"), from_day=day).status_code == 422


def test_a_list_of_lessons_bounds_them(office: Client, world_a: World) -> None:
    until = f"{monday().year + 1}0131"
    lessons = gpu(47, {0: "1", 1: "1", 4: "x", 5: "MUE", 14: "20200101", 15: until}).encode()
    upload(office, world_a, plan(world_a, "Mathe"), lessons=SimpleUploadedFile("GPU002.TXT", lessons))
    act(office, world_a)
    assert [row[3] and row[3].month for row in stored(world_a.school_class.room_id)] == [1]


def test_substitutions_come_in_without_a_reason_or_who_is_away(office: Client, world_a: World) -> None:
    snapshot(world_a, lesson(world_a, 3, number=7, weekday=1))
    day = monday().strftime("%Y%m%d")
    rows = [substitution(classes=world_a.school_class.label, coming="KAL", leaving="GEHEIM", reason="Krank", remark="Grippe") | {1: day}]  # fmt: skip
    upload(office, world_a, gpu(21, *rows).encode())
    kept = newest(world_a)
    import gzip

    content = gzip.decompress(bytes(kept.content or b"")).decode()
    for secret in ("GEHEIM", "Krank", "Grippe"):
        assert secret not in content
        assert secret not in repr((kept.lines, kept.counts, kept.errors))
    assert "KAL" in content
    act(office, world_a)
    with as_system(ACTOR):
        change = LessonChange.objects.get(room_id=world_a.school_class.room_id, source="untis")
        assert (change.kind, change.teachers, change.note) == ("changed", ["MÜL", "KAL"], "")
        assert ScheduleChange.objects.filter(
            room_id=world_a.school_class.room_id, new__contains="KAL"
        ).exists()


def test_the_pages_take_few_statements(office: Client, world_a: World) -> None:
    upload(office, world_a, plan(world_a, "Mathe"))
    preview = page("schedule:timetable_import", world_a, newest(world_a).pk)
    for address, most in ((page("schedule:timetable_imports", world_a), 8), (page("uploads:timetable", world_a), 8), (preview, 12)):  # fmt: skip
        with statements() as sent:
            assert office.get(address).status_code == 200
        assert len(sent) <= most, "\n".join(sent)
