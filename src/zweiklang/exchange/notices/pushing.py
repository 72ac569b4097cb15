"""The worker's side of pushes: whoever has a device is told on it within seconds, not in quiet hours, once for all that is new."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.urls import reverse

from zweiklang.exchange.models import PushSubscription
from zweiklang.exchange.notices.devices import is_known_service
from zweiklang.exchange.notices.mailing import ACTOR
from zweiklang.exchange.notices.push.sending import Answer, Receiver, push
from zweiklang.exchange.notices.times import Wishes, awake
from zweiklang.kernel.clock import now
from zweiklang.rooms.public import as_system

logger = logging.getLogger(__name__)

AT_ONCE = 100
TOGETHER = 8
AGAIN = timedelta(minutes=5)
# A push that comes much later than the news itself only disturbs.
FRESH = timedelta(hours=1)

# Two workers take different people; what a killed one had in hand is due again, and a device shows the same message once.
_DUE = """
    SELECT n.id, n.person_id, n.made_at,
           s.quiet_from, s.quiet_until, COALESCE(s.quiet_weekends, false), COALESCE(s.summary_hour, 7), COALESCE(s.summary_weekday, 1)
      FROM exchange_notice n LEFT JOIN exchange_noticesettings s ON s.person_id = n.person_id
     WHERE n.push_at <= %(now)s AND n.done_at IS NULL
       AND n.person_id IN (SELECT person_id FROM exchange_notice WHERE push_at <= %(now)s AND done_at IS NULL
                            ORDER BY push_at LIMIT %(limit)s)
     ORDER BY n.person_id, n.id FOR UPDATE OF n SKIP LOCKED"""
_MOVE = """
    UPDATE exchange_notice n SET push_at = moved.push_at, pushed_at = COALESCE(moved.pushed_at, n.pushed_at)
      FROM unnest(%(ids)s::uuid[], %(due)s::timestamptz[], %(told)s::timestamptz[]) AS moved(id, push_at, pushed_at)
     WHERE n.id = moved.id"""


@dataclass(frozen=True, slots=True)
class _Due:
    id: UUID
    person_id: UUID
    made_at: datetime
    wishes: Wishes


def push_due() -> bool:
    """The next people with something new are told on their devices; False: nobody is left. Sends outside of nobody's sight, holds no page up."""
    moment = now()
    with transaction.atomic(), as_system(ACTOR), connection.cursor() as cursor:
        found = _due(cursor, moment)
        resting = {one.id: end for one in found if (end := awake(moment, one.wishes)) > moment}
        awake_ones = [one for one in found if one.id not in resting]
        answers = _tell_devices({one.person_id for one in awake_ones})
        moves: dict[UUID, tuple[datetime | None, datetime | None]] = {
            pk: (end, None) for pk, end in resting.items()
        }
        moves |= {one.id: _next(one, answers[one.person_id], moment) for one in awake_ones}
        due, told = [at for at, _ in moves.values()], [at for _, at in moves.values()]
        cursor.execute(_MOVE, {"ids": list(moves), "due": due, "told": told})
    return bool(found)


def _due(cursor: CursorWrapper, moment: datetime) -> list[_Due]:
    cursor.execute(_DUE, {"now": moment, "limit": AT_ONCE})
    return [_Due(pk, person, made, Wishes(*wishes)) for pk, person, made, *wishes in cursor.fetchall()]


def _next(one: _Due, answers: list[Answer], moment: datetime) -> tuple[datetime | None, datetime | None]:
    """Returns when to try again (or never), and when somebody was told."""
    if Answer.TAKEN in answers:
        return None, moment
    if Answer.LATER in answers and one.made_at > moment - FRESH:
        return moment + AGAIN, None
    return None, None


def _tell_devices(people: Iterable[UUID]) -> Mapping[UUID, list[Answer]]:
    """Returns what became of the pushes of each person; devices that are gone are removed."""
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    devices = list(PushSubscription.objects.filter(person__in=list(people)))
    if not devices or not settings.VAPID_PRIVATE_KEY:
        return answers
    with ThreadPoolExecutor(TOGETHER) as pool:
        results = list(pool.map(_push, devices))
    for device, answer in zip(devices, results, strict=True):
        answers[device.person_id].append(answer)
    _note(devices, results)
    return answers


def _push(device: PushSubscription) -> Answer:
    if not is_known_service(device.endpoint):
        return Answer.GONE
    return push(
        Receiver(device.endpoint, device.p256dh, device.auth),
        href=reverse("exchange:inbox"),
        key=settings.VAPID_PRIVATE_KEY,
        contact=f"mailto:{settings.OPERATOR_EMAIL}",
    )


def _note(devices: list[PushSubscription], results: list[Answer]) -> None:
    by_answer: dict[Answer, list[UUID]] = defaultdict(list)
    for device, answer in zip(devices, results, strict=True):
        by_answer[answer].append(device.pk)
    PushSubscription.objects.filter(pk__in=by_answer[Answer.GONE]).delete()
    PushSubscription.objects.filter(pk__in=by_answer[Answer.TAKEN]).update(used_at=now(), failures=0)
    if refused := by_answer[Answer.REFUSED]:
        logger.error(
            "A push service refused %s pushes: is ZWEIKLANG_VAPID_PRIVATE_KEY the key of before?",
            len(refused),
        )
