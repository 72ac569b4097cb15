"""A plan becomes facts: contracts, firms, persons without an account, and questions to schools. Inside `as_system` and `derived_once`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    conclude_contract,
    derive_apprenticeship,
    note_contract_change,
)
from zweiklang.curricula.public import FrameworkCurriculum, Occupation, framework_of
from zweiklang.joining.chambers.asking import ask_school
from zweiklang.joining.chambers.models import ChamberImport, ChamberImportEntry
from zweiklang.joining.chambers.plan import Entry, RegisterPlan
from zweiklang.joining.granting import allowed_form
from zweiklang.joining.new_firms import new_firm
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import today
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person


class Writing:
    """Writes the entries of one plan; a firm that is new is made once, however many rows name it."""

    def __init__(self, actor: Actor, found: ChamberImport, plan: RegisterPlan) -> None:
        self.actor, self.system, self.found, self.plan = actor, on_behalf_of(actor), found, plan
        self.form = allowed_form(found.chamber)
        self.new_firms: dict[str, Organisation] = {}
        self.curricula: dict[UUID, FrameworkCurriculum | None] = {}
        entries = [*plan.new, *plan.changed]
        occupations = Occupation.objects.select_related("regulation")
        self.occupations = _by_id(occupations.filter(pk__in={e.occupation for e in entries}))
        self.organisations = _by_id(
            Organisation.objects.filter(pk__in={i for e in plan.new for i in (e.firm, e.school) if i})
        )
        self.people = _by_id(Person.objects.filter(pk__in={e.person for e in plan.new if e.person}))

    def write(self) -> None:
        """Everything the plan names is a fact."""
        for entry in self.plan.new:
            self._conclude(entry)
        for entry in self.plan.changed:
            self._change(entry)

    def _conclude(self, entry: Entry) -> None:
        row = entry.row
        assert row.born_on is not None
        terms = ContractTerms(
            apprentice=self.people[entry.person] if entry.person else _new_person(entry),
            firm=self._firm(entry),
            chamber=self.found.chamber,
            occupation=self.occupations[entry.occupation],
            curriculum=self._curriculum(entry.occupation),
            first_day=row.first_day,
            last_day=row.last_day,
            born_on=row.born_on,
            record_form=self.form,
            number=row.number,
            confirmed_by=self.found.chamber,
        )
        contract = conclude_contract(self.system, terms=terms)
        note_contract_change(self.actor, contract=contract, kind="concluded", fields=[])
        self._keep(entry, contract, "new", _told(entry, contract))
        if entry.school:
            school = self.organisations[entry.school]
            ask_school(self.actor, contract=contract, school=school, note=entry.school_reason)

    def _change(self, entry: Entry) -> None:
        rows = Contract.objects.select_for_update(of=("self",)).select_related(
            "apprentice", "firm", "chamber"
        )
        assert entry.contract is not None
        contract = rows.get(pk=entry.contract, chamber=self.found.chamber)
        values: dict[str, Any] = {}
        for one in entry.differences:
            if one.field == "confirmed":
                values |= {"confirmed_by": self.found.chamber, "confirmed_on": today()}
            elif one.field == "occupation":
                occupation = self.occupations[entry.occupation]
                values |= {"occupation": occupation, "curriculum": self._curriculum(occupation.pk)}
            else:
                values[one.field] = getattr(entry.row, one.field)
        for name, value in values.items():
            setattr(contract, name, value)
        contract.save(update_fields=list(values))
        fields = [[one.label, one.before, one.after] for one in entry.differences]
        kind = "confirmed" if "confirmed_by" in values else "corrected"
        note_contract_change(self.actor, contract=contract, kind=kind, fields=fields)
        self._keep(entry, contract, "changed", fields)
        derive_apprenticeship(self.system, contract)

    def _keep(self, entry: Entry, contract: Contract, section: str, fields: list[list[str]]) -> None:
        row = entry.row
        ChamberImportEntry.objects.create(
            room_id=self.found.room_id,
            file=self.found,
            contract=contract,
            section=section,
            name=row.name[:210],
            fields=fields,
            said={
                "occupation": str(entry.occupation),
                "first_day": str(row.first_day),
                "last_day": str(row.last_day),
                "firm": row.firm.name,
            },
        )

    def _firm(self, entry: Entry) -> Organisation:
        if entry.firm:
            return self.organisations[entry.firm]
        key = entry.row.firm_key
        if key not in self.new_firms:
            self.new_firms[key] = new_firm(self.system, facts=entry.row.firm)
        return self.new_firms[key]

    def _curriculum(self, occupation: UUID) -> FrameworkCurriculum | None:
        if occupation not in self.curricula:
            self.curricula[occupation] = framework_of(self.occupations[occupation])
        return self.curricula[occupation]


def _told(entry: Entry, contract: Contract) -> list[list[str]]:
    """What the list of changes says of a new contract."""
    days = f"{entry.row.first_day:%d.%m.%Y} bis {entry.row.last_day:%d.%m.%Y}"
    facts = {"Betrieb": contract.firm.name, "Beruf": entry.occupation_name, "Zeitraum": days}
    facts |= {"Gefragte Schule": entry.school_name} if entry.school else {}
    return [[label, "–", value] for label, value in facts.items()]


def _new_person(entry: Entry) -> Person:
    """Somebody without an account and without an address: the school invites her later."""
    row = entry.row
    return Person.objects.create(
        given_name=row.given_name,
        family_name=row.family_name,
        sort_key=sort_key(f"{row.family_name} {row.given_name}"),
        password=make_password(None),
    )


def _by_id[M: Model](rows: Iterable[M]) -> dict[UUID, M]:
    return {row.pk: row for row in rows}
