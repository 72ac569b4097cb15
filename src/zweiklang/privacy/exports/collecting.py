"""Reads everything that belongs in a person's export, as that person, into files of one row per line.

Rooms are read under the person's own row-level security; own rows outside of them by a lookup that names the person; then, in rounds,
whatever those rows point to: organisations, occupations, rooms, and the names of other people. Memory holds ids, not rows.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from zweiklang.kernel.acting import as_system
from zweiklang.privacy.exports.columns import Field, column_of, columns, json_value
from zweiklang.privacy.exports.declared import (
    EXPORTS,
    NAMES,
    PERSON,
    SOFT,
    WHO_CHANGED,
    AboutMe,
    OfMyRooms,
    Reference,
    taking_part,
)
from zweiklang.privacy.exports.reading import as_reader, one_moment

READER = "system:privacy export"
NAMES_SET = "people.names"
ELSEWHERE = "elsewhere."
ROOM = "rooms.room"
# What of a room names somebody, and what stands there instead.
NAMING = {"title": "", "concerns": None}
CHUNK = 2000

type Row = dict[str, Any]


@dataclass(slots=True)
class Dataset:
    """Rows of one table that leave: where they lie on disk, and whether an import takes them."""

    name: str
    model: type[models.Model]
    fields: list[Field]
    imported: bool
    path: Path
    count: int = 0

    def rows(self) -> Iterator[Row]:
        """Yields the rows as they were read."""
        with self.path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    def write(self, rows: Iterable[Row]) -> None:
        """These rows are the next ones of the set."""
        with self.path.open("a", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                self.count += 1


@dataclass(slots=True)
class Collection:
    """Everything of one person's export, on disk."""

    person_id: UUID
    folder: Path
    room_ids: list[UUID] = field(default_factory=list)
    sets: dict[str, Dataset] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Ids of rows that an import will find, by model label."""
    wanted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Ids that rows point to, by model label."""

    def dataset(
        self, name: str, model: type[models.Model], *, omit: tuple[str, ...], imported: bool
    ) -> Dataset:
        """Returns the set of that name, made when first asked for."""
        if name not in self.sets:
            path = self.folder / f"{name}.jsonl"
            self.sets[name] = Dataset(name, model, columns(model, omit), imported, path)
        return self.sets[name]


def collect(person_id: UUID, folder: Path) -> Collection:
    """Everything that belongs in the export of that person lies in `folder`; sets without rows are left out."""
    found = Collection(person_id, folder)
    with one_moment():
        with as_system(READER):
            found.room_ids = own_rooms(person_id)
        with as_reader(person_id):
            for model, how in taking_part(OfMyRooms):
                _take_rooms(found, model, how)
        with as_system(READER):
            for model, how in taking_part(OfMyRooms):
                _take_about(found, model, how)
            for model, own in taking_part(AboutMe):
                _take_own(found, model, own)
        _follow(found)
    found.sets = {name: one for name, one in found.sets.items() if one.count}
    return found


def own_rooms(person_id: UUID) -> list[UUID]:
    """Returns the rooms of the person's own apprenticeships, oldest first. Asked in the system role."""
    contract: Any = apps.get_model("apprenticeships", "Contract")
    mine = contract.objects.filter(apprentice_id=person_id).order_by("first_day", "pk")
    return list(mine.values_list("room_id", flat=True))


def _take_rooms(found: Collection, model: type[models.Model], how: OfMyRooms) -> None:
    label, here = model._meta.label_lower, Q(room_id__in=found.room_ids)
    _take(found, label, model._base_manager.filter(here), how.omit, imported=how.imported)
    if how.mine:
        named = _naming(how.mine, found.person_id)
        _take(found, ELSEWHERE + label, model._base_manager.filter(named & ~here), how.omit, imported=False)


def _take_about(found: Collection, model: type[models.Model], how: OfMyRooms) -> None:
    if how.about:
        named = _naming(how.about, found.person_id)
        elsewhere = model._base_manager.filter(named).exclude(room_id__in=found.room_ids)
        _take(found, model._meta.label_lower, elsewhere, how.omit, imported=how.imported)


def _take_own(found: Collection, model: type[models.Model], how: AboutMe) -> None:
    named = _naming(how.paths, found.person_id)
    # By a sub-select: a row that two lookups find is there once.
    mine = model._base_manager.filter(pk__in=model._base_manager.filter(named).values("pk"))
    _take(found, model._meta.label_lower, mine, how.omit, imported=how.imported)


def _naming(paths: tuple[str, ...], person_id: UUID) -> Q:
    """The rows that one of the lookups leads to the person."""
    return Q(*[(path, person_id) for path in paths], _connector=Q.OR)


def _take(
    found: Collection, name: str, query: QuerySet[Any], omit: tuple[str, ...], *, imported: bool
) -> None:
    dataset = found.dataset(name, query.model, omit=omit, imported=imported)
    values = query.order_by("pk").values_list(*(f.attname for f in dataset.fields))
    dataset.path.touch()
    dataset.write(_noted(found, dataset, values.iterator(chunk_size=CHUNK)))


def _noted(found: Collection, dataset: Dataset, rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    label = dataset.model._meta.label_lower
    for values in rows:
        row = {column_of(f): json_value(v) for f, v in zip(dataset.fields, values, strict=True)}
        _note(found, dataset, row)
        if dataset.imported and "id" in row:
            found.known[label].add(row["id"])
        yield row


def _note(found: Collection, dataset: Dataset, row: Row) -> None:
    for one in dataset.fields:
        value = row[column_of(one)]
        for label in targets_of(dataset.model, one):
            if value and (label == PERSON or isinstance(EXPORTS.get(label), Reference)):
                found.wanted[label].update(value if isinstance(value, list) else [value])


def targets_of(model: type[models.Model], one: Field) -> tuple[str, ...]:
    """Returns the labels of the models whose ids stand in that column; none for a column of plain values."""
    if one.name == WHO_CHANGED:
        return (PERSON,)
    if soft := SOFT.get((model._meta.label_lower, one.name)):
        return soft
    target = one.related_model
    return (target._meta.label_lower,) if isinstance(target, type) else ()


def _follow(found: Collection) -> None:
    """Whatever is pointed to is there too, round by round, until nothing new is wanted."""
    rows: dict[str, dict[str, Row]] = defaultdict(dict)
    asked: dict[str, set[str]] = defaultdict(set)
    with as_system(READER):
        while new := {k: ids - asked[k] for k, ids in found.wanted.items() if ids - asked[k]}:
            for label, ids in new.items():
                asked[label] |= ids
                rows[label] |= _referred(found, label, ids)
    for label in sorted(rows):
        of_label = rows[label]
        _reference_set(found, label).write(of_label[key] for key in sorted(of_label))


def _reference_set(found: Collection, label: str) -> Dataset:
    model, how = apps.get_model(label), EXPORTS[label]
    if label == PERSON:
        omit = tuple(f.name for f in model._meta.concrete_fields if f.name not in NAMES)
        return found.dataset(NAMES_SET, model, omit=omit, imported=True)
    assert isinstance(how, Reference)
    return found.dataset(label, model, omit=how.omit, imported=how.imported)


def _referred(found: Collection, label: str, ids: set[str]) -> dict[str, Row]:
    dataset = _reference_set(found, label)
    dataset.path.touch()
    query = dataset.model._base_manager.filter(pk__in=ids)
    if label == PERSON:
        query = query.exclude(pk=found.person_id)
    values: Iterable[tuple[Any, ...]] = query.values_list(*(f.attname for f in dataset.fields))
    if label == ROOM:
        values = _unnamed(found.person_id, dataset, list(values))
    return {row["id"]: row for row in _noted(found, dataset, values)}


def _unnamed(person_id: UUID, rooms: Dataset, rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yields the rooms; those that the person cannot open (any more) without what may name others."""
    place = [one.name for one in rooms.fields].index("id")
    with as_reader(person_id):
        mine = rooms.model._base_manager.filter(pk__in=[row[place] for row in rows])
        open_to_me = set(mine.values_list("pk", flat=True))
    for row in rows:
        hidden = {} if row[place] in open_to_me else NAMING
        yield tuple(hidden.get(one.name, value) for one, value in zip(rooms.fields, row, strict=True))


def movable(found: Collection, dataset: Dataset) -> Iterator[Row]:
    """Yields the rows as an import can take them: what points to a row that stays behind points nowhere."""
    loose = [
        (column_of(one), targets_of(dataset.model, one)[0])
        for one in dataset.fields
        if dataset.imported
        and isinstance(one, models.ForeignKey)
        and one.null
        and getattr(one, "db_constraint", True)
    ]
    loose = [(c, t) for c, t in loose if t != PERSON and not isinstance(EXPORTS.get(t), Reference)]
    for row in dataset.rows():
        for column, target in loose:
            if row[column] and row[column] not in found.known[target]:
                row[column] = None
        yield row
