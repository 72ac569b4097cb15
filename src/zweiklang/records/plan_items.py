"""Plan items of a record as people write them: short codes ("A 3", "LF 5") in fields, ids in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from zweiklang.curricula.public import (
    PlanItem,
    PlanVersion,
    plan_items_by_id,
    plan_items_found,
    whole_plan,
)
from zweiklang.kernel.errors import Rejected
from zweiklang.records.shapes import Head

MOST = 3
KEPT = 256


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


def reading_plan(version: PlanVersion, ids: Collection[UUID]) -> Plan:
    """Returns a plan that knows all these items, also those that have left it. Two queries at the most, none for those still in it."""
    plan = plan_of(version)
    if not (others := [item for item in ids if item not in plan.items]):
        return plan
    found = plan_items_by_id(others)
    codes = {item.id: item.short or str(item.id) for item in found.values()}
    return Plan({**plan.items, **found}, {**codes, **plan.codes})


@lru_cache(maxsize=KEPT)
def plan_of(version: PlanVersion) -> Plan:
    """Returns the plan, to be read only: a process keeps it."""
    items = whole_plan(version)
    seen: dict[str, list[UUID]] = {}
    for item in items:
        seen.setdefault(item.short, []).append(item.id)
    codes = {ids[0]: short for short, ids in seen.items() if short and len(ids) == 1}
    return Plan(
        {item.id: item for item in items}, {item.id: codes.get(item.id, str(item.id)) for item in items}
    )


def suggest(head: Head, query: str) -> list[dict[str, str]]:
    """Returns what fits the typed text, best first, in the combobox's form: value (code), label, hint."""
    plan = plan_of(head.plan)
    found = plan_items_found(head.plan, query[:200], limit=20)
    return [{"value": plan.code(item.id), "label": item.label, "hint": item.section} for item in found]
