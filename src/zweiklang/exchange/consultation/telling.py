"""Who hears of a consultation day, and what a notice about one means to its reader at the moment of reading."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Func, Q, UUIDField
from django.urls import reverse

from zweiklang.exchange.consultation.shapes import audience_of
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationHost, Notice
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice
from zweiklang.exchange.notices.telling import settle_for
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import MailKind
from zweiklang.rooms.public import Membership, as_system


def invited_by(actor: Actor, day: ConsultationDay) -> set[UUID]:
    """Returns who belongs to the invited side of the invited classes today. One query in the system role."""
    present = Q(first_day__lte=today()) & (Q(last_day__isnull=True) | Q(last_day__gte=today()))
    with as_system(actor):
        rows = Membership.objects.filter(
            present, room__in=day.invites.values("room_id"), capacity__in=audience_of(day)
        )
        return set(rows.values_list("person_id", flat=True).distinct())


def hosts_of(actor: Actor, day: ConsultationDay) -> set[UUID]:
    """Returns the teachers of the day."""
    with as_system(actor):
        return set(day.hosts.values_list("person_id", flat=True))


def bookers_of(actor: Actor, day: ConsultationDay, *, host: ConsultationHost | None = None) -> set[UUID]:
    """Returns who has a talk to come on that day (with that teacher)."""
    with as_system(actor):
        rows = Booking.objects.filter(slot__day=day, cancelled_at=None, starts_at__gt=now())
        rows = rows.filter(slot__host=host) if host else rows
        return set(rows.values_list("person_id", flat=True))


def seen(actor: Actor, day_id: UUID) -> None:
    """The actor has looked at the day: what was new about it is done. One query where nothing was new."""
    rows = Notice.objects.filter(person=actor.person, kind=CONSULTATION.key, about=day_id, done_at=None)
    if rows.exists():
        settle_for(actor, kind=CONSULTATION, about=day_id)


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Says for each notice what the day asks of its reader now. Three queries, whatever the number."""
    days = {day.pk: day for day in ConsultationDay.objects.filter(pk__in={one.about for one in notices})}
    me = Func(function="my_person", output_field=UUIDField())
    booked: defaultdict[UUID, list[Booking]] = defaultdict(list)
    received: Counter[UUID] = Counter()
    rows = Booking.objects.filter(slot__day__in=days).select_related("slot", "host_person").annotate(me=me)
    for row in rows.order_by("starts_at"):
        if row.person_id == row.me:
            booked[row.slot.day_id].append(row)
        elif row.cancelled_at is None:
            received[row.slot.day_id] += 1
    hosts = ConsultationHost.objects.filter(day__in=days, person_id=me).values_list("day_id", "pk")
    hosting = dict(hosts)
    return {
        one.id: _hosting(days[one.about], hosting[one.about], received[one.about])
        if one.about in hosting
        else _visiting(days[one.about], booked[one.about])
        for one in notices
        if one.about in days
    }


def _hosting(day: ConsultationDay, host_id: UUID, talks: int) -> Line:
    """What a teacher reads: how many come, never who."""
    if day.state == ConsultationDay.State.CANCELLED:
        return Line(f"{day.title} ist abgesagt", _address(day), formats.day(day.day))
    said = (
        "Noch kein Gespräch gebucht" if not talks else f"{talks} Gespräch{'e' if talks > 1 else ''} gebucht"
    )
    href = reverse("exchange:consultation_host", args=[day.pk, host_id])
    return Line(f"{day.title}: Ihre Zeiten", href, f"{formats.day(day.day)} · {said}")


def _visiting(day: ConsultationDay, talks: Sequence[Booking]) -> Line:
    """What somebody invited reads: the talk that is called off, the talk to come, or that one can book."""
    coming = [one for one in talks if one.cancelled_at is None and one.starts_at > now()]
    lost = [one for one in talks if one.cancelled_at and one.cancelled_by_id != one.person_id]
    if day.state == ConsultationDay.State.CANCELLED:
        note = "Ihr Gespräch findet nicht statt" if lost else formats.day(day.day)
        return Line(f"{day.title} ist abgesagt", _address(day), note)
    if coming:
        first = coming[0]
        href = reverse("exchange:consultation_booking", args=[first.pk])
        said = f"{formats.day_of(first.starts_at)}, {formats.time(first.starts_at)}"
        return Line(f"Ihr Gespräch: {said}", href, f"{day.title} · {first.host_person.name}")
    if lost:
        said = f"{lost[-1].host_person.name} kann nicht. Bitte wählen Sie eine andere Zeit."
        return Line("Ihr Gespräch ist abgesagt", _address(day), f"{day.title} · {said}")
    return Line(f"{day.title}: Gespräch buchen", _address(day), formats.day(day.day))


def _address(day: ConsultationDay) -> str:
    return reverse("exchange:consultation_day", args=[day.pk])


CONSULTATION = NoticeKind(key="consultation", mail_kind=MailKind.APPOINTMENTS, describe=describe)
