"""The page of one apprenticeship, put together from memberships, facts and rules. Row-level security lets through what one may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.privacy.rules.wording import law_links
from zweiklang.privacy.sight import words
from zweiklang.privacy.sight.grounds import Grounds, grounds_of
from zweiklang.privacy.sight.links import rule_link
from zweiklang.privacy.sight.shapes import Access, Column, Coming, Ended, Insight, Notice, Sight
from zweiklang.privacy.sight.stays import Stay, stays_in
from zweiklang.rooms.public import (
    RULES,
    Membership,
    Standing,
    capacity_label,
    rule_categories,
    ruling_capacity,
)

IN_ORDER = tuple(RULES)
# The membership's own words ("your own training") are for the person, who needs no line about herself on this page.
CONCERNED = "Um diese Person geht es in diesem Raum."


def sees_everything(standing: Standing) -> bool:
    """True for the person the room is about, and for a guardian, who is in the room only while that person is a minor."""
    return standing.kind == "apprenticeship" and bool({"apprentice", "guardian"} & standing.capacities)


def sight_of(actor: Actor, *, standing: Standing) -> tuple[Sight, Grounds]:
    """Returns who sees what in the room, as much of it as this person may know, and the facts behind it.

    Raises Http404 for a room that is no apprenticeship or whose members the person may not know.
    """
    stays = stays_in(standing.room_id) if standing.kind == "apprenticeship" else []
    if not stays:
        raise Http404
    everything = sees_everything(standing)
    grounds = grounds_of(actor, standing=standing, stays=stays, everything=everything)
    accesses = [
        _access(stay, piece, grounds) for stay in stays if (piece := stay.piece_on(today())) is not None
    ]
    accesses.sort(key=lambda one: (IN_ORDER.index(one.capacity), one.name))
    others = tuple(one for one in accesses if one.person_id != actor.person_id)
    told = stays if everything else [s for s in stays if s.pieces[0].person_id == actor.person_id]
    sight = Sight(
        everything=everything,
        mine=tuple(one for one in accesses if one.person_id == actor.person_id),
        others=others,
        columns=tuple(_columns(one for one in others if one.capacity != "apprentice")),
        categories=tuple((key, category.label) for key, category in rule_categories().items()),
        coming=tuple(_coming(told)),
        ended=tuple(_ended(stays)) if everything else (),
        notices=tuple(_notices(grounds)),
    )
    return sight, grounds


def _access(stay: Stay, piece: Membership, grounds: Grounds) -> Access:
    rule, capacity = RULES[stay.capacity], stay.capacity
    return Access(
        membership_id=piece.pk,
        person_id=piece.person_id,
        name=stay.name,
        capacity=capacity,
        capacity_label=rule.label,
        organisation=grounds.organisation_of(stay),
        reason=CONCERNED if capacity == "apprentice" else piece.reason,
        fact=grounds.fact_of(stay),
        laws=tuple(law_links(rule.legal_basis, "", ())),
        since=stay.first_day,
        last_day=stay.last_day,
        until=words.until(capacity, stay.last_day, contract=grounds.contract, adult_on=grounds.adult_on),
        insights=tuple(_insight(key, piece, grounds) for key in rule_categories()),
        looked=_looked(piece.person_id, grounds),
    )


def _looked(person_id: UUID, grounds: Grounds) -> str:
    if grounds.looks is None or person_id == grounds.contract.apprentice_id:
        return ""
    return words.looked(grounds.looks.get(person_id))


def _insight(category: str, piece: Membership, grounds: Grounds) -> Insight:
    opened = words.held(piece, category)
    rule = grounds.rules[category, ruling_capacity(piece.capacity)]
    why = words.reason_of(
        rule,
        opened,
        bodies=grounds.bodies,
        brake=grounds.braked.get(category),
        restricted=grounds.restricted and piece.capacity != "apprentice",
    )
    label, href = rule_link(rule, grounds.rules_page)
    tone, icon = opened.look
    about = rule_categories()[category].label
    return Insight(category, about, opened.word, tone, icon, why, tuple(rule.law), href, label)


def _columns(people: Iterable[Access]) -> Iterator[Column]:
    groups: defaultdict[tuple[str, tuple[tuple[str, str, str], ...]], list[Access]] = defaultdict(list)
    for one in people:
        groups[one.side, tuple(insight.look for insight in one.insights)].append(one)
    for (side, looks), group in groups.items():
        names = dict.fromkeys(one.name for one in group)
        capacities = dict.fromkeys(one.capacity_label for one in group)
        yield Column(side, ", ".join(names), ", ".join(capacities), looks)


def _coming(stays: Iterable[Stay]) -> Iterator[Coming]:
    labels = {key: category.label for key, category in rule_categories().items()}
    found = []
    for stay in stays:
        if stay.first_day > today():
            found.append(Coming(stay.first_day, stay.who, "bekommt Zugang zu diesem Raum"))
        for before, after in stay.later_pieces(today()):
            if what := words.change_of(before, after, labels):
                found.append(Coming(after.first_day, stay.who, what))
    yield from sorted(found, key=lambda one: (one.day, one.who))


def _ended(stays: list[Stay]) -> Iterator[Ended]:
    here = {(s.pieces[0].person_id, s.capacity) for s in stays if s.piece_on(today()) is not None}
    gone = [s for s in stays if s.last_day is not None and s.last_day < today()]
    for stay in sorted(gone, key=lambda one: one.last_day or today(), reverse=True):
        if (stay.pieces[0].person_id, stay.capacity) not in here and stay.last_day is not None:
            yield Ended(stay.name, capacity_label(stay.capacity), stay.first_day, stay.last_day)


def _notices(grounds: Grounds) -> Iterator[Notice]:
    if grounds.restricted:
        text = "Andere sehen nur noch, dass es diese Ausbildung gibt und wer beteiligt ist (Art. 18 DSGVO)."
        yield Notice("Diese Daten sind eingeschränkt", text)
