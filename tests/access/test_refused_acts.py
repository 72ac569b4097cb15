"""Every act × everybody: the right ones change something; a refusal proves that nothing changed and nothing was sent."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.access import tables
from tests.clients import PersonClient, standing_as
from tests.mailing import delivered
from tests.worlds import World, Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.records.public import digest_of
from zweiklang.records.weeks import week_slug

MEMBERS = (
    "apprentice", "second_apprentice", "trainer", "deputy_trainer", "training_manager", "class_teacher", "subject_teacher",
    "head_of_school", "guardian", "chamber_adviser", "other_trainer", "crossing",
)  # fmt: skip
SIGNING = {"trainer", "deputy_trainer", "training_manager", "crossing"}


@dataclass(frozen=True, slots=True)
class Act:
    """A POST: to which address, on the week in which state, and who may."""

    address: str
    state: str
    allowed: frozenset[str]
    status: int = 302


def _act(name: str, state: str, *allowed: str) -> Act:
    return Act(f"{{week}}{name}/", state, frozenset(allowed))


ACTS = {
    "submit": _act("einreichen", "draft", "apprentice"),
    "withdraw": _act("zurueckholen", "submitted", "apprentice"),
    "sign": _act("unterschreiben", "submitted", *SIGNING),
    "return": _act("zurueckgeben", "submitted", *SIGNING),
    "unlock": _act("entsperren", "signed", "training_manager"),
    "note school days": _act("schule-kenntnis", "submitted", "class_teacher"),
    "note as guardian": _act("kenntnis", "submitted", "guardian"),
    "comment": _act("anmerken", "draft", "apprentice", *SIGNING),
    "save a field": Act("{week}feld/", "draft", frozenset({"apprentice"}), status=200),
    "save the form": Act("{week}", "draft", frozenset({"apprentice"})),
}


def _post(person: Person | None, world: World, act: Act, capacity: str) -> HttpResponse:
    weeks = world.first.weeks
    with standing_as(world.first.apprentice):
        lines = weeks.lines(act.state)
    line = lines[0]
    school_only = capacity == "class_teacher"
    field = f"line_{line.pk}_{line.day}_text"
    data = {
        "seen": digest_of(lines, school_only=school_only),
        "reason": "Ein Grund",
        "comment": "Eine Anmerkung",
        "field": field,
        "base": line.text,
        "value": "Anderer Text",
        field: "Anderer Text",
        f"base_{field}": line.text,
    }
    client = PersonClient()
    if person is not None:
        client.force_login(person)
    monday = weeks.monday(act.state)
    week = f"{reverse('records:weeks', args=[world.first.room_id])}{week_slug(monday)}/"
    return client.post(act.address.format(week=week), data)


def _person(worlds: Worlds, capacity: str) -> Person:
    return worlds.crossing.person if capacity == "crossing" else worlds.a.people[capacity]


@pytest.mark.parametrize(
    ("name", "capacity"), [(n, c) for n, act in ACTS.items() for c in sorted(act.allowed)]
)
def test_whose_act_it_is_changes_something(name: str, capacity: str, worlds: Worlds) -> None:
    act, before = ACTS[name], tables.digest()
    assert _post(_person(worlds, capacity), worlds.a, act, capacity).status_code == act.status
    assert tables.digest() != before


@pytest.mark.parametrize(
    ("name", "capacity"), [(n, c) for n, act in ACTS.items() for c in MEMBERS if c not in act.allowed]
)
def test_a_refused_act_changes_nothing_and_sends_nothing(name: str, capacity: str, worlds: Worlds) -> None:
    before = tables.digest()
    response = _post(_person(worlds, capacity), worlds.a, ACTS[name], capacity)
    assert response.status_code in (403, 404)
    assert tables.digest() == before
    assert delivered() == []


@pytest.mark.parametrize("name", ACTS)
def test_nobody_of_the_other_world_acts_here(name: str, worlds: Worlds) -> None:
    before = tables.digest()
    for capacity, person in (*worlds.b.people.items(), *worlds.roomless.items()):
        assert _post(person, worlds.a, ACTS[name], capacity).status_code == 404, capacity
    assert _post(None, worlds.a, ACTS[name], "").status_code == 302
    assert tables.digest() == before
    assert delivered() == []


def test_the_crossing_person_signs_here_and_not_there(worlds: Worlds) -> None:
    person, before = worlds.crossing.person, tables.digest()
    assert _post(person, worlds.b, ACTS["sign"], "crossing").status_code == 403
    assert tables.digest() == before
    assert _post(person, worlds.b, ACTS["note school days"], "class_teacher").status_code == 302
    assert tables.digest() != before


def test_a_form_without_its_token_changes_nothing(world_a: World) -> None:
    before = tables.digest()
    client = PersonClient(enforce_csrf_checks=True)
    client.force_login(world_a.people["trainer"])
    monday = week_slug(world_a.first.weeks.monday("submitted"))
    address = f"{reverse('records:weeks', args=[world_a.first.room_id])}{monday}/zurueckgeben/"
    assert client.post(address, {"reason": "Ein Grund"}).status_code == 403
    assert tables.digest() == before


def test_an_act_on_a_week_nobody_began_is_not_found(world_a: World) -> None:
    before = tables.digest()
    client = PersonClient()
    client.force_login(world_a.people["trainer"])
    monday = week_slug(world_a.first.weeks.monday("open"))
    for room_id in (world_a.first.room_id, new_id()):
        address = f"{reverse('records:weeks', args=[room_id])}{monday}/unterschreiben/"
        assert client.post(address, {"seen": "0" * 64}).status_code == 404
    assert tables.digest() == before
