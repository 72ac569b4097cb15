"""Makes the file: data with schemas, tables, readable pages, the training record as PDF, an index and the manifest."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.template.loader import get_template, render_to_string

from zweiklang.kernel.clock import now
from zweiklang.people.public import Person
from zweiklang.privacy.exports.collecting import ELSEWHERE, Collection, Dataset, collect, movable
from zweiklang.privacy.exports.columns import Field, column_of, schema_of
from zweiklang.privacy.exports.declared import EXPORTS, left_out
from zweiklang.privacy.exports.naming import GROUPS, called, group_of, title_of
from zweiklang.privacy.exports.package import FORMAT, VERSION, Package, Sink
from zweiklang.privacy.exports.reading import as_reader, one_moment
from zweiklang.privacy.exports.showing import cells, headings, shown
from zweiklang.records.public import record_pdf
from zweiklang.rosters.public import safe_cell

TEMPLATES = "privacy/exports/file"
DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Contents:
    """One set as the index tells of it."""

    name: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Record:
    """One training record as the index tells of it."""

    path: str
    title: str


def write_export(person: Person, file: IO[bytes]) -> None:
    """`file` is a ZIP of everything Zweiklang holds about the person, as far as that person may see it (docs/export-format.md)."""
    made_at = now().replace(microsecond=0)
    # The PDF too is read in the moment of the data beside it.
    with tempfile.TemporaryDirectory(prefix="zweiklang-export-") as folder, one_moment():
        found = collect(person.pk, Path(folder))
        package = Package(file, made_at=made_at)
        names = called(found)
        sets = sorted(found.sets.values(), key=lambda one: one.name)
        for dataset in sets:
            _write_set(package, found, dataset, names)
        records = list(_write_records(package, found, person))
        _write_index(package, person, sets, records)
        package.close(_about(person, sets, made_at))


def product_version() -> str:
    """Returns the version of Zweiklang that runs here."""
    return version("zweiklang")


def schema_of_set(dataset_name: str, fields: list[Field], title: str) -> dict[str, Any]:
    """Returns the JSON Schema of a data file."""
    row = {
        "type": "object",
        "properties": {column_of(one): schema_of(one) for one in fields},
        "required": [column_of(one) for one in fields],
        "additionalProperties": False,
    }
    return {
        "$schema": DRAFT_2020_12,
        "$id": f"urn:zweiklang:export:{VERSION}:{dataset_name}",
        "title": title,
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "dataset": {"const": dataset_name},
            "rows": {"type": "array", "items": row},
        },
        "required": ["format", "version", "dataset", "rows"],
        "additionalProperties": False,
    }


def _write_set(package: Package, found: Collection, dataset: Dataset, names: dict[str, str]) -> None:
    title = title_of(dataset)
    with package.entry(f"data/{dataset.name}.json") as out:
        _write_data(out, found, dataset)
    schema = schema_of_set(dataset.name, dataset.fields, title)
    package.add(f"schema/{dataset.name}.json", json.dumps(schema, ensure_ascii=False, indent=1).encode())
    with package.entry(f"csv/{dataset.name}.csv") as out:
        _write_table(out, dataset, names)
    with package.entry(f"lesen/{dataset.name}.html") as out:
        _write_page(out, dataset, title, names)


def _write_data(out: Sink, found: Collection, dataset: Dataset) -> None:
    """One row per line, so that two files can be compared line by line."""
    head = json.dumps({"format": FORMAT, "version": VERSION, "dataset": dataset.name})
    out.write(f'{head[:-1]}, "rows": ['.encode())
    for number, row in enumerate(movable(found, dataset)):
        out.write((",\n" if number else "\n").encode())
        out.write(json.dumps(row, ensure_ascii=False).encode())
    out.write(b"\n]}\n")


def _write_table(out: Sink, dataset: Dataset, names: dict[str, str]) -> None:
    """As German spreadsheets open it: UTF-8 with BOM, semicolons, CRLF; nothing in it is calculated."""
    fields = dataset.fields
    out.write(b"\xef\xbb\xbf")
    out.write(_line(headings(fields)))
    for row in dataset.rows():
        out.write(_line(cells(dataset, fields, row, names)))


def _line(values: Any) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(value) for value in values])
    return text.getvalue().encode()


def _write_page(out: Sink, dataset: Dataset, title: str, names: dict[str, str]) -> None:
    fields = shown(dataset)
    context = {
        "title": title,
        "name": dataset.name,
        "headings": headings(fields),
        "rows": (list(cells(dataset, fields, row, names)) for row in dataset.rows()),
    }
    template: Any = get_template(f"{TEMPLATES}/dataset.html")
    for part in template.template.generate(context):
        out.write(part.encode())


def _write_records(package: Package, found: Collection, person: Person) -> Iterator[Record]:
    for number, room_id in enumerate(found.room_ids, 1):
        with as_reader(person.pk):
            made = record_pdf(room_id=room_id)
        if made is not None:
            path = f"nachweis/Ausbildungsnachweis-{number}.pdf"
            package.add(path, made.content)
            yield Record(path, f"{made.occupation} bei {made.firm}")


def _write_index(package: Package, person: Person, sets: list[Dataset], records: list[Record]) -> None:
    context = {
        "person": person,
        "made_at": package.made_at,
        "groups": _grouped(sets),
        "records": records,
        "left_out": left_out(),
    }
    package.add("index.html", render_to_string(f"{TEMPLATES}/index.html", context).encode())


def _grouped(sets: list[Dataset]) -> list[tuple[str, list[Contents]]]:
    """The sets under their headings, each in the order in which models are declared."""
    order = {label: place for place, label in enumerate(EXPORTS)}
    ordered = sorted(sets, key=lambda one: order.get(one.name.removeprefix(ELSEWHERE), len(order)))
    found = {
        group: [Contents(one.name, title_of(one), one.count) for one in ordered if group_of(one) == group]
        for group in GROUPS
    }
    return [(group, inside) for group, inside in found.items() if inside]


def _about(person: Person, sets: list[Dataset], made_at: datetime) -> dict[str, Any]:
    return {
        "made_at": made_at.isoformat(),
        "product": "Zweiklang",
        "product_version": product_version(),
        "person": {"id": str(person.pk), "name": person.name},
        "datasets": [
            {"name": one.name, "title": title_of(one), "rows": one.count, "imported": one.imported}
            for one in sets
        ],
    }


def write_export_of(person_id: UUID, file: IO[bytes]) -> None:
    """As `write_export`, for a job that knows the id only; raises Person.DoesNotExist if the account has gone meanwhile."""
    write_export(Person.objects.get(pk=person_id), file)
