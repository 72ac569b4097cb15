"""Memberships in conversations follow from participations: from the day somebody joined until the person left, and only as long as the
membership in the room, or the post, that the conversation is about. Who stands in for a participant is in by rule, and out again by it.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import batched
from uuid import UUID

from django.db.models import Q, QuerySet

from zweiklang.apprenticeships.public import Contract
from zweiklang.exchange.conversations.facts import Days, Facts, about_one_of, facts_of, others_at, place_of
from zweiklang.exchange.models import Conversation, Participation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN
from zweiklang.rooms.public import Claim, Jurisdiction, Membership, as_system, replace_all_memberships

CAPACITY = "participant"
STANDS_IN = "Vertritt "
# Rooms asked about in one go: fewer than the 65,535 values a statement may carry.
MANY = 10_000


def derive_conversations(actor: Actor, talks: QuerySet[Conversation]) -> None:
    """The members of these conversations are those that today's facts give; a few statements for all of them."""
    with as_system(actor):
        found = list(talks.select_related("room", "about_organisation"))
        if found:
            facts = facts_of(found)
            replace_all_memberships(actor, claims={one.room: list(_claims(one, facts)) for one in found})


def derive_about_rooms(actor: Actor, rooms: set[UUID]) -> None:
    """The members of all conversations about these apprenticeships and classes, or their organisations, are those that today's facts give."""
    with as_system(actor):
        found: set[UUID] = set()
        for part in batched(rooms, MANY):
            about = Q(about_room__in=part) | about_one_of(_organisations(part))
            found.update(Conversation.objects.filter(about).values_list("pk", flat=True))
        _derive(actor, found)


def derive_about_organisations(actor: Actor, organisations: set[UUID]) -> None:
    """The members of all conversations that posts at these organisations may concern are those that today's facts give."""
    with as_system(actor):
        rows = Conversation.objects.filter(others_at(organisations))
        _derive(actor, set(rows.values_list("pk", flat=True)))


def _derive(actor: Actor, talks: Iterable[UUID]) -> None:
    for part in batched(sorted(talks), MANY):
        derive_conversations(actor, Conversation.objects.filter(pk__in=part))


def _organisations(rooms: Iterable[UUID]) -> set[UUID]:
    """Returns the organisations about which somebody in these rooms may talk from outside."""
    found: set[UUID | None] = set()
    for pair in Jurisdiction.objects.filter(room__in=rooms).values_list("school_id", "firm_id").distinct():
        found.update(pair)
    chambers = Contract.objects.filter(room__in=rooms).order_by().values_list("chamber_id", flat=True)
    return {one for one in found | set(chambers.distinct()) if one is not None}


def _claims(talk: Conversation, facts: Facts) -> Iterator[Claim]:
    taking = facts.participations[talk.room_id]
    themselves = {one.person_id for one in taking}
    for one in taking:
        for days in _days(talk, one, facts):
            yield Claim(one.person_id, CAPACITY, Membership.Source.PARTICIPATION, one.pk, *days)
            if talk.kind == Conversation.Kind.DIRECT:
                yield from _standing_in(talk, one, days, facts, themselves)


def _days(talk: Conversation, one: Participation, facts: Facts) -> list[Days]:
    """Returns the days on which the person takes part. What it was about is gone: then nobody who depends on it."""
    joined = one.added_at.astimezone(BERLIN).date()
    if not one.follows_about:
        return [(joined, None)]
    about = place_of(talk)
    # Who was asked in confidence was asked as an adviser: another post at the same place opens no case.
    known = facts.advising if talk.kind == Conversation.Kind.HELP else facts.days
    stays = known[about, one.person_id] if about else []
    return [days for stay in joined_up(stays) if (days := clip(stay, (joined, None)))]


def _standing_in(
    talk: Conversation, one: Participation, days: Days, facts: Facts, themselves: set[UUID]
) -> Iterator[Claim]:
    """Whoever stands in for a participant reads along on those days, if the person is in the room, or at the organisation, as well."""
    about = place_of(talk)
    if about is None:
        return
    for stand_in in facts.stand_ins[about, one.person_id]:
        if stand_in.person_id in themselves:
            continue
        for stay in joined_up(facts.days[about, stand_in.person_id]):
            within = clip(stay, stand_in.days)
            both = clip(within, days) if within else None
            if both:
                reason = f"{STANDS_IN}{stand_in.absent}."
                yield Claim(
                    stand_in.person_id, CAPACITY, Membership.Source.PARTICIPATION, one.pk, *both, reason
                )


def clip(first: Days, second: Days) -> Days | None:
    """Returns the days both periods share, or None; an open end is None."""
    first_day = max(first[0], second[0])
    last_day = min((end for end in (first[1], second[1]) if end is not None), default=None)
    return None if last_day is not None and last_day < first_day else (first_day, last_day)


def joined_up(periods: Iterable[Days]) -> list[Days]:
    """Returns the periods in order, those that touch or overlap as one."""
    found: list[Days] = []
    for first_day, last_day in sorted(periods, key=lambda days: days[0]):
        end = found[-1][1] if found else None
        if found and (end is None or first_day <= end + timedelta(days=1)):
            longer = None if end is None or last_day is None else max(end, last_day)
            found[-1] = (found[-1][0], longer)
        else:
            found.append((first_day, last_day))
    return found
