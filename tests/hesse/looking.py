"""Looks at a Hesse with the product's own code, in a process of its own: `python -m tests.hesse.looking`, with the cast on standard input."""

import json
import sys
from typing import Any

TALKS = ("/nachrichten/", "/nachrichten/gespraeche/", "/nachrichten/mitteilungen/", "/kalender/")
RECORD = "/nachweis/{room}/"
WANTED: dict[str, tuple[str, ...]] = {
    "apprentice": ("/", RECORD, RECORD + "{draft}/", "/ausbildung/{room}/", "/nachrichten/gespraeche/raum/{room}/", *TALKS),
    "trainer": ("/", RECORD + "{submitted}/?von=offen", RECORD + "abdeckung/", "/nachweis/offen/", "/ausbildung/",
                "/planung/ausbildung/{room}/plan/",
        "/planung/ausbildung/{room}/", *TALKS),
    "class_teacher": ("/", "/ausbildung/klasse/{class_room}/", RECORD + "{signed}/", "/schulzeit/klasse/{class_room}/fehlzeiten/",
                      "/schulzeit/klasse/{class_room}/unterricht/"),
    "guardian": ("/", RECORD + "{signed}/"),
    "head_of_school": ("/", "/ausbildung/klasse/{class_room}/"),
    "chamber_adviser": ("/",),
    "land": ("/",),
}  # fmt: skip


def main() -> None:
    """Prints as JSON which pages answer how, where derivation differs, and how many digests are those of the product."""
    from zweiklang.cli.environment import setup_django

    setup_django()
    from zweiklang.cli.hesse_world.public import differences

    cast = json.load(sys.stdin)
    told = {
        "different": differences(sample=12),
        "digests": digests(),
        "pages": pages(cast),
        "teams": team_differences(),
    }
    json.dump(told, sys.stdout)


def pages(cast: dict[str, Any]) -> dict[str, list[Any]]:
    """Returns the status of each page, and whether it shows what it should."""
    from django.test import Client

    from zweiklang.people.public import Person

    values = {"room": cast["room_id"], "class_room": cast["class_room_id"]}
    values |= {state: slug(day) for state, day in cast["weeks"].items()}
    found = {}
    for who, paths in WANTED.items():
        client = Client()
        client.force_login(
            Person.objects.get(email=cast["people"][who]["email"]),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        for path in (pattern.format(**values) for pattern in paths):
            answer = client.get(path, follow=path == "/kalender/")
            found[f"{who} {path}"] = [answer.status_code, len(answer.content)]
    return found


def slug(day: str) -> str:
    """Returns the name of a week in addresses."""
    from datetime import date

    return "{}-W{:02d}".format(*date.fromisoformat(day).isocalendar()[:2])


def digests() -> dict[str, int]:
    """Compares acts with what the product would have stored for the lines of the week."""
    from zweiklang.kernel.actor import system_actor
    from zweiklang.records.public import RecordAct, Week, digest_of
    from zweiklang.rooms.public import as_system

    right = {"signed": 0, "school_noted": 0, "wrong": 0}
    with as_system(system_actor("tests")):
        for week in Week.objects.filter(state="signed").order_by("id")[:300]:
            lines = list(week.lines.all())
            for act in RecordAct.objects.filter(week=week, act__in=["signed", "school_noted"]):
                same = act.digest == digest_of(lines, school_only=act.act == "school_noted")
                right[act.act if same else "wrong"] += 1
    return right


def team_differences() -> list[str]:
    """Returns organisations whose own room would have other members if the product derived them."""
    from django.db import transaction

    from zweiklang.apprenticeships.public import derive_organisation
    from zweiklang.kernel.actor import system_actor
    from zweiklang.organisations.public import Organisation
    from zweiklang.rooms.public import Membership, as_system

    actor, found = system_actor("tests"), []
    with transaction.atomic():
        with as_system(actor):
            schools = Organisation.objects.filter(kind="school")[:1]
            for organisation in [*Organisation.objects.filter(kind="firm").order_by("id")[:2], *schools]:
                rows = Membership.objects.filter(room__organisation=organisation)
                before = set(rows.values_list("pk", "capacity", "first_day"))
                derive_organisation(actor, organisation.pk)
                if not before or before != set(rows.values_list("pk", "capacity", "first_day")):
                    found.append(organisation.name)
        transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    main()
