"""Plan items of a record as people write them: short codes ("A 3", "LF 5") in fields, ids in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import PlanItem, plan_items, plan_items_by_id
from zweiklang.kernel.errors import Rejected
from zweiklang.records.shapes import Head

MOST = 3
WHOLE_PLAN = 2000


@dataclass(frozen=True, slots=True)
class Plan:
    """All plan items of one apprenticeship, by id and by code. A code that two items share is replaced by the id."""

    items: dict[UUID, PlanItem]
    codes: dict[UUID, str]

    def label(self, item: UUID) -> str:
        """Returns what is shown for an item, also for one that has left the plan."""
        return self.items[item].label if item in self.items else "nicht mehr im Plan"

    def code(self, item: UUID) -> str:
        """Returns the code (or the id, where the code is not unique)."""
        return self.codes.get(item, str(item))

    def show(self, ids: list[UUID]) -> str:
        """Returns the field value of these items: "A 3, LF 5"."""
        return ", ".join(self.code(item) for item in ids)

    def parse(self, text: str) -> list[UUID]:
        """Returns the items of a field value, each once; raises Rejected naming what is unknown, or for more than three."""
        by_code = {code.replace(" ", "").casefold(): item for item, code in self.codes.items()}
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        found: list[UUID] = []
        for part in parts:
            item = by_code.get(part.replace(" ", "").casefold()) or self._by_id(part)
            if item is None:
                raise Rejected(
                    f"„{part[:40]}“ steht nicht in Ihrem Plan. Beispiel: A 3, LF 5", field="plan_items"
                )
            found.append(item)
        unique = list(dict.fromkeys(found))
        if len(unique) > MOST:
            raise Rejected("Höchstens drei Einträge aus dem Plan je Zeile.", field="plan_items")
        return unique

    def _by_id(self, text: str) -> UUID | None:
        try:
            item = UUID(text)
        except ValueError:
            return None
        return item if item in self.items or plan_items_by_id([item]) else None


def named_plan(ids: Collection[UUID]) -> Plan:
    """Returns a plan that knows only these items, for reading. Two queries at the most."""
    items = plan_items_by_id(ids)
    return Plan(items, {item.id: item.short or str(item.id) for item in items.values()})


def plan_of(contract: Contract) -> Plan:
    """Returns the plan of a contract whose occupation and curriculum are loaded. Three queries."""
    items = plan_items(contract.occupation, contract.curriculum, limit=WHOLE_PLAN)
    seen: dict[str, list[UUID]] = {}
    for item in items:
        seen.setdefault(item.short, []).append(item.id)
    codes = {ids[0]: short for short, ids in seen.items() if short and len(ids) == 1}
    return Plan(
        {item.id: item for item in items}, {item.id: codes.get(item.id, str(item.id)) for item in items}
    )


def suggest(head: Head, query: str) -> list[dict[str, str]]:
    """Returns what fits the typed text, best first, in the combobox's form: value (code), label, hint."""
    contract = Contract.objects.select_related("occupation", "curriculum").get(room_id=head.room_id)
    plan = plan_of(contract)
    found = plan_items(contract.occupation, contract.curriculum, query[:200], limit=20)
    return [{"value": plan.code(item.id), "label": item.label, "hint": item.section} for item in found]
