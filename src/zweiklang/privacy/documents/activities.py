"""Processing activities: the tables with personal data, grouped by what they are for (texts/activities.toml)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from zweiklang.privacy.documents.shape import unique
from zweiklang.privacy.documents.sources import text_file
from zweiklang.privacy.documents.tables import DataTable, data_tables

AUDIENCES = ("apprentices", "trainers", "teachers", "guardians", "offices")
_BETWEEN_LAWS = re.compile(r";\s+")


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the record of processing activities with its tables.

    `rooms` are the data categories of its tables by kind of room, `offices` the capacities whose organisations' rooms hold some (empty:
    all), `only` the audiences of single tables.
    """

    key: str
    title: str
    purpose: str
    plain: str
    responsible: str
    source: str
    duty: str
    rooms: dict[str, list[str]]
    offices: tuple[str, ...]
    recipients: tuple[str, ...]
    concerns: tuple[str, ...]
    tables: tuple[DataTable, ...]
    only: dict[str, list[str]]

    def whose(self) -> tuple[str, ...]:
        """Returns whose data it is."""
        return unique([table.whose for table in self.tables])

    def legal_bases(self) -> tuple[str, ...]:
        """Returns the laws its tables name, each once."""
        return unique([law for table in self.tables for law in _BETWEEN_LAWS.split(table.legal_basis)])

    def scopes(self) -> tuple[str, ...]:
        """Returns the data categories with which its tables are read, outside of rooms none."""
        return unique([scope for table in self.tables for scope in table.scopes or ("",)])

    def tables_about(self, audience: str) -> tuple[DataTable, ...]:
        """Returns the tables that hold something about that audience."""
        if audience not in self.concerns:
            return ()
        return tuple(t for t in self.tables if audience in self.only.get(t.label, self.concerns))


@cache
def activities() -> tuple[Activity, ...]:
    """Returns all processing activities in reading order."""
    return tuple(_activity(**entry) for entry in text_file("activities")["activity"])


def in_no_activity() -> list[str]:
    """Returns the labels of tables with personal data that stand in no activity; a test keeps it empty."""
    placed = {table.label for activity in activities() for table in activity.tables}
    return sorted(set(data_tables()) - placed)


def unknown_tables() -> list[str]:
    """Returns the labels that an activity names and no table with personal data has (any more); a test keeps it empty."""
    named = {label for entry in text_file("activities")["activity"] for label in entry["tables"]}
    return sorted(named - set(data_tables()))


def _activity(*, tables: list[str], only: dict[str, list[str]] | None = None, **texts: Any) -> Activity:
    known = data_tables()
    lists = {key: tuple(texts.pop(key, ())) for key in ("offices", "recipients", "concerns")}
    fields: dict[str, Any] = {**texts, **lists}
    found = tuple(known[label] for label in tables if label in known)
    return Activity(**fields, tables=found, only=only or {})
