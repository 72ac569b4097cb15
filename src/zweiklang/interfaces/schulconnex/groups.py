"""Reads the groups of a context: which class, and as what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zweiklang.interfaces.schulconnex.codes import CLASS_GROUP, LEADS_CLASS, TEACHES, code
from zweiklang.interfaces.tables.cells import read_date
from zweiklang.interfaces.tables.documents import Json, objects, part, text
from zweiklang.interfaces.tables.fields import label_of_class
from zweiklang.kernel.clock import today
from zweiklang.rosters.public import Teaching


@dataclass(slots=True)
class Groups:
    """The classes a person belongs to, leads and teaches in, each once and in the order of the file."""

    labels: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    teaches: list[Teaching] = field(default_factory=list)


def groups_of(context: Json) -> Groups:
    """Returns the classes of a context that have not ended; courses are no classes. Raises LeftOut for a label that is none."""
    found = Groups()
    for entry in objects(context.get("gruppen")):
        group = part(entry, "gruppe")
        if code(text(group, "typ")) != CLASS_GROUP:
            continue
        label = label_of_class(text(group, "bezeichnung"))
        roles = _roles(entry)
        if not label or (entry.get("gruppenzugehoerigkeit") and not roles):
            continue
        _note(found, label, roles, group)
    return found


def _note(found: Groups, label: str, roles: set[str], group: Json) -> None:
    if label not in found.labels:
        found.labels.append(label)
    if LEADS_CLASS in roles and label not in found.leads:
        found.leads.append(label)
    if roles & TEACHES:
        subjects = [
            text(one, "bezeichnung", 100) or text(one, "kennung", 100)
            for one in objects(group.get("faecher"))
        ]
        found.teaches += [t for t in (Teaching(label, s) for s in subjects or [""]) if t not in found.teaches]


def _roles(entry: Json) -> set[str]:
    """The roles of the memberships that have not ended; the list of them is published as list and as object."""
    return {
        code(role)
        for membership in objects(entry.get("gruppenzugehoerigkeit"))
        if not _is_over(text(membership, "bis", 40))
        for role in strings(membership.get("rollen"))
    }


def strings(value: Any) -> Iterator[str]:
    """Yields the texts of a list, or the text itself."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _is_over(day: str) -> bool:
    try:
        last = read_date(day)
    except ValueError:
        return False
    return last is not None and last < today()
