"""A chamber's register as its advisers read it: contracts, firms, mergers; and one contract as everybody in its room reads it."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, note_contracts
from zweiklang.kernel.clock import today
from zweiklang.kernel.sorting import sort_key
from zweiklang.offices.models import ContractChange, Merge
from zweiklang.organisations.public import Organisation

# What firms add to their name, by law or habit; two names that differ only in this are alike.
LEGAL_FORMS = re.compile(
    r"\b(gmbh|mbh|ag|kg|kgaa|ohg|gbr|eg|ek|e k|e kfm|e kfr|ug|haftungsbeschrankt|se|co|und|inh|inhaber|inhaberin|ev|e v)\b"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two firms that may be one, and why."""

    first: Organisation
    second: Organisation
    reason: str


def register_of(chamber: Organisation, *, query: str = "", state: str = "") -> QuerySet[Contract]:
    """Returns the chamber's contracts by name; `query` is part of a name or the number, `state` one of open, running, ended."""
    rows = Contract.objects.filter(chamber=chamber).select_related("apprentice", "firm", "occupation", "site")
    if query:
        key = sort_key(query)
        rows = rows.filter(
            Q(apprentice__sort_key__contains=key)
            | Q(firm__sort_key__contains=key)
            | Q(number__icontains=query)
        )
    if state == "open":
        rows = rows.exclude(confirmed_by=chamber).filter(last_day__gte=today())
    elif state:
        rows = rows.filter(last_day__gte=today()) if state == "running" else rows.filter(last_day__lt=today())
    return rows.order_by("apprentice__sort_key", "first_day")


def firms_of(chamber: Organisation, *, query: str = "") -> QuerySet[Organisation]:
    """Returns the firms of the chamber's contracts, with `running` and `ends` (the last day of the latest one), by name."""
    ours = Contract.objects.filter(chamber=chamber)
    rows = Organisation.objects.filter(pk__in=ours.values("firm_id"))
    if query:
        rows = rows.filter(sort_key__contains=sort_key(query))
    running = ours.filter(firm=OuterRef("pk"), last_day__gte=today()).order_by().values("firm")
    counted = Coalesce(Subquery(running.annotate(n=Count("pk")).values("n")), 0)
    return rows.annotate(running=counted, ends=Max("contracts__last_day")).order_by("sort_key", "town")


def names_of_firms(chamber: Organisation) -> QuerySet[Organisation]:
    """Returns the active firms of the chamber's contracts with what tells them apart, by name."""
    ours = Contract.objects.filter(chamber=chamber)
    rows = Organisation.objects.filter(pk__in=ours.values("firm_id"), state=Organisation.State.ACTIVE)
    return rows.only("name", "sort_key", "town", "register_number", "state").order_by(
        "sort_key", "town", "pk"
    )


def firm_of(chamber: Organisation, firm_id: UUID) -> Organisation:
    """Returns that firm of the chamber; raises Http404 for any other."""
    found = firms_of(chamber).filter(pk=firm_id).first()
    if found is None:
        raise Http404
    return found


def firms_to_choose() -> QuerySet[Organisation]:
    """Returns all confirmed firms, by name: firms are public knowledge, who trains there is not."""
    found = Organisation.objects.filter(kind=Organisation.Kind.FIRM, state=Organisation.State.ACTIVE)
    return found.order_by("sort_key", "town")


def name_key(name: str) -> str:
    """Returns the name as firms are compared: without legal form, accents and punctuation."""
    return " ".join(LEGAL_FORMS.sub(" ", sort_key(name)).split())


def alike_firms(firms: list[Organisation]) -> list[Alike]:
    """Returns pairs of active firms with the same name but for the legal form in the same town, or with the same register number."""
    by_key: dict[tuple[str, str], list[Organisation]] = {}
    active = [firm for firm in firms if firm.state == Organisation.State.ACTIVE]
    for firm in active:
        by_key.setdefault(("name", f"{name_key(firm.name)} {sort_key(firm.town)}"), []).append(firm)
        if firm.register_number:
            by_key.setdefault(("number", sort_key(firm.register_number)), []).append(firm)
    reasons = {"name": "gleicher Name am gleichen Ort", "number": "gleiche Registernummer"}
    found: dict[tuple[UUID, UUID], Alike] = {}
    for (kind, _), group in by_key.items():
        for other in group[1:]:
            found.setdefault((group[0].pk, other.pk), Alike(group[0], other, reasons[kind]))
    return list(found.values())


def merges_in(room_id: UUID) -> QuerySet[Merge]:
    """Returns what the chamber joined or split, newest first."""
    return Merge.objects.filter(room_id=room_id).select_related("source", "target", "by").order_by("-at")


def contract_of(room_id: UUID) -> Contract:
    """Returns the contract of that room, noted as shown, with its organisations; raises Http404 where there is none the person may see."""
    rows = Contract.objects.select_related(
        "apprentice", "firm", "chamber", "site", "occupation", "confirmed_by"
    )
    found = rows.filter(room_id=room_id).first()
    if found is None:
        raise Http404
    note_contracts([found])
    return found


def changes_of(contract: Contract) -> QuerySet[ContractChange]:
    """Returns what was changed in the contract, newest first."""
    return ContractChange.objects.filter(contract=contract).order_by("-at")
