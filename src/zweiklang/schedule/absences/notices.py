"""Somebody says that she is or was away (Abmeldung), once, without a reason; and takes it back."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import standing_in
from zweiklang.schedule import policy
from zweiklang.schedule.absences.telling import REPORTED, news_of
from zweiklang.schedule.models import AbsenceNotice

DAYS_BACK = 14
DAYS_AHEAD = 60
LONGEST = 42
ORDER = "Der letzte Tag liegt vor dem ersten. Für einen einzigen Tag bitte zweimal denselben Tag angeben."
TOO_LONG = f"Eine Abmeldung geht über höchstens {LONGEST} Tage. Danach bitte noch einmal abmelden."
TOO_FAR = f"Bitte einen Tag wählen, der höchstens {DAYS_BACK} Tage zurück und {DAYS_AHEAD} Tage voraus liegt."


@transaction.atomic
def report_absence(actor: Actor, *, room_id: UUID, first_day: date, last_day: date) -> AbsenceNotice:
    """School and, where the rules open it, firm know that the apprentice is away on these days.

    Said twice it is one notice. Raises Rejected where the days cannot be, or some of them are reported already.
    """
    require(policy.may_report(actor, standing=standing_in(room_id)))
    _check(first_day, last_day)
    _alone_in(room_id)
    held = list(standing_notices(room_id, first_day, last_day))
    for one in held:
        if (one.first_day, one.last_day) == (first_day, last_day):
            return one
    if held:
        raise Rejected(_already(held[0]), field="first_day")
    news_of(actor, rooms=[room_id], day=first_day, until=last_day, capacities=REPORTED)
    return AbsenceNotice.objects.create(
        room_id=room_id,
        first_day=first_day,
        last_day=last_day,
        reported_by_id=actor.person,
    )


@transaction.atomic
def withdraw_notice(actor: Actor, *, room_id: UUID, notice_id: UUID) -> None:
    """The notice counts no longer; what a teacher has entered by then stays. Said twice it is the same."""
    require(policy.may_report(actor, standing=standing_in(room_id)))
    notice = AbsenceNotice.objects.select_for_update().filter(pk=notice_id, room_id=room_id).first()
    if notice is None:
        raise Http404
    if notice.withdrawn_at:
        return
    require(policy.may_withdraw(notice.last_day))
    notice.withdrawn_at = now()
    notice.save(update_fields=["withdrawn_at"])


def standing_notices(room_id: UUID, first_day: date, last_day: date) -> "list[AbsenceNotice]":
    """Returns the notices of that apprenticeship that touch these days and were not taken back."""
    rows = AbsenceNotice.objects.filter(
        room_id=room_id, withdrawn_at=None, first_day__lte=last_day, last_day__gte=first_day
    )
    return list(rows.order_by("first_day", "pk"))


def days_of(notice: AbsenceNotice) -> str:
    """Returns "Mo, 16. März" or "Mo, 16. März bis Mi, 18. März"."""
    first, last = formats.day(notice.first_day), formats.day(notice.last_day)
    return first if first == last else f"{first} bis {last}"


def _check(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise Rejected(ORDER, field="last_day")
    if not today() - timedelta(days=DAYS_BACK) <= first_day <= today() + timedelta(days=DAYS_AHEAD):
        raise Rejected(TOO_FAR, field="first_day")
    if (last_day - first_day).days >= LONGEST:
        raise Rejected(TOO_LONG, field="last_day")


def _alone_in(room_id: UUID) -> None:
    """Two clicks, or an apprentice and a guardian at once, are one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"notice:{room_id}"])


def _already(notice: AbsenceNotice) -> str:
    return f"Für diese Zeit gibt es schon eine Abmeldung: {days_of(notice)}."
