"""Lines of "Heute": who waits for an answer of ours, and what we wait for ourselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from zweiklang.joining.models import Answer, ContractProposal, FirmRecovery, FirmRegistration, Invitation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Room, Scope, Standing


@dataclass(frozen=True, slots=True)
class WaitingGuest:
    """One line of "Heute": what waits, why, and the one act (label and address). Many lines of one `kind` are folded there."""

    title: str
    note: str
    act: str
    href: str
    kind: str
    tone: str = ""


def guests_waiting(actor: Actor, standings: Iterable[Standing]) -> list[WaitingGuest]:
    """Returns what waits for the person: claims, reports, recoveries; and an own registration. No query without such a room."""
    held = list(standings)
    offices = [s.room_id for s in held if s.kind == "team" and s.carries(Scope.ADMINISTRATION_WRITE)]
    reports = {s.room_id: s for s in held if s.kind == "proposal"}
    return [
        *(_claims(offices) if offices else ()),
        *(_recoveries(actor, offices) if offices else ()),
        *(_registrations(reports) if reports else ()),
        *(_proposals(reports) if reports else ()),
        *(_returned(reports) if reports else ()),
    ]


def _claims(offices: list[UUID]) -> Iterable[WaitingGuest]:
    rows = Invitation.objects.filter(room__in=offices, state=Invitation.State.WAITING)
    for row in rows.select_related("claimed_by", "firm")[:20]:
        name = row.claimed_by.name if row.claimed_by else ""
        where = reverse("joining:invitation", args=[row.room_id, row.pk])
        note = f"{row.get_kind_display()}{f' {row.firm.name}' if row.firm else ''}: Gehört die Person dazu?"
        yield WaitingGuest(f"{name} hat eine Einladung angenommen", note, "Ansehen", where, "claim")


def _recoveries(actor: Actor, offices: list[UUID]) -> Iterable[WaitingGuest]:
    rows = FirmRecovery.objects.filter(room__in=offices, state=Answer.OPEN).exclude(asked_by=actor.person_id)
    for row in rows.select_related("firm")[:20]:
        where = reverse("joining:recovery", args=[row.room_id])
        yield WaitingGuest(
            f"{row.firm.name}: neue Ausbildungsleitung",
            "Eine zweite Person stimmt zu.",
            "Ansehen",
            where,
            "recovery",
        )


def _registrations(reports: dict[UUID, Standing]) -> Iterable[WaitingGuest]:
    rows = FirmRegistration.objects.filter(room__in=reports, state=Answer.OPEN).select_related("firm")
    for row in rows[:20]:
        where, own = reverse("joining:report", args=[row.room_id]), not _decides(reports[row.room_id])
        title = f"Ihre Anmeldung: {row.firm.name}" if own else f"{row.firm.name} hat sich angemeldet"
        note = "Wartet auf Bestätigung." if own else "Sie entscheiden, ob der Betrieb Zugang bekommt."
        yield WaitingGuest(title, note, "Ansehen", where, "registration")


def _proposals(reports: dict[UUID, Standing]) -> Iterable[WaitingGuest]:
    decided = [room_id for room_id, standing in reports.items() if _decides(standing)]
    # What a chamber asks a school waits for the school, and comes back to the chamber only with a no.
    advised = [room_id for room_id in decided if "chamber_adviser" in reports[room_id].capacities]
    rows = ContractProposal.objects.filter(room__in=decided, state=Answer.OPEN).exclude(
        from_chamber=True, room__in=advised
    )
    for row in rows.select_related("firm", "chamber")[:20]:
        where = reverse("joining:report", args=[row.room_id])
        by = row.chamber if row.from_chamber else row.firm
        note = f"Gemeldet von {by.name}."
        yield WaitingGuest(
            f"Vertrag von {row.given_name} {row.family_name}", note, "Ansehen", where, "proposal"
        )


def _returned(reports: dict[UUID, Standing]) -> Iterable[WaitingGuest]:
    """What a school said it is not responsible for, until the chamber has asked another one."""
    advised = [room_id for room_id, standing in reports.items() if "chamber_adviser" in standing.capacities]
    if not advised:
        return
    again = ContractProposal.objects.filter(contract=OuterRef("contract")).exclude(state=Answer.REFUSED)
    team = Room.objects.filter(organisation=OuterRef("chamber"), kind=Room.Kind.TEAM).values("pk")[:1]
    rows = ContractProposal.objects.filter(
        ~Exists(again),
        room__in=advised,
        from_chamber=True,
        state=Answer.REFUSED,
        contract__last_day__gte=today(),
    )
    latest = rows.annotate(team=Subquery(team)).order_by("contract", "-decided_at").distinct("contract")
    for row in latest.select_related("addressed_to")[:20]:
        title = f"Vertrag von {row.given_name} {row.family_name}: {row.addressed_to.name} ist nicht zuständig"
        where = reverse("joining:chamber_schools", args=[row.team])
        yield WaitingGuest(title, row.reason, "Schule zuordnen", where, "returned")


def _decides(standing: Standing) -> bool:
    return standing.carries(Scope.PROPOSAL_CONFIRM)
