"""The occupations of a generated Hesse: those of the shipped catalogue with all their positions, the others with a plan of a few."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import psycopg

from zweiklang.cli.hesse_world.loading import copy_lines
from zweiklang.cli.hesse_world.sizes import Size
from zweiklang.cli.hesse_world.words.fields import FIELDS
from zweiklang.cli.hesse_world.words.occupations import TRADES, Trade
from zweiklang.cli.hesse_world.world import Ids
from zweiklang.kernel.sorting import sort_key

if TYPE_CHECKING:
    from zweiklang.curricula.public import FrameworkCurriculum

# With fewer apprentices there are fewer occupations, so that classes are classes.
APPRENTICES_EACH = 25
GENERAL = (
    "Berufsbildung sowie Arbeits- und Tarifrecht",
    "Sicherheit und Gesundheit bei der Arbeit",
    "Umweltschutz",
)
COLUMNS = {
    "curricula_regulation": "id document_number short_title title issued_on as_of duration_months unit source source_note digest warnings"
    " correspondences imported_at superseded",
    "curricula_occupation": "id regulation_id name sort_key specialisation duration_months superseded",
    "curricula_section": 'id regulation_id annex annex_title key title kind occupation_name specialisation timing_only unit periods "order"',
    "curricula_position": 'id section_id number title reference sort_key skills_key "order" superseded',
}


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation with the plan items lines refer to. Ids are text; `fields` are its learning fields by year: number and title."""

    id: str
    curriculum_id: str | None
    name: str
    trade: Trade
    positions: tuple[str, ...]
    fields: dict[int, tuple[tuple[str, str, str], ...]]


def occupations(connection: psycopg.Connection, size: Size) -> list[Occupation]:
    """The occupations a Hesse of that size has are in the database; returns them, the most frequent first.

    Django must be connected to the same database: what its catalogue knows already is taken from there.
    """
    known = {(one.name, one.trade.specialisation): one for one in _shipped()}
    wanted = TRADES[: max(1, size.apprentices // APPRENTICES_EACH)]
    rows: dict[str, list[str]] = {table: [] for table in COLUMNS}
    ids = Ids(Random(f"{size.seed} occupations"), date(2023, 1, 2))
    found = []
    for number, trade in enumerate(wanted):
        key = (trade.name, trade.specialisation)
        found.append(_with_trade(known[key], trade) if key in known else _written(ids, trade, number, rows))
    for table, lines in rows.items():
        copy_lines(connection, table, COLUMNS[table], lines)
    return found


def _with_trade(known: Occupation, trade: Trade) -> Occupation:
    return Occupation(known.id, known.curriculum_id, known.name, trade, known.positions, known.fields)


def _shipped() -> Iterator[Occupation]:
    from zweiklang.curricula.public import Occupation as Stored
    from zweiklang.curricula.public import framework_of, plan_items

    for stored in Stored.objects.select_related("regulation").order_by(
        "regulation__document_number", "sort_key"
    ):
        curriculum = framework_of(stored)
        items = plan_items(stored, curriculum, limit=1000)
        positions = tuple(str(item.id) for item in items if item.kind == "position")
        trade = Trade(stored.name, "", stored.duration_months or 36, stored.specialisation)
        fields = _learning_fields(curriculum)
        yield Occupation(
            str(stored.pk), str(curriculum.pk) if curriculum else None, stored.name, trade, positions, fields
        )


def _learning_fields(curriculum: "FrameworkCurriculum | None") -> dict[int, tuple[tuple[str, str, str], ...]]:
    from zweiklang.curricula.public import LearningField

    found: dict[int, list[tuple[str, str, str]]] = {}
    if curriculum is not None:
        rows = LearningField.objects.filter(curriculum=curriculum).order_by("order")
        for pk, year, number, title in rows.values_list("pk", "year", "number", "title"):
            found.setdefault(year, []).append((str(pk), number, title))
    return {year: tuple(rows) for year, rows in found.items()}


def _written(ids: Ids, trade: Trade, number: int, rows: dict[str, list[str]]) -> Occupation:
    """Puts down what the database must hold of an occupation whose regulation is not shipped."""
    regulation, occupation, section = ids.new(), ids.new(), ids.new()
    title = f"Verordnung über die Berufsausbildung: {trade.name}"
    _put(rows, "curricula_regulation", regulation, f"HESSE{number:06d}", f"Beruf {number:03d}", title, "2023-01-02", "", trade.months,
         "none", "catalogue", "erfunden für die Hessen-Daten", "", "[]", "[]", "2023-01-02 08:00:00+00", "f")  # fmt: skip
    key = sort_key(f"{trade.name} {trade.specialisation}")
    _put(
        rows,
        "curricula_occupation",
        occupation,
        regulation,
        trade.name,
        key,
        trade.specialisation,
        trade.months,
        "f",
    )
    _put(rows, "curricula_section", section, regulation, "Anlage", "Ausbildungsrahmenplan", "A", "Berufsprofilgebende Fertigkeiten",
         "mandatory", "", "", "f", "none", "{}", 0)  # fmt: skip
    positions = tuple(_positions(ids, section, trade, rows))
    return Occupation(occupation, None, trade.name, trade, positions, {})


def _positions(ids: Ids, section: str, trade: Trade, rows: dict[str, list[str]]) -> Iterator[str]:
    for order, title in enumerate((*FIELDS[trade.field].positions, *GENERAL)):
        position = ids.new()
        key = sort_key(f"A {order + 1} {title}")
        _put(rows, "curricula_position", position, section, order + 1, title, "", key, "", order, "f")
        yield position


def _put(rows: dict[str, list[str]], table: str, *values: object) -> None:
    rows[table].append("\t".join(map(str, values)) + "\n")


def shares(found: Iterable[Occupation]) -> list[float]:
    """Returns the weight of each of these occupations, by rank."""
    from zweiklang.cli.hesse_world.words.occupations import weight

    return [weight(rank) for rank, _ in enumerate(found)]
