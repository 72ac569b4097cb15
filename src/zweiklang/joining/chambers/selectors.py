"""Reads of a chamber's files, and of its contracts no school is responsible for yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, Enrolment, Pupil, note_contracts
from zweiklang.joining.chambers.loading import known_rules, known_schools
from zweiklang.joining.chambers.models import ChamberImport
from zweiklang.joining.chambers.responsible import Rule, SchoolFacts, Suggestion, responsible_schools
from zweiklang.joining.models import Answer, ContractProposal
from zweiklang.joining.selectors import office_of
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system

READER = system_actor("joining")


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A contract nobody teaches yet: schools that may be responsible with reasons, and what schools that were asked said."""

    contract: Contract
    suggestions: tuple[Suggestion, ...] = ()
    answers: tuple[str, ...] = ()
    waits_for: str = ""


def chamber_office(room_id: UUID) -> Organisation:
    """Returns the chamber whose team room it is; raises Http404 for everybody but its advisers."""
    organisation = office_of(room_id)
    if organisation.kind != Organisation.Kind.CHAMBER:
        raise Http404
    return organisation


def chamber_named(name: str) -> Organisation:
    """Returns the chamber of that name or number; raises Rejected, naming those there are, where it is none or not clear."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.CHAMBER, state=Organisation.State.ACTIVE)
    found = [one for one in rows if sort_key(one.name) == sort_key(name) or (name and one.number == name)]
    if len(found) != 1:
        names = ", ".join(sorted(one.name for one in rows)) or "keine"
        raise Rejected(f"Eine Kammer „{name}“ gibt es hier nicht. Bekannt sind: {names}.", field="chamber")
    return found[0]


def imports_of(chamber: Organisation) -> QuerySet[ChamberImport]:
    """Returns the chamber's files, newest first, without their content."""
    return ChamberImport.objects.filter(chamber=chamber).defer("rows", "errors").order_by("-made_at")


def without_school(chamber: Organisation) -> list[UUID]:
    """Returns the ids of running contracts the chamber has confirmed and no school has yet; those a school is asked about too. By name.

    As a system: whether a school has the apprentice in its list is not the chamber's to read, only that somebody is responsible.
    """
    taken = ContractProposal.objects.filter(
        contract=OuterRef("pk"), addressed_to__kind=Organisation.Kind.SCHOOL, state=Answer.CONFIRMED
    )
    with as_system(READER):
        rows = Contract.objects.filter(chamber=chamber, confirmed_by=chamber, last_day__gte=today()).exclude(
            Exists(taken)
            | Exists(Enrolment.objects.filter(contract=OuterRef("pk")))
            | Exists(Pupil.objects.filter(contract=OuterRef("pk")))
        )
        return list(rows.order_by("apprentice__sort_key", "pk").values_list("pk", flat=True))


def unassigned(ids: Iterable[UUID]) -> tuple[list[Unassigned], list[SchoolFacts]]:
    """Returns these contracts with suggestions and answers, and all schools there are. Five queries."""
    rows = Contract.objects.filter(pk__in=list(ids)).select_related(
        "apprentice", "firm", "site", "occupation"
    )
    found = list(rows.order_by("apprentice__sort_key", "pk"))
    note_contracts(found)
    with as_system(READER):
        rules, schools = known_rules(), known_schools()
        asked = ContractProposal.objects.filter(contract__in=found).select_related("addressed_to")
        reports = list(asked.exclude(state=Answer.CONFIRMED).order_by("reported_at"))
    lines = [_unassigned(one, rules, schools, reports) for one in found]
    return sorted(lines, key=lambda one: bool(one.waits_for)), schools


def _unassigned(
    contract: Contract, rules: list[Rule], schools: list[SchoolFacts], reports: list[ContractProposal]
) -> Unassigned:
    place = contract.site if contract.site and contract.site.postcode else contract.firm
    ours = [one for one in reports if one.contract_id == contract.pk]
    refused = [one for one in ours if one.state == Answer.REFUSED]
    said_no = {one.addressed_to_id for one in refused}
    suggestions = responsible_schools(
        contract.occupation,
        place.postcode,
        place.town,
        max(today(), contract.first_day),
        rules=rules,
        schools=schools,
    )
    return Unassigned(
        contract,
        tuple(one for one in suggestions if one.school.id not in said_no),
        tuple(f"{one.addressed_to.name}: {one.reason}" for one in refused),
        next((one.addressed_to.name for one in ours if one.state == Answer.OPEN), ""),
    )


def reason_for(contract: Contract, school: Organisation) -> str:
    """Returns why this school may be responsible, or that the chamber has chosen it."""
    (one,), _ = unassigned([contract.pk])
    found = next((s.reason for s in one.suggestions if s.school.id == school.pk), "")
    return found or "Die Kammer hat diese Schule ausgewählt."


def school_of(text: str) -> Organisation:
    """Returns the school with that id; raises Rejected for anything else."""
    try:
        found = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise Rejected("Wählen Sie eine Schule, die mitmacht.", field="school")
    return found
