"""Absences of a class's day, decisions about them, and reasons. One function = one use case = one transaction."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import Standing, my_standings, standing_in
from zweiklang.schedule import policy
from zweiklang.schedule.absences.shapes import Change, Deciding, Entry, Recorded, token_of
from zweiklang.schedule.models import LONGEST_DAY, LONGEST_REASON, Absence, AbsenceReason

State = Absence.State
FASTER = "Jemand war schneller. Bitte laden Sie die Seite neu und sehen Sie nach, was jetzt gilt."
MINUTES = f"Wie viele Minuten? Bitte eine Zahl von 1 bis {LONGEST_DAY}, zum Beispiel 15."


@transaction.atomic
def record_day(
    actor: Actor, *, school_class: SchoolClass, day: date, changes: Collection[Change]
) -> Recorded:
    """The day of these apprentices is as the teacher wants it, unless somebody else changed it since it was shown: that is told, not lost.

    The rooms are those of apprentices of the class; raises Refused for one in which the actor may not record.
    """
    standings = my_standings()
    for change in changes:
        require(policy.may_record(actor, standing=standings.get(change.room_id)))
        _check(change.wanted)
    require(policy.fits_class(day, school_year=school_class.school_year))
    _alone_with(school_class, day)
    present = {row.room_id: row for row in _entries([change.room_id for change in changes], day)}
    asked = [
        (change, present.get(change.room_id))
        for change in changes
        if entry_of(present.get(change.room_id)) != change.wanted
    ]
    clashes = {change.room_id: _clash(row) for change, row in asked if token_of(entry_of(row)) != change.seen}
    _write(actor, day, [(change, row) for change, row in asked if change.room_id not in clashes])
    return Recorded(len(asked) - len(clashes), clashes)


def entry_of(row: Absence | None) -> Entry | None:
    """Returns what the row says about the day; None for no row: the person was there."""
    return Entry(row.kind, row.minutes) if row else None


def _write(actor: Actor, day: date, asked: Iterable[tuple[Change, Absence | None]]) -> None:
    fresh, gone = [], []
    for change, row in asked:
        if row is None and change.wanted:
            fresh.append((change.room_id, change.wanted))
        elif row and change.wanted:
            _enter_again(actor, row, change.wanted)
        elif row:
            gone.append(row.pk)
    _enter(actor, fresh, day)
    if gone:
        Absence.objects.filter(pk__in=gone).delete()


def _check(wanted: Entry | None) -> None:
    partial = wanted is not None and wanted.kind != Absence.Kind.ABSENT
    if wanted is None or (not partial and wanted.minutes is None):
        return
    if wanted.minutes is None or not 1 <= wanted.minutes <= LONGEST_DAY:
        raise Rejected(MINUTES, field="minutes")


def _alone_with(school_class: SchoolClass, day: date) -> None:
    """Nobody else records this class's day until the transaction ends: two teachers with the same first entry would meet at a constraint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{school_class.pk}:{day.isoformat()}"]
        )


def _entries(rooms: Collection[UUID], day: date) -> Iterable[Absence]:
    return Absence.objects.filter(room_id__in=rooms, day=day).select_related("recorded_by").order_by("pk")


def _clash(row: Absence | None) -> str:
    if row is None:
        return "Jemand hat den Eintrag inzwischen entfernt."
    who = row.recorded_by.name if row.recorded_by else "Jemand"
    words = Entry(row.kind, row.minutes).words
    return f"{who} hat inzwischen „{words}“ eingetragen ({formats.time(row.recorded_at)})."


def _enter(actor: Actor, fresh: Iterable[tuple[UUID, Entry]], day: date) -> None:
    rows = [
        Absence(
            room_id=room_id,
            day=day,
            kind=entry.kind,
            minutes=entry.minutes,
            recorded_by_id=actor.person_id,
            recorded_at=now(),
        )
        for room_id, entry in fresh
    ]
    if not rows:
        return
    try:
        with transaction.atomic():
            Absence.objects.bulk_create(rows)
    except IntegrityError as error:
        # The teacher of another class of the same apprentice has entered the same day.
        raise Conflict(FASTER) from error


def _enter_again(actor: Actor, row: Absence, wanted: Entry) -> None:
    """What was decided about another fact does not hold for this one."""
    row.kind, row.minutes = wanted.kind, wanted.minutes
    row.recorded_by_id, row.recorded_at = actor.person_id, now()
    row.state, row.decided_by_id, row.decided_at = State.OPEN, None, None
    row.save(
        update_fields=["kind", "minutes", "recorded_by", "recorded_at", "state", "decided_by", "decided_at"]
    )


@transaction.atomic
def decide_absences(actor: Actor, *, decisions: Collection[Deciding]) -> int:
    """Each of these absences is open, excused or unexcused as decided; returns how many changed.

    Raises Conflict if one was decided by somebody else since it was shown: then nothing has changed.
    """
    rows = {
        row.pk: row
        for row in Absence.objects.select_for_update().filter(pk__in=[one.absence_id for one in decisions])
    }
    standings, changed = my_standings(), 0
    for one in decisions:
        row = rows.get(one.absence_id)
        if row is None:
            raise Http404
        require(policy.may_decide(actor, standing=standings.get(row.room_id)))
        if one.wanted == row.state:
            continue
        if one.seen != row.state:
            raise Conflict(FASTER)
        _decide(actor, row, State(one.wanted))
        changed += 1
    return changed


def _decide(actor: Actor, row: Absence, state: Absence.State) -> None:
    is_open = state == State.OPEN
    row.state = state
    row.decided_by_id, row.decided_at = (None, None) if is_open else (actor.person_id, now())
    row.save(update_fields=["state", "decided_by", "decided_at"])


@transaction.atomic
def tell_reason(actor: Actor, *, room_id: UUID, absence_id: UUID, text: str, seen: str) -> AbsenceReason:
    """The reason stands at the absence, in these words. `seen` is `version_of` what the page showed; raises Conflict if it is another."""
    absence = _own_absence(actor, room_id, absence_id)
    cleaned = " ".join(text.replace("\x00", "").split())
    if not cleaned:
        raise Rejected(
            "Bitte schreiben Sie den Grund, oder gehen Sie zurück, ohne etwas zu sagen.", field="text"
        )
    if len(cleaned) > LONGEST_REASON:
        raise Rejected(f"Der Grund hat höchstens {LONGEST_REASON} Zeichen.", field="text")
    row = AbsenceReason.objects.select_for_update().filter(absence=absence).first()
    if version_of(row) != seen:
        raise Conflict("Der Grund wurde inzwischen geändert. Bitte lesen Sie zuerst, was jetzt dort steht.")
    told = {"text": cleaned, "told_by_id": actor.person, "told_at": now()}
    if row is not None:
        AbsenceReason.objects.filter(pk=row.pk).update(**told)
        row.refresh_from_db()
        return row
    try:
        with transaction.atomic():
            return AbsenceReason.objects.create(room_id=room_id, absence=absence, day=absence.day, **told)
    except IntegrityError as error:
        raise Conflict(FASTER) from error


@transaction.atomic
def take_back_reason(actor: Actor, *, room_id: UUID, absence_id: UUID) -> None:
    """Nothing says any more why; nobody keeps a copy."""
    absence = _own_absence(actor, room_id, absence_id)
    AbsenceReason.objects.filter(absence=absence).delete()


def version_of(reason: AbsenceReason | None) -> str:
    """Returns what tells one version of a reason from another."""
    return reason.told_at.isoformat() if reason else ""


def _own_absence(actor: Actor, room_id: UUID, absence_id: UUID) -> Absence:
    require(policy.may_tell_reason(actor, standing=standing_in(room_id)))
    found = Absence.objects.filter(pk=absence_id, room_id=room_id).first()
    if found is None:
        raise Http404
    return found


def recordable(standings: Mapping[UUID, Standing], actor: Actor, room_id: UUID) -> bool:
    """True if the actor may record absences in that room."""
    return bool(policy.may_record(actor, standing=standings.get(room_id)))
