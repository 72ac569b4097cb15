"""Writing a week: field by field, so that two tabs or two devices merge instead of overwriting."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.hesse import public_holiday
from zweiklang.records.content import own_words
from zweiklang.records.minutes import parse_minutes, show_minutes
from zweiklang.records.models import Line, Week
from zweiklang.records.plan_items import Plan, plan_of
from zweiklang.records.policy import may_write
from zweiklang.records.refusals import refusal_of
from zweiklang.records.selectors import head_of
from zweiklang.records.week_rows import locked_line, store_field, week_of
from zweiklang.rooms.public import standing_in

FIELDS = ("place", "text", "minutes", "plan_items")
LONGEST_TEXT = 4000
MOST_LINES = 60
RESTORED = (
    *("room_id", "week_id", "day", "place", "text", "minutes", "plan_items", "order", "origin"),
    *("topic", "school_text", "released_on"),
)


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field of one line as the browser sends it: what was there when the person began (`base`), and what it shall be."""

    line_id: UUID
    field: str
    base: str
    value: str
    day: date | None = None
    place: str = Line.Place.COMPANY


@dataclass(frozen=True, slots=True)
class FieldSaved:
    """`value` is stored now, in the form an input shows it."""

    line: Line
    value: str


class FieldConflict(Exception):
    """Somebody changed the same field meanwhile; nothing was written. `theirs` is what is stored, `mine` what was sent."""

    def __init__(self, *, edit: FieldEdit, theirs: str) -> None:
        super().__init__("Diese Stelle wurde inzwischen an anderer Stelle geändert.")
        self.edit, self.theirs, self.mine = edit, theirs, edit.value


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is read from text and shown as text. `plan` is loaded for plan items only."""

    name: str
    plan: Plan | None

    def show(self, value: object) -> str:
        if self.name == "minutes":
            return show_minutes(value)  # type: ignore[arg-type]  # the type follows from the name of the field
        return self.plan.show(value) if self.plan else str(value)  # type: ignore[arg-type]  # the type follows from the name of the field

    def parse(self, edit: FieldEdit) -> object:
        if self.name == "place":
            if edit.value not in Line.Place.values:
                raise Rejected("Bitte einen Ort aus der Liste wählen.", field="place")
            return edit.value
        if self.name == "minutes":
            return parse_minutes(edit.value, most=24 * 60 if edit.day else 60 * 60)
        if self.plan:
            return self.plan.parse(edit.value)
        text = _clean(edit.value)
        if len(text) > LONGEST_TEXT:
            raise Rejected(
                f"Der Text hat {len(text)} Zeichen; höchstens {LONGEST_TEXT} passen in eine Zeile.",
                field="text",
            )
        return text

    def normal(self, text: str) -> str:
        """The base as it comes back from the browser, in the form `show` gives, so that only real changes count."""
        try:
            if self.name == "minutes":
                return show_minutes(parse_minutes(text, most=60 * 60))
            if self.plan:
                return self.plan.show(self.plan.parse(text))
        except Rejected:
            return text
        return _clean(text)


@transaction.atomic
def save_field(actor: Actor, *, room_id: UUID, monday: date, edit: FieldEdit) -> FieldSaved:
    """The field is stored; week and line are begun if they were not there.

    Raises FieldConflict if the stored value is neither the edit's base nor its new value, Rejected for a value that cannot be taken,
    Refused if the actor may not write this week.
    """
    if edit.field not in FIELDS:
        raise Rejected("Dieses Feld gibt es nicht.", field=edit.field)
    week = begin_week(actor, room_id=room_id, monday=monday)
    line = locked_line(edit.line_id)
    field = _field(edit, room_id)
    value = field.parse(edit)
    if line is None:
        line = _new_line(week, edit)
    elif line.week_id != week.pk:
        raise Rejected("Diese Zeile gehört zu einer anderen Woche.", field=edit.field)
    elif line.topic and edit.field == "place" and value != Line.Place.SCHOOL:
        raise Rejected(
            "Das Thema dieser Zeile kommt von der Schule. Ihr Ort bleibt Berufsschule.", field="place"
        )
    stored, wanted = field.show(getattr(line, edit.field)), field.show(value)
    if stored not in {wanted, field.normal(edit.base)}:
        raise FieldConflict(edit=edit, theirs=stored)
    if stored != wanted or line._state.adding:
        setattr(line, edit.field, value)
        _store(line, edit.field)
    return FieldSaved(line=line, value=wanted)


@transaction.atomic
def remove_line(actor: Actor, *, room_id: UUID, monday: date, line_id: UUID) -> Line | None:
    """The line is gone (its history stays), and what it was made of is not proposed again; returns it as it was, None if it was not there."""
    week = begin_week(actor, room_id=room_id, monday=monday)
    line = Line.objects.filter(pk=line_id, week=week).first()
    if line:
        Line.objects.filter(pk=line.pk).delete()
        if line.origin:
            Week.objects.filter(pk=week.pk).update(refused=[*week.refused, refusal_of(week, line.origin)])
    return line


@transaction.atomic
def restore_line(actor: Actor, *, room_id: UUID, monday: date, line_id: UUID) -> Line:
    """A removed line is back with its old id and content, taken from the history; doing it twice changes nothing. 404 if it never was here."""
    week = begin_week(actor, room_id=room_id, monday=monday)
    history = apps.get_model("records", "LineHistory").objects.filter(
        week_id=week.pk, pgh_obj_id=line_id, pgh_label="delete"
    )
    removed = history.order_by("-pgh_id").first()
    if removed is None:
        raise Http404
    again = refusal_of(week, removed.origin)
    Week.objects.filter(pk=week.pk).update(refused=[one for one in week.refused if one != again])
    values = {name: getattr(removed, name) for name in RESTORED}
    if removed.origin and Line.objects.filter(week=week, origin=removed.origin).exclude(pk=line_id).exists():
        values["origin"] = ""  # the same proposal was taken again meanwhile
    return _put_back(line_id, values)


def _put_back(line_id: UUID, values: dict[str, Any]) -> Line:
    try:
        with transaction.atomic():
            return Line.objects.get_or_create(pk=line_id, defaults=values)[0]
    except IntegrityError:  # the school no longer says what it said when the line was removed
        line = Line(pk=line_id, **values)
        return Line.objects.get_or_create(pk=line_id, defaults=values | own_words(line))[0]


def begin_week(actor: Actor, *, room_id: UUID, monday: date) -> Week:
    """The week exists, locked against concurrent acts until the end of the transaction; public holidays are filled in when it is new."""
    standing = standing_in(room_id)
    week = week_of(room_id, monday, lock=True)
    require(may_write(actor, week, standing=standing))
    return week or _create_week(room_id, monday)


def _create_week(room_id: UUID, monday: date) -> Week:
    contract = Contract.objects.get(room_id=room_id)
    if monday + timedelta(days=6) < contract.first_day or monday > contract.last_day:
        require(not_now("Diese Woche liegt nicht in der Ausbildungszeit."))
    Week.objects.bulk_create([Week(room_id=room_id, contract=contract, monday=monday)], ignore_conflicts=True)
    week = Week.objects.select_for_update().get(room_id=room_id, monday=monday)
    if not week.lines.exists():
        days = [monday + timedelta(days=i) for i in range(5)]
        Line.objects.bulk_create(
            Line(
                room_id=room_id,
                week=week,
                day=day,
                place=Line.Place.HOLIDAY,
                text=name,
                minutes=contract.weekly_minutes // 5,
            )
            for day in days
            if (name := public_holiday(day)) and contract.first_day <= day <= contract.last_day
        )
    return week


def _new_line(week: Week, edit: FieldEdit) -> Line:
    if edit.day and not week.monday <= edit.day <= week.monday + timedelta(days=6):
        raise Rejected("Der Tag liegt nicht in dieser Woche.", field=edit.field)
    count = Line.objects.filter(week=week).count()
    if count >= MOST_LINES:
        raise Rejected(f"Eine Woche hat höchstens {MOST_LINES} Zeilen.", field=edit.field)
    place = edit.place if edit.place in Line.Place.values else Line.Place.COMPANY
    return Line(id=edit.line_id, room_id=week.room_id, week=week, day=edit.day, place=place, order=count)


def _store(line: Line, field: str) -> None:
    if not line._state.adding:
        store_field(line, field)
        return
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:  # the id is that of a line nobody here may see: say as little as possible
        raise Rejected("Diese Zeile gehört zu einer anderen Woche.", field=field) from None


def _field(edit: FieldEdit, room_id: UUID) -> _Field:
    if edit.field != "plan_items":
        return _Field(edit.field, None)
    return _Field(edit.field, plan_of(head_of(room_id).plan))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
