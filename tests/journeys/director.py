"""Puts people and weeks on the stage of the journeys: a process of its own, told what to do line by line.

Django's database layer refuses to work in the thread in which Playwright runs. Reads one JSON object per line from
standard input, {"do": name, …arguments}, and answers each with one line of JSON.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402 - Django must be set up first

from tests.clients import standing_as  # noqa: E402 - after Django
from tests.exchange.help.scenes import keep_helpers  # noqa: E402 - after Django
from tests.planning.timeline.year import keep_lanes  # noqa: E402 - after Django
from tests.privacy.deciding import school_decides  # noqa: E402 - after Django
from tests.schedule.release.days import keep_day, school_day  # noqa: E402 - after Django
from tests.world_planning import monday_in  # noqa: E402 - after Django
from tests.worlds import ACTOR, Apprenticeship, World, build_world, build_worlds  # noqa: E402 - after Django
from zweiklang.apprenticeships.public import Pupil, assign_trainer  # noqa: E402 - after Django
from zweiklang.curricula.public import Position  # noqa: E402 - after Django
from zweiklang.exchange.public import Booking  # noqa: E402 - after Django
from zweiklang.kernel.clock import today  # noqa: E402 - after Django
from zweiklang.kernel.hesse import public_holiday  # noqa: E402 - after Django
from zweiklang.people.identities import IdentityProvider  # noqa: E402 - after Django
from zweiklang.people.public import Person, actor_of, add_person  # noqa: E402 - after Django
from zweiklang.planning.public import PlanEntry, TrainingPlan  # noqa: E402 - after Django
from zweiklang.records.public import Line, Week, return_week, submit_week  # noqa: E402 - after Django
from zweiklang.rooms.public import apply_policies, as_system  # noqa: E402 - after Django

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_worlds: dict[str, World] = {}


def main() -> None:
    """Answers until standard input is closed."""
    apply_policies(using="owner")
    worlds = build_worlds()
    _worlds.update(a=worlds.a, b=worlds.b)
    others = {key: person.email for key, person in worlds.roomless.items()}
    say(
        {
            "worlds": {"a": told(worlds.a), "b": told(worlds.b)},
            "others": others | {"crossing": worlds.crossing.person.email},
        }
    )
    for line in sys.stdin:
        order = json.loads(line)
        say(ORDERS[order.pop("do")](**order))


def say(answer: Any) -> None:
    """One line of JSON is written."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def world(name: str) -> dict[str, Any]:
    """A world of that name exists; see `told`."""
    if name not in _worlds:
        _worlds[name] = build_world(name)
    return told(_worlds[name])


def told(world: World) -> dict[str, Any]:
    """Returns e-mail addresses by capacity, and rooms and weeks of both apprenticeships."""
    return {
        "people": {capacity: person.email for capacity, person in world.people.items()},
        "first": told_apprenticeship(world.first),
        "second": told_apprenticeship(world.second),
        "class_room": str(world.school_class.room_id),
        "team_room": str(world.team_room_id),
        "school_number": world.school.number,
    }


def told_apprenticeship(one: Apprenticeship) -> dict[str, Any]:
    """Returns the room, the week in each state, and quiet weeks: not begun, without a holiday, newest first."""
    written = {one.weeks.monday(state) for state in one.weeks.row}
    past = [one.weeks.this_monday - timedelta(weeks=ago) for ago in range(5, 40)]
    quiet = [
        m
        for m in past
        if m not in written and not any(public_holiday(m + timedelta(days=n)) for n in range(5))
    ]
    return {
        "room": str(one.room_id),
        "name": one.apprentice.name,
        "weeks": {state: slug(week.monday) for state, week in one.weeks.row.items()},
        "quiet": [slug(monday) for monday in quiet],
        "this_week": slug(one.weeks.this_monday),
    }


def slug(monday: date) -> str:
    """Returns "2026-W12"."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def submitted(name: str, slugs: list[str]) -> None:
    """The first apprentice of that world has submitted these weeks."""
    one = _worlds[name].first
    for value in slugs:
        monday = date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        with standing_as(one.apprentice):
            week = Week.objects.create(room_id=one.room_id, contract=one.contract, monday=monday)
            Line.objects.create(
                room_id=one.room_id,
                week=week,
                day=monday,
                place="company",
                text=f"Arbeit in {value}",
                minutes=480,
            )
            submit_week(actor_of(one.apprentice), room_id=one.room_id, monday=monday)


def returned(name: str, slugs: list[str]) -> None:
    """The same, and the trainer has sent them back."""
    submitted(name, slugs)
    one = _worlds[name].first
    for value in slugs:
        monday = date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        with standing_as(one.firm.trainer):
            return_week(
                actor_of(one.firm.trainer), room_id=one.room_id, monday=monday, reason="Stunden fehlen."
            )


def session(email: str) -> str:
    """Returns the session key of a browser in which that person is signed in."""
    client = Client()
    client.force_login(Person.objects.get(email=email), backend=BACKEND)
    return client.cookies["zk_session"].value


def password(email: str, value: str) -> None:
    """The person signs in with that password."""
    person = Person.objects.get(email=email)
    person.set_password(value)
    person.save()


def newcomer(name: str, firm: str, email: str) -> dict[str, str]:
    """The pupil without contract in that world has a birthday and a firm; returns her name and the school's team room."""
    known = _worlds[name]
    with as_system("journeys"):
        Pupil.objects.filter(person=known.pupil).update(
            born_on=date(2008, 3, 4),
            firm_name=firm,
            firm_email=email,
            firm_street="Am Hofgut 4",
            firm_postcode="34125",
            firm_town="Kassel",
        )
    return {"pupil": known.pupil.name, "team": str(known.team_room_id)}


def service(**values: Any) -> None:
    """Schools can sign people in with that service."""
    with as_system("journeys"):
        IdentityProvider.objects.update_or_create(key=values.pop("key"), defaults=values)


def decide(*, world: str, category: str, state: str) -> None:
    """The world's school has decided how far the category is open to firms, from today on."""
    school_decides(_worlds[world], category, state)


def cancelled_lessons(*, world: str) -> str:
    """Today or tomorrow that world's class has four of six lessons; returns the day."""
    keep_day(_worlds[world], school_day(), cancelled=(5, 6))
    return school_day().isoformat()


def lessons_today(*, world: str) -> None:
    """That world's class has four lessons today, one of each subject."""
    keep_day(_worlds[world], today(), lessons=4)


def lanes(*, world: str) -> None:
    """Both lanes of that world stand in fixed weeks of the school year: see `keep_lanes`."""
    with as_system("journeys"):
        keep_lanes(_worlds[world])


def unrelated_plan(name: str) -> None:
    """The second firm of that world has a plan, of a position that no Lernfeld belongs to."""
    room, position = (
        _worlds[name].second.room_id,
        Position.objects.get(section__regulation__document_number="TEST1", number="2"),
    )
    with as_system("journeys"):
        TrainingPlan.objects.get_or_create(room_id=room)
        PlanEntry.objects.create(
            room_id=room, position=position, first_week=monday_in(4), last_week=monday_in(9)
        )


def helpers(name: str) -> dict[str, str]:
    """Apprentices of that world find people who help in confidence; returns the e-mail addresses of the school's and of QuABB's."""
    found = keep_helpers(_worlds[name])
    return {"school": found.teacher.email, "quabb": found.quabb.email}


def trainers(name: str, number: int) -> list[str]:
    """So many more people train the first apprentice of that world; returns a session key of each."""
    contract, keys = _worlds[name].first.contract, []
    for n in range(number):
        with as_system(ACTOR):
            email = f"viele{n}.{name}@journeys.example"
            person = add_person(ACTOR, email=email, given_name="Toni", family_name=f"Viele {n}")
            assign_trainer(
                ACTOR, contract=contract, person=person, capacity="deputy_trainer", first_day=today()
            )
        keys.append(session(email))
    return keys


def talks(day: str) -> dict[str, int]:
    """How many talks that consultation day has, at how many times."""
    with as_system(ACTOR):
        rows = list(Booking.objects.filter(slot__day=day, cancelled_at=None))
    return {"talks": len(rows), "times": len({row.slot_id for row in rows})}


ORDERS: dict[str, Callable[..., Any]] = {
    "world": world,
    "submitted": submitted,
    "returned": returned,
    "session": session,
    "password": password,
    "service": service,
    "newcomer": newcomer,
    "decide": decide,
    "cancelled_lessons": cancelled_lessons,
    "lessons_today": lessons_today,
    "lanes": lanes,
    "unrelated_plan": unrelated_plan,
    "trainers": trainers,
    "talks": talks,
    "helpers": helpers,
}

if __name__ == "__main__":
    main()
