"""A firm's departments, rotation and templates: the training manager changes, trainers of the firm see, nobody else learns of them."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import show_before
from tests.world_planning import firm_room, monday_in
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import hold_post
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.organisations.public import Department, add_department
from zweiklang.people.public import Person
from zweiklang.planning.models import DepartmentProfile, PlanEntry, PlanTemplate
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def manager(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["training_manager"])


@pytest.fixture
def trainer(client_of: ClientOf, world_a: World) -> Client:
    """Somebody who trains the first apprentice and has a post at the firm."""
    person = world_a.people["trainer"]
    with as_system(ACTOR):
        hold_post(
            ACTOR,
            person=person,
            organisation=world_a.first.firm.organisation,
            capacity="trainer",
            first_day=today() - timedelta(days=30),
        )
    return client_of(person)


@pytest.fixture
def room(world_a: World) -> UUID:
    return firm_room(world_a)


def department(world: World) -> Department:
    return Department.objects.get(organisation=world.first.firm.organisation)


def profile(world: World) -> DepartmentProfile:
    with as_system(ACTOR):
        return DepartmentProfile.objects.get(department__organisation=world.first.firm.organisation)


def test_the_manager_says_what_a_department_takes_and_teaches(
    manager: Client, world_a: World, room: UUID
) -> None:
    path = reverse("planning:department", args=[room, department(world_a).pk])
    page = manager.get(path).content.decode()
    assert "Planen des Arbeitsablaufs" in page
    (position,) = profile(world_a).positions
    first, last = monday_in(10), monday_in(11)
    sent = {
        "capacity": "3",
        "positions0": [str(position)],
        "closed_first": (first + timedelta(days=2)).isoformat(),
        "closed_last": last.isoformat(),
    }
    assert manager.post(path, sent).status_code == 302
    found = profile(world_a)
    assert (found.capacity, found.positions) == (3, [position])
    assert found.closed == [[first.isoformat(), last.isoformat()]]
    # The closure stays while its box is ticked, and goes with it.
    manager.post(path, {"capacity": "3", "keep_closed": [f"{first.isoformat()}/{last.isoformat()}"]})
    assert profile(world_a).closed == [[first.isoformat(), last.isoformat()]]
    manager.post(path, {"capacity": "3"})
    assert (profile(world_a).closed, profile(world_a).positions) == ([], [])


@pytest.mark.parametrize(
    "sent",
    [
        {"capacity": "0"},
        {"capacity": "viele"},
        {"capacity": "2", "closed_first": "2026-11-23"},
        {"capacity": "2", "closed_first": "2026-11-23", "closed_last": "2026-11-09"},
        {"capacity": "2", "positions0": ["00000000-0000-0000-0000-000000000000"]},
    ],
)
def test_what_a_department_cannot_be_is_said(
    manager: Client, world_a: World, room: UUID, sent: dict[str, str]
) -> None:
    before = profile(world_a)
    answer = manager.post(reverse("planning:department", args=[room, department(world_a).pk]), sent)
    assert answer.status_code == 422
    after = profile(world_a)
    assert (after.capacity, after.closed) == (before.capacity, before.closed)


def test_a_trainer_sees_departments_and_changes_none(trainer: Client, world_a: World, room: UUID) -> None:
    page = trainer.get(reverse("planning:departments", args=[room])).content.decode()
    assert "Prüffeld" in page
    assert "Plätze und Positionen ändert die Ausbildungsleitung des Betriebs." in page
    path = reverse("planning:department", args=[room, department(world_a).pk])
    assert trainer.post(path, {"capacity": "9"}).status_code == 403
    assert profile(world_a).capacity == 1


def test_a_department_of_another_firm_is_not_found(
    manager: Client, world_a: World, world_b: World, room: UUID
) -> None:
    path = reverse("planning:department", args=[room, department(world_b).pk])
    assert manager.post(path, {"capacity": "9"}).status_code == 404
    assert manager.get(reverse("planning:rotation", args=[firm_room(world_b)])).status_code == 404
    assert profile(world_b).capacity == 1


def test_the_rotation_names_people_departments_and_who_is_too_many(
    manager: Client, world_a: World, room: UUID
) -> None:
    year = school_year(monday_in(4))
    page = manager.get(reverse("planning:rotation", args=[room]) + f"?jahr={year}").content.decode()
    assert world_a.first.apprentice.name in page
    assert "Prüffeld" in page
    assert world_a.second.apprentice.name not in page
    assert manager.get(reverse("planning:rotation", args=[room]) + "?jahr=9999").status_code == 200
    answer = manager.get(reverse("planning:rotation_csv", args=[room]) + f"?jahr={year}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Auszubildende", "Beruf", "Abteilung"]
    assert rows[1][0] == world_a.first.apprentice.name
    assert rows[1][2] == "Prüffeld"
    assert rows[1][4] == max(monday_in(4), _first_monday(year)).strftime("%d.%m.%Y")


def _first_monday(year: int) -> date:
    return monday_of(date(year, 8, 1))


def test_a_name_that_is_a_formula_does_not_run_in_a_spreadsheet(
    manager: Client, world_a: World, room: UUID
) -> None:
    with as_system(ACTOR):
        found = add_department(ACTOR, organisation=world_a.first.firm.organisation, name="=1+1")
        PlanEntry.objects.filter(room_id=world_a.first.room_id).update(department=found)
    year = school_year(monday_in(4))
    text = manager.get(reverse("planning:rotation_csv", args=[room]) + f"?jahr={year}").content.decode()
    assert ";'=1+1;" in text


def test_a_template_is_removed_by_its_firm_only(
    manager: Client, client_of: ClientOf, world_a: World, world_b: World
) -> None:
    with as_system(ACTOR):
        own, foreign = (PlanTemplate.objects.get(room_id=firm_room(world)) for world in (world_a, world_b))
    path = reverse("planning:templates", args=[firm_room(world_a)])
    assert "Standard" in manager.get(path).content.decode()
    assert manager.post(path, {"remove": str(foreign.pk)}).status_code == 404
    assert manager.post(path, {"remove": str(own.pk)}).status_code == 302
    assert manager.post(path, {"remove": str(own.pk)}).status_code == 404
    with as_system(ACTOR):
        assert PlanTemplate.objects.filter(pk=foreign.pk).exists()


def _years(world: World) -> range:
    contract = world.second.contract
    return range(school_year(contract.first_day), school_year(contract.last_day) + 1)


def test_a_firm_without_departments_is_not_bothered_with_them(client_of: ClientOf, world_a: World) -> None:
    firm = world_a.second.firm
    client = client_of(firm.training_manager)
    plan = reverse("planning:plan", args=[world_a.second.room_id])
    client.post(
        reverse("planning:plan_start", args=[world_a.second.room_id]), {"source": "regulation", "revision": 0}
    )
    assert "Abteilung" not in client.get(plan).content.decode()
    new = client.get(reverse("planning:plan_new_entry", args=[world_a.second.room_id])).content.decode()
    assert 'name="department"' not in new
    team = UUID(client.get(reverse("planning:firm")).headers["Location"].split("/")[3])
    assert "Versetzungsplan" not in client.get(reverse("offices:home", args=[team])).content.decode()
    shown = client.get(reverse("planning:rotation", args=[team])).content.decode()
    assert ">Abteilung<" not in shown
    assert "ohne Abteilung" not in shown
    with as_system(ACTOR):
        title = PlanEntry.objects.filter(room_id=world_a.second.room_id).earliest("first_week").position.title
    all_years = [
        client.get(reverse("planning:rotation", args=[team]), {"jahr": year}) for year in _years(world_a)
    ]
    assert any(f"{title}, KW" in page.content.decode() for page in all_years)


@pytest.mark.parametrize("name", ["rotation", "departments", "templates"])
def test_the_pages_of_a_firm_ask_few_questions(manager: Client, room: UUID, name: str) -> None:
    path = reverse(f"planning:{name}", args=[room])
    show_before(manager, path)
    with CaptureQueriesContext(connection) as counted:
        assert manager.get(path).status_code == 200
    asked = [
        one["sql"][:150]
        for one in counted
        if "set_config" not in one["sql"] and "SAVEPOINT" not in one["sql"]
    ]
    assert len(asked) <= 12, "\n".join(asked)
