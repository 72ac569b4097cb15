"""The first page of an organisation: who leads it, and what somebody with administration ought to look at."""

from dataclasses import dataclass

from django.urls import reverse

from zweiklang.kernel.clock import today
from zweiklang.offices.policy import LEADING, appointable
from zweiklang.offices.selectors.office import Office
from zweiklang.offices.selectors.register import register_of
from zweiklang.offices.selectors.tasks import teaching_in, training_in
from zweiklang.organisations.public import Post
from zweiklang.rooms.public import Member, Scope, members_of, note_look


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: what, why, where."""

    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Who leads, how many work here, and hints."""

    leaders: list[Member]
    people: int
    hints: list[Hint]


def overview_of(office: Office) -> Overview:
    """Returns the first page's contents. At most five queries."""
    members = members_of(office.room_id, on=today())
    leaders = [member for member in members if member.capacity in LEADING | {Post.Capacity.LAND}]
    hints = _HINTS.get(office.kind, lambda _: [])(office) if office.administers else []
    alone = len({member.person_id for member in leaders}) == 1
    if office.administers and alone:
        hints.append(
            Hint(
                "Nur eine Person kann hier etwas ändern",
                "Bestimmen Sie eine zweite, damit niemand ausgesperrt ist, wenn sie fehlt.",
                reverse("offices:appoint", args=[office.room_id]) if appointable(office.standing) else "",
            )
        )
    return Overview(leaders, len({member.person_id for member in members}), hints)


def _firm(office: Office) -> list[Hint]:
    charges = training_in(office.organisation)
    alone = [one for one in charges if not any(task.first_day <= today() for task in one.tasks)]
    note_look((one.room_id for one in alone), Scope.SCHEDULE)
    return [
        Hint(
            f"{one.title} hat niemanden, der ausbildet",
            one.note,
            reverse("offices:trainee", args=[office.room_id, one.id]),
        )
        for one in alone
    ]


def _school(office: Office) -> list[Hint]:
    return [
        Hint(
            f"{one.title} hat keine Klassenleitung",
            one.note,
            reverse("offices:class_staff", args=[office.room_id, one.id]),
        )
        for one in teaching_in(office.organisation)
        if not any(task.capacity.startswith("Klassenleitung") for task in one.tasks)
    ]


def _chamber(office: Office) -> list[Hint]:
    waiting = register_of(office.organisation, state="open").count()
    if not waiting:
        return []
    what = "Ein Vertrag wartet" if waiting == 1 else f"{waiting} Verträge warten"
    href = reverse("offices:register", args=[office.room_id]) + "?zeige=open"
    return [Hint(f"{what} auf Ihre Bestätigung", "Danach stehen sie mit Nummer im Verzeichnis.", href)]


_HINTS = {"firm": _firm, "school": _school, "chamber": _chamber}
