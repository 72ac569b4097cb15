"""Subscriptions of a school: which calendars on the web fill what. One function = one use case = one transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.formats import moment
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_room
from zweiklang.schedule.models import CalendarSource
from zweiklang.schedule.sources.policy import may_import_calendar
from zweiklang.schedule.sources.web import NotFetched, cleaned

FETCH = "schedule.fetch_calendar"
MOST = 60
Fills = CalendarSource.Fills
_TOO_MANY = f"Ihre Schule hat schon {MOST} Abos. Entfernen Sie zuerst eines."
_KNOWN = "Diese Adresse ist für denselben Zweck schon abonniert."
_CLASS = "Wählen Sie die Klasse, deren Zeiten der Kalender füllt."


@transaction.atomic
def subscribe(
    actor: Actor, *, school: Organisation, url: str, fills: str, school_class: SchoolClass | None
) -> CalendarSource:
    """The calendar is subscribed and is fetched at once, then every hour."""
    require(may_import_calendar(actor, school_id=school.pk))
    try:
        url = cleaned(url)
    except NotFetched as problem:
        raise Rejected(str(problem), field="url") from problem
    if fills == Fills.FREE_DAYS:
        school_class = None
    elif school_class is None or school_class.school_id != school.pk:
        raise Rejected(_CLASS, field="school_class")
    with as_system(actor):
        known = CalendarSource.objects.filter(school=school)
        if known.count() >= MOST:
            raise Rejected(_TOO_MANY)
        if known.filter(url=url, fills=fills, school_class=school_class).exists():
            raise Rejected(_KNOWN, field="url")
        made = CalendarSource.objects.create(
            room=team_room(actor, organisation=school),
            school=school,
            school_class=school_class,
            url=url,
            fills=fills,
            next_at=now(),
            made_by=actor.name[:200],
        )
    jobs.defer(FETCH, source_id=str(made.pk))
    return made


@transaction.atomic
def pause(actor: Actor, *, source_id: UUID, room_id: UUID) -> None:
    """The calendar is not fetched any more; what it has written stays."""
    _own(actor, source_id, room_id)
    with as_system(actor):
        CalendarSource.objects.filter(pk=source_id).update(active=False)


@transaction.atomic
def resume(actor: Actor, *, source_id: UUID, room_id: UUID) -> None:
    """The calendar is fetched at once, and every hour again."""
    _own(actor, source_id, room_id)
    with as_system(actor):
        CalendarSource.objects.filter(pk=source_id).update(active=True, next_at=now())
    jobs.defer(FETCH, source_id=str(source_id))


@transaction.atomic
def unsubscribe(actor: Actor, *, source_id: UUID, room_id: UUID) -> None:
    """The subscription is gone; what it has written stays as it is."""
    _own(actor, source_id, room_id)
    with as_system(actor):
        CalendarSource.objects.filter(pk=source_id).delete()


def _own(actor: Actor, source_id: UUID, room_id: UUID) -> CalendarSource:
    found = CalendarSource.objects.filter(pk=source_id, room_id=room_id).first()
    if found is None:
        raise Http404
    require(may_import_calendar(actor, school_id=found.school_id))
    return found


# --- Reads --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A subscription as its page shows it; `tone` and `state` in words."""

    pk: UUID
    url: str
    what: str
    state: str
    tone: str
    note: str
    active: bool


def sources_in(room_id: UUID) -> list[SourceRow]:
    """Returns the subscriptions of that school, by what they fill. One query."""
    rows = CalendarSource.objects.filter(room_id=room_id).select_related("school_class")
    return [_row(one) for one in rows.order_by("school_class__label", "fills", "made_at", "pk")]


def _row(one: CalendarSource) -> SourceRow:
    label = one.school_class.label if one.school_class else ""
    what = f"{one.get_fills_display()} {label}".strip()
    return SourceRow(one.pk, _shown(one.url), what, *_state(one), one.active)


def _state(one: CalendarSource) -> tuple[str, str, str]:
    """State, tone and note in words."""
    checked = f"zuletzt geprüft {moment(one.checked_at)}" if one.checked_at else "noch nicht geprüft"
    if not one.active:
        return "pausiert", "info", checked
    if one.failures:
        return (
            f"{_since(one)} ohne neuen Stand".strip(),
            "warning",
            f"{one.failure} Bis dahin bleibt alles, wie es ist. {checked}.",
        )
    if one.checked_at is None:
        return "wird geholt", "info", "Das dauert meist wenige Minuten."
    return "aktuell", "success", " ".join(filter(None, (checked + ".", one.failure)))


def _since(one: CalendarSource) -> str:
    """Returns "seit gestern", "seit 3 Tagen", or nothing for today and for what never could be fetched."""
    days = (today() - one.fetched_at.astimezone(BERLIN).date()).days if one.fetched_at else 0
    return "" if days < 1 else "seit gestern" if days == 1 else f"seit {days} Tagen"


def _shown(url: str) -> str:
    """The address without what may be secret in it: the school knows it, and whoever looks over a shoulder need not."""
    start, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    name = path.partition("?")[0].rpartition("/")[2]
    end = f"…{name[-12:]}" if path else ""
    return f"{start}://{host}/{end}"
