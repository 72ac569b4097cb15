"""A chamber keeps its register: contracts are confirmed, corrected, ended, and followed by one with another firm.

Nothing here terminates anything: that is done on paper (§ 22 Abs. 3 BBiG, § 623 BGB). The register only says until when it ran.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    Enrolment,
    Guardianship,
    PersonalDetails,
    Pupil,
    conclude_contract,
    derive_apprenticeship,
    derived_once,
    end_contract,
)
from zweiklang.curricula.public import Occupation
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.models import ContractChange
from zweiklang.offices.policy import may_keep_register
from zweiklang.offices.services.notices import tell_of_contract
from zweiklang.organisations.public import Organisation, Site
from zweiklang.rooms.public import as_system, team_standing

Kind = ContractChange.Kind
LABELS = {
    "first_day": "Erster Tag",
    "last_day": "Letzter Tag",
    "occupation": "Beruf",
    "site": "Ausbildungsstätte",
    "number": "Vertragsnummer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the register says of a contract, as it ought to be."""

    first_day: date
    last_day: date
    occupation: Occupation
    site: Site | None
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContract:
    """The contract with the next firm: it begins after the old one has ended."""

    firm: Organisation
    first_day: date
    last_day: date
    site: Site | None = None
    number: str = ""


@transaction.atomic
def confirm_contract(actor: Actor, *, contract: Contract, number: str) -> Contract:
    """The chamber has entered the contract into its register under that number (§ 34 BBiG)."""
    contract = _locked(actor, contract)
    before = contract.number
    with as_system(actor):
        contract.confirmed_by, contract.confirmed_on = contract.chamber, today()
        contract.number = number
        contract.save(update_fields=["confirmed_by", "confirmed_on", "number"])
        fields = [[LABELS["number"], before or "–", number or "–"]] if before != number else []
        _note(actor, contract, Kind.CONFIRMED, fields)
        derive_apprenticeship(actor, contract)
    return contract


@transaction.atomic
def correct_contract(actor: Actor, *, contract: Contract, facts: Facts) -> Contract:
    """The register's facts are these; what was different stands in the contract's history, and access follows the days."""
    contract = _locked(actor, contract)
    _require_days(facts.first_day, facts.last_day)
    _require_site(facts.site, contract.firm)
    changed = [name for name in LABELS if getattr(contract, name) != getattr(facts, name)]
    if not changed:
        return contract
    fields = [[LABELS[n], _word(getattr(contract, n)), _word(getattr(facts, n))] for n in changed]
    with as_system(actor):
        for name in changed:
            setattr(contract, name, getattr(facts, name))
        contract.save(update_fields=changed)
        _note(actor, contract, Kind.CORRECTED, fields)
        derive_apprenticeship(actor, contract)
    return contract


@transaction.atomic
def end_contracts(
    actor: Actor, *, contracts: Sequence[Contract], last_day: date, document_date: date
) -> list[Contract]:
    """These contracts ran until `last_day`, as a document of that date says; every access but the apprentices' own ends with it."""
    if not contracts:
        raise Rejected("Wählen Sie mindestens einen Vertrag.", field="contracts")
    if document_date > today():
        raise Rejected(
            "Das Schriftstück gibt es schon: Sein Datum liegt nicht in der Zukunft.", field="document_date"
        )
    with derived_once(actor):
        return [_end(actor, one, last_day, document_date) for one in contracts]


@transaction.atomic
def change_firm(
    actor: Actor, *, contract: Contract, last_day: date, document_date: date, following: NextContract
) -> Contract:
    """The old contract ends with `last_day` and a new one with the next firm begins, in a room of its own.

    The apprentice keeps both; the new firm sees nothing of the old one. Classes, guardians and the school's pupil follow.
    """
    require(may_keep_register(actor, standing=team_standing(contract.chamber_id)))
    if following.first_day <= last_day:
        raise Rejected(f"Frühestens der Tag nach dem {last_day:%d.%m.%Y}.", field="first_day")
    _require_days(following.first_day, following.last_day)
    _require_site(following.site, following.firm)
    if following.firm.kind != Organisation.Kind.FIRM or following.firm.state != Organisation.State.ACTIVE:
        raise Rejected("Wählen Sie einen bestätigten Betrieb.", field="firm")
    if following.firm.pk == contract.firm_id:
        raise Rejected("Das ist derselbe Betrieb. Berichtigen Sie stattdessen den letzten Tag.", field="firm")
    with derived_once(actor), as_system(actor):
        (old,) = end_contracts(actor, contracts=[contract], last_day=last_day, document_date=document_date)
        new = conclude_contract(on_behalf_of(actor), terms=_terms(old, following))
        _note(actor, new, Kind.CONCLUDED, [])
        _follow(old, new)
        derive_apprenticeship(actor, new)
    return new


def note_change(
    actor: Actor, *, contract: Contract, kind: str, fields: list[list[str]], document_date: date | None = None
) -> ContractChange:
    """The contract's history says what was changed, and its people are told that something was. Call inside `as_system`."""
    tell_of_contract(actor, contract)
    return ContractChange.objects.create(
        room_id=contract.room_id,
        contract=contract,
        kind=kind,
        fields=fields,
        document_date=document_date,
        by_id=actor.person_id,
        by_name=actor.name,
        at=now(),
    )


def _note(
    actor: Actor, contract: Contract, kind: str, fields: list[list[str]], document_date: date | None = None
) -> None:
    note_change(actor, contract=contract, kind=kind, fields=fields, document_date=document_date)


def _locked(actor: Actor, contract: Contract) -> Contract:
    """Returns the contract as it stands, locked, if the actor may keep its register."""
    require(may_keep_register(actor, standing=team_standing(contract.chamber_id)))
    with as_system(actor):
        rows = Contract.objects.select_for_update(of=("self",))
        return rows.select_related("firm", "chamber", "occupation", "site", "apprentice").get(pk=contract.pk)


def _end(actor: Actor, contract: Contract, last_day: date, document_date: date) -> Contract:
    contract = _locked(actor, contract)
    if last_day > contract.last_day:
        raise Rejected(
            f"Der Vertrag von {contract.apprentice.name} endet schon am {contract.last_day:%d.%m.%Y}.",
            field="last_day",
        )
    if last_day == contract.last_day:
        require(
            not_now(f"Für {contract.apprentice.name} steht der {last_day:%d.%m.%Y} schon im Verzeichnis.")
        )
    before = contract.last_day
    ended = end_contract(on_behalf_of(actor), contract=contract, last_day=last_day)
    with as_system(actor):
        fields = [[LABELS["last_day"], _word(before), _word(last_day)]]
        _note(actor, ended, Kind.ENDED, fields, document_date)
    return ended


def _terms(old: Contract, following: NextContract) -> ContractTerms:
    born_on = PersonalDetails.objects.get(room_id=old.room_id).born_on
    terms = ContractTerms(
        apprentice=old.apprentice,
        firm=following.firm,
        chamber=old.chamber,
        occupation=old.occupation,
        curriculum=old.curriculum,
        first_day=following.first_day,
        last_day=following.last_day,
        born_on=born_on,
        record_form=old.record_form,
        weekly_minutes=old.weekly_minutes,
    )
    return replace(terms, site=following.site, number=following.number, confirmed_by=old.chamber)


def _follow(old: Contract, new: Contract) -> None:
    """Classes, guardians and the school's pupil go along with the apprentice into the new room."""
    still = Q(last_day__isnull=True) | Q(last_day__gte=new.first_day)
    for enrolment in Enrolment.objects.filter(still, contract=old):
        values: dict[str, Any] = {
            "pupil_id": enrolment.pupil_id,
            "school_class_id": enrolment.school_class_id,
        }
        Enrolment.objects.create(
            room_id=new.room_id,
            contract=new,
            first_day=max(new.first_day, enrolment.first_day),
            last_day=enrolment.last_day,
            **values,
        )
    for guardianship in Guardianship.objects.filter(still, contract=old):
        Guardianship.objects.create(
            room_id=new.room_id,
            contract=new,
            person_id=guardianship.person_id,
            first_day=new.first_day,
            last_day=guardianship.last_day,
        )
    Pupil.objects.filter(contract=old).update(contract=new)


def _require_days(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise Rejected(
            "Der letzte Tag liegt vor dem ersten. Beispiel: 01.08.2026 bis 31.07.2029.", field="last_day"
        )


def _require_site(site: Site | None, firm: Organisation) -> None:
    if site is not None and (site.organisation_id != firm.pk or site.closed_on is not None):
        raise Rejected("Wählen Sie eine Ausbildungsstätte dieses Betriebs.", field="site")


def _word(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "–")
