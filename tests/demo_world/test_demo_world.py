"""The demo world: complete, plausible, current, and the same after a second start."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from django.db.models import Sum

from tests.clients import standing_as
from tests.demo_world.conftest import demo_person
from zweiklang.apprenticeships.public import (
    Contract,
    Guardianship,
    PersonalDetails,
    Pupil,
    SchoolClass,
    guardianship_end,
)
from zweiklang.cli.demo_world import cast, fill
from zweiklang.cli.demo_world.grammar import IT, OFFICE
from zweiklang.cli.demo_world.setting import address_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.people.public import Person
from zweiklang.privacy.exports.reading import as_reader
from zweiklang.records.public import Comment, Line, RecordAct, Week, digest_of
from zweiklang.rooms.public import (
    LookFilter,
    Membership,
    ReleaseDecision,
    looks_between,
    my_standings,
    secured_models,
)
from zweiklang.schedule.public import Absence, LessonTopic, class_days, contract_days
from zweiklang.web.public import PERSONAS


def _counts() -> dict[str, int]:
    counts = {model._meta.db_table: model._default_manager.count() for model, _ in secured_models()}
    return {**counts, "people": Person.objects.count()}


def _demo_weeks():
    return Week.objects.filter(contract__apprentice__email__endswith="@zweiklang.example")


def test_the_class_has_24_apprentices_of_14_firms_of_one_to_five() -> None:
    school_class = SchoolClass.objects.get(label=cast.CLASS_LABEL)
    contracts = Contract.objects.filter(enrolments__school_class=school_class)
    firms = Counter(contracts.values_list("firm", flat=True))
    assert contracts.count() == 24
    assert len(firms) == 14
    assert set(firms.values()) <= {1, 2, 3, 4, 5}
    assert school_class.school.number == "9716"


def test_every_persona_can_be_tried_and_stands_where_the_list_says() -> None:
    rooms = {}
    for one in PERSONAS:
        with standing_as(demo_person(one.key)):
            rooms[one.key] = Counter(s.kind for s in _as_app(my_standings).values())
    assert rooms["apprentice"] == rooms["second_apprentice"] == {"apprenticeship": 1, "class": 1}
    assert rooms["trainer"] == {"apprenticeship": 5, "class": 3, "team": 1}
    assert rooms["training_manager"]["apprenticeship"] == 7
    assert rooms["class_teacher"] == rooms["subject_teacher"] == {"apprenticeship": 24, "class": 1, "team": 1}
    assert rooms["head_of_school"] == {"class": 4, "team": 1}
    assert rooms["guardian"] == {"apprenticeship": 1, "class": 1}
    assert rooms["chamber_adviser"]["apprenticeship"] == 29
    assert rooms["crossing"] == {"apprenticeship": 5, "class": 2, "team": 2}
    assert rooms["land"] == {"team": 1}
    for key in ("counsellor", "support", "second_support", "newcomer"):
        assert rooms[key] == {}, key


def test_every_apprentice_of_a_class_is_a_pupil_of_its_school_once() -> None:
    labels = [cast.CLASS_LABEL, cast.OTHER_CLASS_LABEL]
    for school_class in SchoolClass.objects.filter(label__in=labels):
        enrolled = Contract.objects.filter(enrolments__school_class=school_class)
        pupils = Pupil.objects.filter(school=school_class.school, contract__in=enrolled)
        assert pupils.count() == enrolled.count() > 0
        assert not pupils.filter(born_on=None).exists()


def _as_app[T](ask) -> T:
    """Asks as the application role, inside the module's system block."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        try:
            return ask()
        finally:
            cursor.execute("SET LOCAL ROLE zweiklang_system")


def test_about_ten_weeks_of_three_apprentices_wait_for_the_trainer() -> None:
    trainer = demo_person("trainer")
    waiting = Week.objects.filter(state="submitted", contract__trainer_assignments__person=trainer)
    assert waiting.values("contract").distinct().count() == 3
    assert 8 <= waiting.count() <= 12


def test_weeks_stand_in_all_states_and_most_are_signed() -> None:
    states = Counter(_demo_weeks().values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "returned", "signed"}
    assert states["signed"] > 0.8 * states.total()
    mine = set(
        _demo_weeks().filter(contract__apprentice=demo_person("apprentice")).values_list("state", flat=True)
    )
    assert mine == set(states)


def test_some_apprentices_have_weeks_nobody_wrote() -> None:
    gaps = 0
    for contract in Contract.objects.filter(apprentice__email__endswith="@zweiklang.example"):
        written = set(_demo_weeks().filter(contract=contract).values_list("monday", flat=True))
        weeks = (monday_of(today()) - monday_of(contract.first_day)).days // 7 + 1
        gaps += weeks - len(written)
    assert gaps == sum(len(p.gaps) for f in (*cast.FIRMS, *cast.OTHER_FIRMS) for p in f.pupils)


def test_no_two_weeks_of_a_person_are_alike() -> None:
    texts: dict[object, list[str]] = defaultdict(list)
    for week, text in (
        Line.objects.filter(week__in=_demo_weeks(), place="company")
        .order_by("order")
        .values_list("week", "text")
    ):
        texts[week].append(text)
    per_person: dict[object, list[tuple[str, ...]]] = defaultdict(list)
    for pk, contract in _demo_weeks().values_list("pk", "contract"):
        per_person[contract].append(tuple(texts[pk]))
    for weeks in per_person.values():
        written = [week for week in weeks if week]
        assert len(written) == len(set(written))


def test_a_day_has_eight_hours_and_every_place_is_plausible() -> None:
    days = Line.objects.filter(week__in=_demo_weeks(), day__isnull=False)
    assert set(days.values("week", "day").annotate(total=Sum("minutes")).values_list("total", flat=True)) == {
        480
    }
    for day, place in days.values_list("day", "place").distinct():
        assert (place == "holiday") == bool(public_holiday(day)), day
        assert place != "school" or not school_holiday(day), day
        assert place != "leave" or school_holiday(day), day
    assert set(days.values_list("place", flat=True)) == {"company", "school", "holiday", "leave", "sick"}


def test_records_have_school_on_the_days_of_the_class_s_calendar() -> None:
    """Also where school comes in blocks or in odd weeks; three rhythms in the first school."""
    rhythms = set()
    for school_class in SchoolClass.objects.filter(
        enrolments__contract__isnull=False, school__number__in=("9716", "9717")
    ).distinct():
        begins = date(school_class.school_year, 8, 1)
        room = school_class.room_id
        known = {day.day for day in class_days([room], begins, today())[room] if day.school}
        rooms = school_class.enrolments.values_list("room_id", flat=True)
        lines = Line.objects.filter(room__in=rooms, place="school", day__gte=begins)
        written = set(lines.values_list("day", flat=True))
        assert bool(written) == bool(known), school_class
        assert written <= known, school_class
        rhythms.add(frozenset(day.weekday() for day in known))
    assert frozenset({1, 3}) in rhythms or not any(rhythms)


def test_the_calendar_of_the_first_class_has_something_of_everything_around_today() -> None:
    school_class = SchoolClass.objects.get(label=cast.CLASS_LABEL)
    room, until = school_class.room_id, today() + timedelta(days=49)
    days = class_days([room], today(), until)[room]
    assert any(day.cancelled for day in days)
    assert any(lesson.was for day in days for lesson in day.lessons)
    assert any(day.exams for day in days)
    assert any(day.basis == "free_day" for day in days)
    rooms = list(school_class.enrolments.values_list("room_id", flat=True))
    assert any(day.courses for of_room in contract_days(rooms, today(), until).values() for day in of_room)


def test_nothing_lies_in_the_future() -> None:
    assert not Line.objects.filter(week__in=_demo_weeks(), day__gt=today()).exists()
    assert not RecordAct.objects.filter(at__gt=now()).exists()
    assert not Comment.objects.filter(written_at__gt=now() + timedelta(minutes=1)).exists()


def test_every_signature_is_over_what_stands_there_and_after_the_submission() -> None:
    for week in _demo_weeks().filter(state="signed").prefetch_related("lines", "acts")[:200]:
        acts = sorted(week.acts.all(), key=lambda act: act.at)
        signed = next(act for act in acts if act.act == "signed")
        assert signed.digest == digest_of(week.lines.all())
        before = [act.act for act in acts if act.at < signed.at]
        assert "submitted" in before
        assert before.count("returned") < before.count("submitted")


def test_the_persona_guardian_is_the_guardian_of_a_minor() -> None:
    minors = [d.room_id for d in PersonalDetails.objects.all() if guardianship_end(d.born_on) >= today()]
    assert len(minors) >= 2
    assert Guardianship.objects.filter(person=demo_person("guardian"), room_id__in=minors).count() == 1
    assert RecordAct.objects.filter(act="guardian_noted", person=demo_person("guardian")).exists()


def test_the_first_school_has_opened_lesson_topics_in_two_steps_and_trainers_see_them_since_the_second() -> (
    None
):
    decisions = ReleaseDecision.objects.filter(organisation__number="9716", category="lessons").order_by(
        "effective_on"
    )
    assert [one.state for one in decisions] == ["teacher", "open"]
    assert all(one.decided_by == demo_person("head_of_school") for one in decisions)
    membership = Membership.objects.filter(person=demo_person("trainer"), room__kind="apprenticeship").first()
    assert "lessons" in membership.scopes
    assert membership.starts["lessons"] == decisions[1].effective_on.isoformat()


def test_a_class_has_topics_and_absences_that_fit_the_records() -> None:
    school_class = SchoolClass.objects.get(label=cast.CLASS_LABEL)
    topics = LessonTopic.objects.filter(room_id=school_class.room_id)
    assert topics.count() >= 4
    assert all(topic.day <= today() and topic.learning_field for topic in topics)
    rooms = school_class.enrolments.values_list("room_id", flat=True)
    absent = Absence.objects.filter(room__in=rooms, kind="absent")
    assert absent
    assert all(Line.objects.filter(room_id=one.room_id, day=one.day, place="sick").exists() for one in absent)
    assert {one.state for one in Absence.objects.filter(room__in=rooms)} <= {"open", "excused"}


def test_plan_items_of_every_template_exist() -> None:
    items = Line.objects.filter(week__in=_demo_weeks(), place="company").values_list("plan_items", flat=True)
    assert all(items)
    assert all(
        "{" not in text for text in Line.objects.filter(week__in=_demo_weeks()).values_list("text", flat=True)
    )
    for grammar in (IT, OFFICE):
        assert grammar.work


def test_a_second_start_adds_nothing_and_keeps_what_people_wrote() -> None:
    before = _counts()
    draft = _demo_weeks().filter(contract__apprentice=demo_person("apprentice"), state="draft").get()
    line = draft.lines.first()
    Line.objects.filter(pk=line.pk).update(text="Das habe ich selbst geschrieben")
    removed = draft.lines.exclude(pk=line.pk).delete()[1]["records.Line"]
    Person.objects.filter(pk=demo_person("trainer").pk).update(theme="dark")
    fill()
    line.refresh_from_db()
    assert line.text == "Das habe ich selbst geschrieben"
    assert demo_person("trainer").theme == "dark"
    after = _counts()
    assert after["records_line"] == before["records_line"] - removed
    ignored = {"records_line", "records_linehistory"}
    assert {k: v for k, v in after.items() if k not in ignored} == {
        k: v for k, v in before.items() if k not in ignored
    }


@pytest.mark.parametrize(
    ("name", "address"),
    [("Ayşe Tekin", "ayse.tekin"), ("Dr. Isabel Funke", "isabel.funke"), ("Oliver Thöne", "oliver.thoene"), ("Thi Mai Pham", "thi.mai.pham")],
)  # fmt: skip
def test_addresses_are_plain_letters(name: str, address: str) -> None:
    assert address_of(name) == address


def test_apprentices_find_that_trainer_and_class_teacher_have_looked() -> None:
    """The system role cannot read what it invented: it is read as the person concerned."""
    wanted = {"Ausbilder/in", "Klassenleitung"}
    with as_reader(demo_person("apprentice").pk):
        found = looks_between(LookFilter(), first=today() - timedelta(days=60), last=today())
    assert wanted <= {one.capacity_label for one in found}
    assert all(one.day < today() and one.day.weekday() < 5 for one in found)
