"""Weeks of an apprenticeship in every state, written the way people write them: by services, under their names."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from tests.clients import standing_as
from zweiklang.apprenticeships.public import Contract
from zweiklang.people.public import Person, actor_of
from zweiklang.records.public import (
    Line,
    RecordAct,
    Week,
    comment_on,
    digest_of,
    note_as_guardian,
    note_school_days,
    return_week,
    sign_week,
    submit_week,
)

# How many weeks ago which state; the weeks between and before have no row ("open").
AGO = {"draft": 1, "submitted": 2, "returned": 3, "signed": 4, "open": 5}


@dataclass(slots=True)
class Weeks:
    """`monday[state]` is the Monday of the week in that state; `row[state]` its row (none for "open")."""

    contract: Contract
    apprentice: Person
    trainer: Person
    this_monday: date
    plan_items: list[UUID]
    row: dict[str, Week] = field(default_factory=dict)

    def monday(self, state: str) -> date:
        """Returns the Monday of the week in that state."""
        return self.this_monday - timedelta(weeks=AGO[state])

    def lines(self, state: str) -> list[Line]:
        """Returns the lines the person known to the database sees."""
        return list(Line.objects.filter(week=self.row[state]).order_by("day", "order"))


def write_weeks(weeks: Weeks, people: dict[str, Person], *, own_firm: bool) -> None:
    """One week in each state, with company and school lines, a comment, and the acts that lead there.

    `own_firm`: `people` are the members of this room; otherwise only apprentice, trainer and teachers are.
    """
    room_id = weeks.contract.room_id
    for state in ("draft", "submitted", "returned", "signed"):
        _write(weeks, state)
    with standing_as(weeks.trainer):
        actor = actor_of(weeks.trainer)
        return_week(
            actor, room_id=room_id, monday=weeks.monday("returned"), reason="Am Dienstag fehlen die Stunden."
        )
        seen = digest_of(weeks.lines("signed"))
        sign_week(actor, room_id=room_id, monday=weeks.monday("signed"), seen=seen)
        comment_on(actor, room_id=room_id, monday=weeks.monday("draft"), text="Bitte genauer beschreiben.")
    with standing_as(people["class_teacher"]):
        seen = digest_of(weeks.lines("signed"), school_only=True)
        note_school_days(
            actor_of(people["class_teacher"]), room_id=room_id, monday=weeks.monday("signed"), seen=seen
        )
    if own_firm:
        with standing_as(people["guardian"]):
            seen = digest_of(weeks.lines("signed"))
            note_as_guardian(
                actor_of(people["guardian"]), room_id=room_id, monday=weeks.monday("signed"), seen=seen
            )
    with standing_as(weeks.apprentice):
        weeks.row.update({state: Week.objects.get(pk=week.pk) for state, week in weeks.row.items()})
        assert RecordAct.objects.filter(room_id=room_id).count() >= len(AGO)


def _write(weeks: Weeks, state: str) -> None:
    monday, room_id = weeks.monday(state), weeks.contract.room_id
    with standing_as(weeks.apprentice):
        week = Week.objects.create(room_id=room_id, contract=weeks.contract, monday=monday)
        daily = weeks.contract.record_form == "daily"
        texts = (
            ("company", "Druckertreiber verteilt"),
            ("school", "Lernfeld 6: Anfragen"),
            ("company", "Ticket gelöst"),
        )
        Line.objects.bulk_create(
            Line(
                room_id=room_id,
                week=week,
                day=monday + timedelta(days=n) if daily else None,
                place=place,
                text=f"{text} ({state})",
                minutes=480,
                plan_items=weeks.plan_items[:1],
                order=n,
            )
            for n, (place, text) in enumerate(texts)
        )
        weeks.row[state] = week
        if state != "draft":
            submit_week(actor_of(weeks.apprentice), room_id=room_id, monday=monday)
