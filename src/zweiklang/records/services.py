"""Acts on a week. One function = one use case = one transaction: lock, ask the policy, change, append the act."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import Decision, require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.records import policy
from zweiklang.records.content import SCHOOL_PLACES, digest_of, says_something
from zweiklang.records.filling.facts import topics_of
from zweiklang.records.filling.marks import STALE, all_hold
from zweiklang.records.models import Comment, Line, RecordAct, Week
from zweiklang.rooms.public import Standing, standing_in

Act = RecordAct.Act
State = Week.State
CHANGED = "Die Woche hat sich geändert, seit Sie sie geöffnet haben. Bitte lesen Sie die neue Fassung."
# Whoever got no answer sends again; whoever writes the same words later means them.
SAID_AGAIN = timedelta(minutes=10)
SIGNING_CAPACITIES = ("trainer", "deputy_trainer", "training_manager")


@transaction.atomic
def submit_week(actor: Actor, *, room_id: UUID, monday: date) -> Week:
    """The week is submitted and locked; trainer and deputies find it in their list.

    Raises Conflict while it says something in the school's name that the school no longer says.
    """
    standing, week, lines = _open(room_id, monday, lock=True)
    content = says_something(lines)
    require(policy.may_submit(actor, week, standing=standing, monday=monday, has_content=content))
    if any(line.topic for line in lines) and not all_hold(lines, topics_of(room_id, monday)):
        raise Conflict(STALE)
    _step(week, State.SUBMITTED)
    _append(actor, week, Act.SUBMITTED, "apprentice", digest=digest_of(lines))
    return week


@transaction.atomic
def withdraw_week(actor: Actor, *, room_id: UUID, monday: date) -> Week:
    """A submitted week is a draft again."""
    standing, week, lines = _open(room_id, monday, lock=True)
    require(policy.may_withdraw(actor, week, standing=standing))
    _step(week, State.DRAFT)
    _append(actor, week, Act.WITHDRAWN, "apprentice", digest=digest_of(lines))
    return week


@transaction.atomic
def sign_week(actor: Actor, *, room_id: UUID, monday: date, seen: str) -> Week:
    """The firm's lines are certified and the week is locked. `seen` is the digest of what the page showed; raises Conflict if it differs."""
    standing, week, lines = _open(room_id, monday, lock=True)
    require(policy.may_sign(actor, week, standing=standing))
    digest = _require_seen(lines, seen)
    _step(week, State.SIGNED)
    _append(actor, week, Act.SIGNED, _capacity(standing, *SIGNING_CAPACITIES), digest=digest)
    return week


@transaction.atomic
def return_week(actor: Actor, *, room_id: UUID, monday: date, reason: str) -> Week:
    """The week is open for the apprentice again, with the reason."""
    standing, week, lines = _open(room_id, monday, lock=True)
    require(policy.may_return(actor, week, standing=standing))
    text = _require_reason(
        reason,
        "Bitte schreiben Sie, was fehlt oder anders sein soll. Beispiel: Am Dienstag fehlen die Stunden.",
    )
    _step(week, State.RETURNED)
    _append(
        actor,
        week,
        Act.RETURNED,
        _capacity(standing, *SIGNING_CAPACITIES),
        digest=digest_of(lines),
        reason=text,
    )
    return week


@transaction.atomic
def unlock_week(actor: Actor, *, room_id: UUID, monday: date, reason: str) -> Week:
    """A signed week is open again; the reason is visible to all who see the week, the old signature stays in the history."""
    standing, week, lines = _open(room_id, monday, lock=True)
    require(policy.may_unlock(actor, week, standing=standing))
    text = _require_reason(reason, "Bitte nennen Sie den Grund. Alle, die die Woche sehen, können ihn lesen.")
    _step(week, State.RETURNED)
    _append(actor, week, Act.UNLOCKED, "training_manager", digest=digest_of(lines), reason=text)
    return week


@transaction.atomic
def note_school_days(actor: Actor, *, room_id: UUID, monday: date, seen: str) -> RecordAct:
    """The class teacher took note of the school days as shown; doing it twice changes nothing."""
    standing, week, lines = _open(room_id, monday)
    digest = digest_of(lines, school_only=True)
    has_lines = any(line.place in SCHOOL_PLACES for line in lines)
    decision = policy.may_note_school(actor, week, standing=standing, has_school_lines=has_lines, noted=False)
    return _note(actor, week, Act.SCHOOL_NOTED, "class_teacher", decision, digest=digest, seen=seen)


@transaction.atomic
def note_as_guardian(actor: Actor, *, room_id: UUID, monday: date, seen: str) -> RecordAct:
    """The guardian took note of the week as shown; doing it twice changes nothing."""
    standing, week, lines = _open(room_id, monday)
    decision = policy.may_note_guardian(actor, week, standing=standing, noted=False)
    return _note(actor, week, Act.GUARDIAN_NOTED, "guardian", decision, digest=digest_of(lines), seen=seen)


@transaction.atomic
def comment_on(
    actor: Actor, *, room_id: UUID, monday: date, text: str, line_id: UUID | None = None
) -> Comment:
    """The remark stands at the line (or at the week); sent twice within minutes, it stands there once."""
    standing, week, lines = _open(room_id, monday)
    require(policy.may_comment(actor, week, standing=standing))
    cleaned = text.replace("\x00", "").strip()
    if not cleaned:
        raise Rejected("Bitte schreiben Sie eine Anmerkung.", field="comment")
    if len(cleaned) > 2000:
        raise Rejected("Eine Anmerkung hat höchstens 2000 Zeichen.", field="comment")
    line = next((line for line in lines if line.pk == line_id), None)
    if line_id and line is None:
        raise Http404
    _alone(f"comment:{week.pk}:{actor.person}")
    said = {"room_id": room_id, "week": week, "line": line, "author_id": actor.person, "text": cleaned}
    before = Comment.objects.filter(**said, written_at__gte=now() - SAID_AGAIN).first()
    return before or Comment.objects.create(**said)


def _open(room_id: UUID, monday: date, *, lock: bool = False) -> tuple[Standing, Week, list[Line]]:
    """Returns standing, week and the visible lines; 404 if the person is not in the room or the week was not begun."""
    standing = standing_in(room_id)
    weeks = Week.objects.filter(room_id=room_id, monday=monday)
    week = weeks.first()
    if week is None:
        raise Http404
    if lock and any(standing.carries(s) for s in ("records:write", "records:sign", "records:unlock")):
        week = weeks.select_for_update().get()
    return standing, week, list(Line.objects.filter(room_id=room_id, week=week))


def _step(week: Week, state: str) -> None:
    week.state, week.changed_at = state, now()
    week.save(update_fields=["state", "changed_at"])


def _append(actor: Actor, week: Week, act: str, capacity: str, *, digest: str, reason: str = "") -> RecordAct:
    return RecordAct.objects.create(
        room_id=week.room_id,
        week=week,
        act=act,
        person_id=actor.person,
        capacity=capacity,
        digest=digest,
        reason=reason,
    )


def _note(
    actor: Actor, week: Week, act: str, capacity: str, decision: Decision, *, digest: str, seen: str
) -> RecordAct:
    require(decision)
    if seen != digest:
        raise Conflict(CHANGED)
    values = {"week": week, "act": act, "person_id": actor.person_id, "digest": digest}
    RecordAct.objects.bulk_create(
        [RecordAct(room_id=week.room_id, capacity=capacity, **values)], ignore_conflicts=True
    )
    return RecordAct.objects.get(**values)


def _require_seen(lines: list[Line], seen: str) -> str:
    digest = digest_of(lines)
    if seen != digest:
        raise Conflict(CHANGED)
    return digest


def _require_reason(reason: str, message: str) -> str:
    cleaned = reason.replace("\x00", "").strip()
    if not cleaned:
        raise Rejected(message, field="reason")
    if len(cleaned) > 2000:
        raise Rejected("Der Grund hat höchstens 2000 Zeichen.", field="reason")
    return cleaned


def _alone(word: str) -> None:
    """Nobody else does what goes by that word until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [word])


def _capacity(standing: Standing, *order: str) -> str:
    return next((capacity for capacity in order if capacity in standing.capacities), order[0])
