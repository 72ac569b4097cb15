"""The class of the next school year: planned by its school and seen ahead by whoever will belong to it, and nothing personal before it begins."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import (
    PersonalDetails,
    SchoolClass,
    assign_teacher,
    derive_class,
    enrol,
    guardianship_end,
    open_class,
)
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import Membership, as_system, recompute_memberships
from zweiklang.schedule.models import SchoolPeriod

ClientOf = Callable[[Person | None], Client]
DAY = timedelta(days=1)
FIRM = ("trainer", "deputy_trainer", "training_manager")


@dataclass(frozen=True, slots=True)
class Coming:
    """The class of the next school year with a new class teacher; the world's first apprentice will be in it."""

    world: World
    school_class: SchoolClass
    teacher: Person
    begins: date

    @property
    def monday(self) -> date:
        """The Monday of a week of school in October."""
        return monday_of(self.begins.replace(month=9, day=20))

    def url(self, name: str) -> str:
        return reverse(name, args=[self.school_class.room_id])


@pytest.fixture
def coming(world_a: World) -> Coming:
    begins = date(school_year(today()) + 1, 8, 1)
    school_class = open_class(
        ACTOR, school=world_a.school, label="12FIa", school_year=begins.year, grade=3, occupation_name="FI"
    )
    with as_system(ACTOR):
        teacher = add_person(
            ACTOR, email="morgen@welten.example", given_name="Mona", family_name="Morgenlehrerin"
        )
    assign_teacher(
        ACTOR, school_class=school_class, person=teacher, capacity="class_teacher", first_day=begins
    )
    enrol(ACTOR, contract=world_a.first.contract, school_class=school_class, first_day=begins)
    return Coming(world_a, school_class, teacher, begins)


def _painted(client: Client, coming: Coming) -> None:
    sent = {"woche": [coming.monday.isoformat()], "vorher": ""}
    assert client.post(coming.url("schedule:school_days"), sent).status_code == 302


def _text(page: str) -> str:
    """Returns what the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _blocks(school_class: SchoolClass) -> list[tuple[date, date]]:
    with as_system(ACTOR):
        rows = SchoolPeriod.objects.filter(room_id=school_class.room_id)
        return list(rows.order_by("first_day").values_list("first_day", "last_day"))


@pytest.mark.parametrize("who", ["head_of_school", "school_office"])
def test_the_school_paints_blocks_of_the_next_year_and_the_firms_calendar_shows_them(
    who: str, client_of: ClientOf, coming: Coming
) -> None:
    before = _blocks(coming.world.school_class)
    _painted(client_of(coming.world.people[who]), coming)
    assert _blocks(coming.school_class) == [(coming.monday, coming.monday + 4 * DAY)]
    assert _blocks(coming.world.school_class) == before
    trainer = client_of(coming.world.people["trainer"])
    week = reverse("calendar:room_week", args=[coming.world.first.room_id])
    page = trainer.get(f"{week}?tag={coming.monday.isoformat()}").content.decode()
    assert len(re.findall(r"September Schule", _text(page))) == 5
    many = trainer.get(f"{reverse('calendar:people')}?tag={coming.monday.isoformat()}").content.decode()
    assert "12FIa" in many
    year = trainer.get(f"{reverse('calendar:years')}?tag={coming.monday.isoformat()}").content.decode()
    assert "12FIa" in year


def test_the_next_class_teacher_plans_before_the_first_day(client_of: ClientOf, coming: Coming) -> None:
    teacher = client_of(coming.teacher)
    _painted(teacher, coming)
    listed = teacher.get(reverse("apprenticeships:index")).content.decode()
    assert f"Schuljahr {coming.begins.year}/" in listed
    year = teacher.get(coming.url("calendar:class_year")).content.decode()
    assert f"Schuljahr {coming.begins.year}/" in year
    assert "September" in year


def test_the_next_teacher_sees_neither_the_apprenticeship_nor_who_will_be_in_the_class(
    client_of: ClientOf, coming: Coming
) -> None:
    teacher = client_of(coming.teacher)
    assert teacher.get(reverse("apprenticeships:room", args=[coming.world.first.room_id])).status_code == 404
    page = teacher.get(coming.url("apprenticeships:school_class")).content.decode()
    assert coming.world.first.apprentice.family_name not in page
    with standing_as(coming.teacher):
        seen = {table for table in tables.TABLES if tables.visible(table, coming.world.first.room_id)}
        members = tables.visible("rooms_membership", coming.school_class.room_id)
    assert seen == set()
    assert members == set()


@pytest.mark.parametrize("who", ["apprentice", *FIRM, "guardian"])
def test_whoever_comes_along_sees_when_there_is_school_and_nothing_else(who: str, coming: Coming) -> None:
    person = coming.world.people[who]
    with as_system(ACTOR):
        rows = Membership.objects.filter(room_id=coming.school_class.room_id, person=person)
        scopes = {tuple(row.scopes) for row in rows.filter(first_day__lte=today(), last_day__gte=today())}
        born_on = PersonalDetails.objects.get(room=coming.world.first.room_id).born_on
    # In August the apprentice will be of age before the next class begins: nothing of it is a guardian's then.
    comes = who != "guardian" or guardianship_end(born_on) >= coming.begins
    assert scopes == ({("schedule",)} if comes else set())
    with standing_as(person):
        assert tables.visible("apprenticeships_teachingassignment", coming.school_class.room_id) == set()
        assert bool(tables.visible("apprenticeships_schoolclass", coming.school_class.room_id)) is comes


def test_others_of_this_year_see_nothing_of_the_next_class(client_of: ClientOf, coming: Coming) -> None:
    for who in ("second_apprentice", "other_trainer", "class_teacher"):
        page = client_of(coming.world.people[who]).get(coming.url("calendar:class_year"))
        assert page.status_code == 404, who


def test_from_its_first_day_on_the_membership_carries_everything_and_rules_cut_it_the_same_way(
    coming: Coming,
) -> None:
    def pieces() -> list[tuple[date, date | None, tuple[str, ...]]]:
        with as_system(ACTOR):
            rows = Membership.objects.filter(room_id=coming.school_class.room_id, person=coming.teacher)
            return [(m.first_day, m.last_day, tuple(m.scopes)) for m in rows.order_by("first_day")]

    ahead, begun = found = pieces()
    assert (ahead[0], ahead[1], begun[0]) == (today(), coming.begins - DAY, coming.begins)
    assert set(begun[2]) - set(ahead[2]) == {"members"}
    assert "lessons:write" in ahead[2]
    recompute_memberships(ACTOR, [coming.school_class.room_id])
    assert pieces() == found
    derive_class(ACTOR, coming.school_class)
    assert pieces() == found


def test_who_comes_during_the_year_comes_on_their_day(coming: Coming) -> None:
    later = coming.begins + timedelta(days=90)
    with as_system(ACTOR):
        person = add_person(
            ACTOR, email="herbst@welten.example", given_name="Henrik", family_name="Herbstlehrer"
        )
    assign_teacher(
        ACTOR,
        school_class=coming.school_class,
        person=person,
        capacity="subject_teacher",
        first_day=later,
    )
    with as_system(ACTOR):
        days = Membership.objects.filter(person=person).values_list("first_day", flat=True)
        assert set(days) == {later}
