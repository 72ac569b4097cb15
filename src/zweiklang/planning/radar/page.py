"""What the page of signs shows: one's own signs by apprentice or class, what begins soon in one's classes, proposals that wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from zweiklang.kernel.hesse import school_year
from zweiklang.planning.models import AlignmentProposal
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.parties import classes_in, contracts_in
from zweiklang.planning.proposals.policy import sides_of
from zweiklang.planning.proposals.selectors import rows_that_wait
from zweiklang.planning.proposals.selectors import told as proposals_told
from zweiklang.planning.proposals.shapes import Proposal
from zweiklang.planning.radar.policy import REFUSED
from zweiklang.planning.radar.selectors import Around, beginnings, partners_wanted, sign_rows, told
from zweiklang.planning.radar.shapes import Beginning, Sign
from zweiklang.planning.radar.wording import span
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.rooms.public import Scope, Standing, note_look, room_url

TEACHES = frozenset({"class_teacher", "subject_teacher"})


@dataclass(frozen=True, slots=True)
class SignLine:
    """A sign with what this person can do about it: label and address of each; `refused`: why not settle it."""

    sign: Sign
    links: tuple[tuple[str, str], ...]
    refused: str


@dataclass(frozen=True, slots=True)
class Group:
    """The signs of one apprentice, for a teacher those of a class; `named`: each sign says whose it is."""

    heading: str
    note: str
    href: str
    named: bool
    lines: tuple[SignLine, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal that waits: the same for several apprentices of a firm is one line; `about`: whom it concerns."""

    proposal: Proposal
    about: str


@dataclass(frozen=True, slots=True)
class RadarPage:
    """Everything on the page. `settled`: those dealt with are shown instead of the open ones."""

    groups: tuple[Group, ...]
    beginnings: tuple[Beginning, ...]
    proposals: tuple[Asked, ...]
    settled: bool
    trains: bool
    reads: bool


def radar_page(standings: Mapping[UUID, Standing], *, settled: bool) -> RadarPage:
    """Returns the page for whoever stands so. At most seven queries."""
    held = list(standings.values())
    readable = [one.room_id for one in held if one.kind == "apprenticeship" and one.reads(Scope.PLAN)]
    taught_by_me = [one.room_id for one in held if one.kind == "class" and one.capacities & TEACHES]
    signs, proposals = sign_rows(readable, settled=settled), _asked(standings)
    classes = classes_in([*taught_by_me, *(row.plan.room_id for row in signs)])
    contracts = contracts_in(row.room_id for row in (*signs, *proposals))
    note_look((row.room_id for row in proposals), Scope.DEVELOPMENT)
    around = Around(contracts, classes, published_fields(list(classes)))
    mine = [classes[room] for room in classes if room in taught_by_me]
    return RadarPage(
        groups=tuple(_groups(told(signs, around), standings)),
        beginnings=tuple(beginnings(mine, around.taught)),
        proposals=tuple(_lines(proposals_told(proposals, contracts))),
        settled=settled,
        trains=any(one.carries(Scope.PLAN_WRITE) for one in held),
        reads=bool(readable),
    )


def _asked(standings: Mapping[UUID, Standing]) -> list[AlignmentProposal]:
    """The proposals that wait for an answer of one of the person's sides."""
    sides = {room: sides_of(one) for room, one in standings.items()}
    firm, school = (
        [room for room, held in sides.items() if side in held] for side in (Side.FIRM, Side.SCHOOL)
    )
    return rows_that_wait(as_firm=firm, as_school=school)


def _lines(proposals: Iterable[Proposal]) -> list[Asked]:
    """Each of them once for a firm, whoever of its apprentices it concerns."""
    alike: dict[tuple[UUID, UUID], list[Proposal]] = {}
    for one in proposals:
        alike.setdefault((one.batch, one.firm_id), []).append(one)
    return [Asked(group[0], ", ".join(one.apprentice for one in group)) for group in alike.values()]


def partner_lines(standings: Mapping[UUID, Standing]) -> list[tuple[str, str, str]]:
    """Returns title, weeks with whose plan it is, and address of each part of a plan the firm looks for a partner for. One query."""
    rooms = [one.room_id for one in standings.values() if one.carries(Scope.PLAN_WRITE)]
    return [
        (
            f"{row.position.number} {row.position.title}".strip(),
            f"{name} · {span(row.first_week, row.last_week)}",
            entry_url(row.room_id, row.pk),
        )
        for row, name in partners_wanted(rooms)
    ]


def entry_url(room_id: UUID, entry_id: UUID) -> str:
    """Returns the address of the form that moves that part of the plan."""
    return reverse("planning:plan_entry", args=[room_id, entry_id])


def _groups(signs: Iterable[Sign], standings: Mapping[UUID, Standing]) -> list[Group]:
    found: dict[tuple[bool, UUID], list[Sign]] = {}
    for sign in signs:
        teaches = bool(standings[sign.room_id].capacities & TEACHES)
        found.setdefault((teaches, sign.class_room_id if teaches else sign.room_id), []).append(sign)
    return [_group(teaches, of_one, standings) for (teaches, _), of_one in found.items()]


def _group(teaches: bool, signs: list[Sign], standings: Mapping[UUID, Standing]) -> Group:
    first = signs[0]
    lines = tuple(_line(one, standings[one.room_id]) for one in signs)
    if teaches:
        href = room_url("planning:class", first.class_room_id)
        return Group(
            f"Klasse {first.class_label}", "Pläne, die der Betrieb der Schule zeigt", href, True, lines
        )
    href = room_url("planning:apprenticeship", first.room_id)
    return Group(first.apprentice, first.firm, href, False, lines)


def _line(sign: Sign, standing: Standing) -> SignLine:
    refused = "" if standing.carries(Scope.PLAN_WRITE) else REFUSED
    return SignLine(sign, tuple(_links(sign, standing)), refused)


def _links(sign: Sign, standing: Standing) -> Iterable[tuple[str, str]]:
    """Yields label and address of what this person may do: look, move, suggest."""
    yield "Zeitleiste", _timeline(sign)
    if standing.carries(Scope.PLAN_WRITE) and sign.entries:
        yield "Abschnitt verschieben", entry_url(sign.room_id, sign.entries[0].id)
    sides = sides_of(standing)
    if Side.SCHOOL in sides and "class_teacher" in standing.capacities:
        yield "Vorschlag machen", _proposal("planning:new_class_proposal", sign.class_room_id, sign)
    elif Side.FIRM in sides:
        yield "Vorschlag machen", _proposal("planning:new_proposal", sign.room_id, sign)


def _timeline(sign: Sign) -> str:
    """The apprentice's time line, in the year and with the details of the first part concerned."""
    address = room_url("planning:apprenticeship", sign.room_id)
    if not sign.entries:
        return address
    entry = sign.entries[0]
    return f"{address}?{urlencode({'jahr': school_year(entry.first_week), 'zeige': f'e-{entry.id}'})}"


def _proposal(page: str, room_id: UUID, sign: Sign) -> str:
    """The form for a proposal: the Lernfeld back to where it was."""
    query: dict[str, object] = {"art": "verschieben", "lernfeld": sign.learning_field_id}
    if sign.was_first:
        query["woche"] = sign.was_first.isoformat()
    return f"{room_url(page, room_id)}?{urlencode(query)}"
