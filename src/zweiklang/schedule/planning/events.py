"""Events of a class: exams, trips, free days, extra school days. One function = one use case = one transaction."""

from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import standing_in
from zweiklang.schedule.models import SchoolEvent, Source
from zweiklang.schedule.planning import policy, wording
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.ordering import check_days, check_times
from zweiklang.schedule.planning.school_days import CHANGEABLE, FOREIGN
from zweiklang.schedule.planning.shapes import EventTerms
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.planning.telling import tell, told_about

GONE = "Diesen Termin hat inzwischen jemand entfernt."
CHANGED = "Inzwischen hat jemand den Termin geändert. Jetzt gilt: {}. Soll Ihre Angabe gelten? Dann speichern Sie noch einmal."
FIELDS = ("kind", "title", "first_day", "last_day", "starts", "ends")


@transaction.atomic
def add_event(actor: Actor, *, school_class: SchoolClass, terms: EventTerms) -> SchoolEvent:
    """The event stands in the class's calendar; the same entered twice is once there."""
    _begin(actor, school_class, terms)
    values = {name: getattr(terms, name) for name in FIELDS}
    known = SchoolEvent.objects.filter(room_id=school_class.room_id, **values).first()
    if known:
        return known
    event = SchoolEvent.objects.create(room_id=school_class.room_id, **values)
    tell(actor, told_about(event.room_id, before={}, after={event.pk: event}, words=wording.event))
    return event


@transaction.atomic
def change_event(
    actor: Actor, *, school_class: SchoolClass, event_id: UUID, terms: EventTerms, seen: str
) -> SchoolEvent:
    """The event is as entered; raises Conflict if somebody changed it since it was shown (`seen`: its token then)."""
    _begin(actor, school_class, terms)
    before = _present(school_class, event_id, seen)
    after = _present(school_class, event_id, seen)
    for name in FIELDS:
        setattr(after, name, getattr(terms, name))
    after.source, after.source_key = Source.HAND, ""
    after.save()
    tell(
        actor,
        told_about(after.room_id, before={before.pk: before}, after={after.pk: after}, words=wording.event),
    )
    return after


@transaction.atomic
def remove_event(actor: Actor, *, school_class: SchoolClass, event_id: UUID, seen: str) -> EventTerms:
    """The event is gone; returns what it said, so that it can be entered again."""
    _begin(actor, school_class)
    event = _present(school_class, event_id, seen)
    SchoolEvent.objects.filter(pk=event.pk).delete()
    tell(actor, told_about(event.room_id, before={event.pk: event}, after={}, words=wording.event))
    return EventTerms(**{name: getattr(event, name) for name in FIELDS})


def token_of(event: SchoolEvent) -> str:
    """Returns what tells one version of an event from another."""
    return "|".join(str(getattr(event, name)) for name in FIELDS)


def _begin(actor: Actor, school_class: SchoolClass, terms: EventTerms | None = None) -> None:
    require(policy.may_plan_class(actor, standing=standing_in(school_class.room_id)))
    alone_with(school_class.room_id)
    if terms is None:
        return
    check_days(terms.first_day, terms.last_day)
    check_times(terms.first_day, terms.last_day, terms.starts, terms.ends)
    first, last = year_days(school_class.school_year)
    for field, day in (("first_day", terms.first_day), ("last_day", terms.last_day)):
        if not first <= day <= last:
            raise Rejected(
                f"Bitte einen Tag im Schuljahr der Klasse angeben ({wording.days(first, last)}).", field=field
            )


def _present(school_class: SchoolClass, event_id: UUID, seen: str) -> SchoolEvent:
    event = SchoolEvent.objects.filter(pk=event_id, room_id=school_class.room_id).first()
    if event is None:
        raise Conflict(GONE)
    if event.source not in CHANGEABLE:
        raise Conflict(FOREIGN.format(event.get_source_display()))
    if token_of(event) != seen:
        raise Conflict(CHANGED.format(wording.dated_event(event)))
    return event
