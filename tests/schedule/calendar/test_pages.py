"""Pages of the calendar: what each shows, to whom, with how many statements."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import PersonClient, show_before, standing_as
from tests.schedule.calendar.test_days import DAY, plan
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import (
    ContractTerms,
    TeachingAssignment,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    enrol,
    open_class,
)
from zweiklang.kernel import formats
from zweiklang.kernel.clock import BERLIN, standing_at
from zweiklang.kernel.hesse import school_year
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import (
    Absence,
    AbsenceNotice,
    Closure,
    Course,
    Lesson,
    LessonChange,
    SchoolEvent,
    SchoolPeriod,
)

pytestmark = pytest.mark.django_db
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"
MOST = 8


def browser(person: Person) -> PersonClient:
    found = PersonClient()
    found.force_login(person)
    return found


def shown(person: Person, path: str, *, status: int = 200) -> str:
    """Returns the words of the page, without markup."""
    answer = browser(person).get(path)
    assert answer.status_code == status
    text = re.sub(r"<(svg|script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def at(name: str, *args: object, day: date = DAY, **values: str) -> str:
    return f"{reverse(f'calendar:{name}', args=args)}?{urlencode({**values, 'tag': day.isoformat()})}"


def grid_of(person: Person, path: str) -> dict[str, list[str]]:
    """Returns the words of each row of the week, by name."""
    html = browser(person).get(path).content.decode()
    rows = re.findall(r'<tr><th scope="row"><a[^>]*>([^<]+)</a>(.*?)</tr>', html, flags=re.S)
    words = r'<span class="zk-cal-word">([^<]*)</span>(?:<span class="zk-cal-hint[^>]*>([^<]*)</span>)?'
    return {name: [" ".join(filter(None, pair)) for pair in re.findall(words, row)] for name, row in rows}


def name_of(world: World) -> str:
    return world.first.apprentice.name


def cell(world: World, person: str) -> str:
    return grid_of(world.people[person], at("people"))[name_of(world)][DAY.weekday()]


def test_each_opens_the_calendar_that_fits(worlds: Worlds) -> None:
    a = worlds.a
    room = reverse("calendar:room_week", args=[a.first.room_id])
    fitting = {
        "apprentice": room,
        "guardian": room,
        "trainer": reverse("calendar:people"),
        "training_manager": reverse("calendar:people"),
        "chamber_adviser": reverse("calendar:people"),
        "class_teacher": reverse("calendar:lessons"),
        "head_of_school": reverse("calendar:classes"),
    }
    for who, address in fitting.items():
        answer = browser(a.people[who]).get(f"{reverse('calendar:index')}?tag=2026-11-26")
        assert answer.headers["Location"] == f"{address}?tag=2026-11-26", who


def test_a_trainer_sees_who_is_at_school_and_what_is_cancelled(worlds: Worlds) -> None:
    room = plan(worlds.a)
    assert cell(worlds.a, "trainer") == "Schule"
    with as_system(ACTOR):
        LessonChange.objects.create(room_id=room, day=DAY, period=2, kind="cancelled")
    assert cell(worlds.a, "trainer") == "Schule Ausfall"
    day = shown(worlds.a.people["trainer"], at("people_day"))
    assert "In der Berufsschule · 1" in day
    assert "1 Stunde fällt aus" in day
    assert "8:00–8:45" in day


def test_a_day_at_school_leads_to_what_the_day_means(worlds: Worlds) -> None:
    plan(worlds.a)
    page = browser(worlds.a.people["trainer"]).get(at("people")).content.decode()
    assert reverse("schedule:day", args=[worlds.a.first.room_id, DAY]) in page


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("course", "Kurs"),
        ("closure", "Schule zu"),
        ("exam", "Schule Prüfung"),
        ("nothing", "Betrieb"),
        ("unknown", "offen"),
    ],
)
def test_a_cell_says_in_a_word_what_the_day_is(worlds: Worlds, what: str, word: str) -> None:
    room, span = plan(worlds.a), {"first_day": DAY, "last_day": DAY}
    with as_system(ACTOR):
        if what == "course":
            Course.objects.create(room_id=worlds.a.first.room_id, title="Netze", **span)
        elif what == "closure":
            Closure.objects.create(school=worlds.a.school, declared_as="Test", **span)
        elif what == "exam":
            SchoolEvent.objects.create(room_id=room, kind="exam", title="Klausur", **span)
        else:
            Lesson.objects.filter(room_id=room).delete()
            SchoolPeriod.objects.filter(room_id=room).delete()
        if what == "nothing":
            other = date(DAY.year - 1, 9, 1)
            SchoolPeriod.objects.create(room_id=room, first_day=other, last_day=other, kind="block")
    assert cell(worlds.a, "trainer") == word


def test_an_absence_is_shown_only_where_absences_are_open(worlds: Worlds) -> None:
    plan(worlds.a)
    with as_system(ACTOR):
        Absence.objects.filter(room_id=worlds.a.first.room_id, day=DAY).delete()
        Absence.objects.create(room_id=worlds.a.first.room_id, day=DAY, kind="absent")
    assert cell(worlds.a, "class_teacher") == "fehlt"
    for who in ("trainer", "deputy_trainer", "training_manager", "chamber_adviser", "subject_teacher"):
        assert cell(worlds.a, who) == "Schule", who
        assert "fehlt" not in shown(worlds.a.people[who], at("people_day")).lower()


def test_a_notice_is_shown_as_one_until_the_school_has_entered_something(worlds: Worlds) -> None:
    plan(worlds.a)
    room, apprentice = worlds.a.first.room_id, worlds.a.first.apprentice
    with as_system(ACTOR):
        Absence.objects.filter(room_id=room, day=DAY).delete()
        AbsenceNotice.objects.filter(room_id=room).delete()
        notice = AbsenceNotice.objects.create(
            room_id=room, first_day=DAY, last_day=DAY, reported_by=apprentice
        )
    assert cell(worlds.a, "class_teacher") == "fehlt gemeldet"
    with as_system(ACTOR):
        Absence.objects.create(room_id=room, day=DAY, kind="late", minutes=10)
    assert cell(worlds.a, "class_teacher") == "Schule verspätet"
    with as_system(ACTOR):
        Absence.objects.filter(room_id=room, day=DAY).delete()
        AbsenceNotice.objects.filter(pk=notice.pk).update(withdrawn_at=notice.reported_at)
    assert cell(worlds.a, "class_teacher") == "Schule"


def test_looking_at_the_week_is_noted_with_the_absences_it_shows(worlds: Worlds) -> None:
    plan(worlds.a)
    show_before(browser(worlds.a.people["class_teacher"]), at("people"))
    show_before(browser(worlds.a.people["trainer"]), at("people"))
    with standing_as(worlds.a.first.apprentice):
        looks = set(Look.objects.values_list("viewer_id", "category"))
    teacher, trainer = worlds.a.people["class_teacher"].pk, worlds.a.people["trainer"].pk
    assert {(teacher, "schedule"), (teacher, "absences"), (trainer, "schedule")} <= looks
    assert (trainer, "absences") not in looks


def test_an_apprentice_sees_the_week_lesson_by_lesson(worlds: Worlds) -> None:
    room = plan(worlds.a)
    with as_system(ACTOR):
        LessonChange.objects.create(room_id=room, day=DAY, period=1, kind="changed", teachers=["SCH"])
        LessonChange.objects.create(room_id=room, day=DAY, period=2, kind="cancelled", note="Aufgaben online")
    page = shown(worlds.a.people["apprentice"], at("room_week", worlds.a.first.room_id))
    for text in (
        "1. Stunde",
        "vorher: Mathematik bei MÜL in R 101",
        "SCH · R 101",
        "entfällt",
        "Aufgaben online",
    ):
        assert text in page
    assert "Was heißt der Tag?" in page
    assert "Kalender der Klasse" in page


def test_today_is_marked_and_answered_in_a_sentence(worlds: Worlds) -> None:
    plan(worlds.a)
    noon = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=BERLIN)
    with standing_at(noon):
        page = browser(worlds.a.people["trainer"]).get(reverse("calendar:people")).content.decode()
        agenda = browser(worlds.a.people["apprentice"]).get(at("room_week", worlds.a.first.room_id))
    assert "<strong>Heute:</strong> 1 in der Berufsschule." in page
    assert page.count('aria-current="date"') == 2, "the day, and the button"
    assert agenda.content.decode().count("zk-cal-day--today") == 1


def test_one_day_can_be_asked_for(worlds: Worlds) -> None:
    room = plan(worlds.a)
    page = shown(worlds.a.people["class_teacher"], at("class_week", room, ansicht="tag"))
    assert f"{formats.day(DAY)} {DAY.year}" in page
    assert page.count("Mathematik") == 1
    assert formats.WEEKDAY_NAMES[(DAY.weekday() + 1) % 5] not in page


@pytest.mark.parametrize("text", ["morgen", "2026-02-31", "0001-01-01", "9999-12-31", "2026-11-26'--"])
def test_a_day_that_is_none_is_today(worlds: Worlds, text: str) -> None:
    for name in ("people", "people_day", "years", "classes", "lessons"):
        answer = browser(worlds.a.people["trainer"]).get(reverse(f"calendar:{name}"), {"tag": text})
        assert answer.status_code == 200


def test_a_name_and_a_class_filter_the_week(worlds: Worlds) -> None:
    plan(worlds.a)
    teacher, name = worlds.a.people["class_teacher"], name_of(worlds.a)
    everybody = grid_of(teacher, at("people"))
    assert len(everybody) == 2
    assert set(grid_of(teacher, at("people", q=name.split()[-1][:4].lower()))) <= set(everybody)
    assert grid_of(teacher, at("people", klasse="gibt es nicht")) == {}
    assert "Niemand gefunden" in shown(teacher, at("people", q="gibtesnicht"))
    assert len(grid_of(teacher, at("people", klasse=worlds.a.school_class.label))) == 2


def test_whoever_sees_very_many_says_first_whom(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zweiklang.schedule.calendar.views.many.ASKED_FOR_FROM", 1)
    teacher, name = worlds.a.people["class_teacher"], name_of(worlds.a)
    assert "Sie sehen 2 Ausbildungen." in shown(teacher, at("people"))
    assert grid_of(teacher, at("people")) == {}
    assert name in grid_of(teacher, at("people", q=name.upper()))


def test_the_filter_stays_while_one_moves_on(worlds: Worlds) -> None:
    page = browser(worlds.a.people["class_teacher"]).get(at("people", q="Bei & so")).content.decode()
    later = (DAY - timedelta(days=DAY.weekday()) + timedelta(days=7)).isoformat()
    assert f"q=Bei+%26+so&amp;tag={later}" in page


def test_a_teacher_sees_the_own_lessons_by_the_abbreviation(worlds: Worlds) -> None:
    room, teacher = plan(worlds.a), worlds.a.people["subject_teacher"]
    assert "Mathematik" not in shown(teacher, at("lessons"))
    with as_system(ACTOR):
        TeachingAssignment.objects.filter(person=teacher).update(code="MÜL")
    assert "Mathematik" in shown(teacher, at("lessons"))
    with as_system(ACTOR):
        LessonChange.objects.create(
            room_id=room, day=DAY, period=1, length=2, kind="changed", teachers=["SCH"]
        )
    assert "vorher: Mathematik bei MÜL" in shown(teacher, at("lessons")), "who is stood in for knows it"
    with as_system(ACTOR):
        TeachingAssignment.objects.filter(person=teacher).update(code="SCH")
    assert "Mathematik" in shown(teacher, at("lessons")), "who stands in holds the lesson"


def test_without_abbreviation_a_teacher_sees_the_lessons_of_the_subject(worlds: Worlds) -> None:
    plan(worlds.a)
    teacher = worlds.a.people["subject_teacher"]
    with as_system(ACTOR):
        TeachingAssignment.objects.filter(person=teacher).update(code="", subject="mathematik")
    page = shown(teacher, at("lessons"))
    assert "Mathematik" in page
    assert "ist Ihr Kürzel nicht bekannt" in page


def test_whoever_stands_in_for_a_teacher_sees_that_ones_lessons(worlds: Worlds) -> None:
    plan(worlds.a)
    absent, substitute = worlds.a.people["subject_teacher"], worlds.b.people["subject_teacher"]
    with as_system(ACTOR):
        TeachingAssignment.objects.filter(person=absent).update(code="MÜL")
        assign_teacher(
            ACTOR,
            school_class=worlds.a.school_class,
            person=substitute,
            capacity="subject_teacher",
            first_day=DAY - timedelta(days=40),
            substitutes_for=TeachingAssignment.objects.get(person=absent, school_class=worlds.a.school_class),
        )
    assert "Mathematik" in shown(substitute, at("lessons"))


def test_the_block_view_says_blocks_in_words(worlds: Worlds) -> None:
    room = plan(worlds.a)
    page = shown(worlds.a.people["trainer"], at("class_year", room))
    assert "1 Schultag in einem Block" in page
    assert f"Schule {DAY.day}. (1 Tag)" in page
    years = shown(worlds.a.people["trainer"], at("years"))
    assert f"Klasse {worlds.a.school_class.label} {name_of(worlds.a)}" in years


def test_the_year_of_an_apprentice_has_the_courses(worlds: Worlds) -> None:
    plan(worlds.a)
    with as_system(ACTOR):
        Course.objects.create(
            room_id=worlds.a.first.room_id, first_day=DAY, last_day=DAY, title="Netze", place="ÜBZ"
        )
    page = shown(worlds.a.people["apprentice"], at("room_year", worlds.a.first.room_id))
    assert f"Kurs {DAY.day}. Netze" in page


def test_years_without_a_class_say_so(worlds: Worlds) -> None:
    before = DAY - timedelta(days=800)
    page = shown(worlds.a.people["trainer"], at("class_year", worlds.a.school_class.room_id, day=before))
    assert "Noch keine Schulzeiten" in page


@pytest.fixture
def many(worlds: Worlds) -> World:
    """World A's trainer has thirty more apprentices in three more classes, each with a plan."""
    a = worlds.a
    with as_system(ACTOR):
        begins = a.first.contract.first_day
        year = school_year(DAY)
        for label in ("11X", "11Y", "11Z"):
            found = open_class(ACTOR, school=a.school, label=label, school_year=year, grade=2)
            SchoolPeriod.objects.create(room_id=found.room_id, first_day=DAY, last_day=DAY, kind="block")
            for number in range(10):
                email = f"{label}.{number}@many.example".lower()
                person = add_person(ACTOR, email=email, given_name=f"N{number}", family_name=label)
                of = a.first.contract
                terms = ContractTerms(
                    apprentice=person, firm=of.firm, site=None, chamber=of.chamber, occupation=of.occupation,
                    curriculum=None, first_day=begins, last_day=of.last_day, born_on=date(2004, 1, 1), record_form="daily",
                )  # fmt: skip
                contract = conclude_contract(ACTOR, terms=terms)
                trainer = a.people["trainer"]
                assign_trainer(ACTOR, contract=contract, person=trainer, capacity="trainer", first_day=begins)
                enrol(ACTOR, contract=contract, school_class=found, first_day=begins)
    return a


def count_of(person: Person, path: str) -> int:
    with transaction.atomic():
        visitor = browser(person)
        show_before(visitor, path)
        with statements() as found:
            assert visitor.get(path).status_code == 200
        transaction.set_rollback(True)
    counted = [sql for sql in found if sql != FORGETTING]
    assert len(counted) <= 12, "\n".join(counted)
    return len(counted)


def test_pages_of_many_send_as_many_statements_for_one_as_for_thirty(many: World) -> None:
    plan(many)
    trainer, one = many.people["trainer"], many.people["other_trainer"]
    assert len(grid_of(trainer, at("people"))) == 31
    for name in ("people", "people_day", "years"):
        counts = {count_of(who, at(name)) for who in (trainer, one)}
        assert len(counts) == 1, name
        assert max(counts) <= MOST, name


def test_large_lists_are_grouped_by_class_and_small_ones_are_not(many: World) -> None:
    plan(many)
    page = shown(many.people["trainer"], at("people"))
    assert "Klasse 11X" in page
    assert "Ohne Klasse" not in page
    small = browser(many.people["other_trainer"]).get(at("people")).content.decode()
    assert 'scope="rowgroup"' not in small


def test_pages_of_one_and_of_classes_keep_the_limits(worlds: Worlds) -> None:
    room = plan(worlds.a)
    people, own = worlds.a.people, worlds.a.first.room_id
    assert count_of(people["head_of_school"], at("classes")) <= MOST
    assert count_of(people["class_teacher"], at("lessons")) <= MOST
    assert count_of(people["class_teacher"], at("people")) <= MOST + 1, "absences are one more"
    for name, args in (("room_week", own), ("room_year", own), ("class_week", room), ("class_year", room)):
        assert count_of(people["trainer"], at(name, args)) <= 10, name


def test_who_trains_in_one_world_and_teaches_in_the_other_sees_the_own_apprentices_only(
    worlds: Worlds,
) -> None:
    plan(worlds.a)
    plan(worlds.b)
    page = browser(worlds.crossing.person).get(at("people")).content.decode()
    a, b = worlds.a, worlds.b
    seen = {one.room_id for one in (a.first, a.second, b.first, b.second) if str(one.room_id) in page}
    assert seen == {a.first.room_id, b.first.room_id, b.second.room_id}
