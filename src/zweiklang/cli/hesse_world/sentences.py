"""Texts of lines, put together beforehand for each occupation, in the form in which COPY and the digest of an act want them."""

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import NamedTuple

from zweiklang.cli.hesse_world.catalogue import Occupation
from zweiklang.cli.hesse_world.words.fields import ENDINGS, FIELDS, GENERAL_LESSONS, LESSON_ENDINGS
from zweiklang.cli.hesse_world.world import array

# Powers of two: a few bits choose one. With its ending, an occupation has 16 times as many different sentences.
WORK, LESSONS = 512, 128


class Piece(NamedTuple):
    """A line without its ending and its length: columns of COPY (place, text; plan items), and the same for the digest (JSON)."""

    columns: str
    items: str
    json: str
    json_items: str


class Texts(NamedTuple):
    """What the apprentices of an occupation write. `lessons` by grade."""

    work: list[Piece]
    lessons: dict[int, list[Piece]]


def piece(place: str, text: str, items: Sequence[str] = ()) -> Piece:
    """Returns the line of that place and text; the text has no quotes, tabs or backslashes."""
    ordered = sorted(items)
    quoted = ",".join(f'"{item}"' for item in ordered)
    return Piece(f"{place}\t{text}", array(ordered), f'"{place}","{text}', f"[{quoted}]")


def texts_of(occupation: Occupation, seed: int) -> Texts:
    """Returns the texts of that occupation; the same seed gives the same."""
    rng = Random(f"{seed} {occupation.name} {occupation.trade.specialisation}")
    field = FIELDS[occupation.trade.field]
    combined = list(product(field.objects, field.where, field.verbs))
    work = [
        piece("company", " ".join(words), _items(rng, occupation.positions))
        for words in rng.sample(combined, min(WORK, len(combined)))
    ]
    lessons = {grade: list(_lessons(rng, occupation, grade)) for grade in range(1, 5)}
    return Texts(work, lessons)


def _items(rng: Random, positions: Sequence[str]) -> list[str]:
    return rng.sample(positions, min(rng.choice((0, 0, 1, 1, 2)), len(positions)))


def _lessons(rng: Random, occupation: Occupation, grade: int) -> Iterator[Piece]:
    """Yields lessons of a year: topics of the field under the learning fields of the year, and general subjects."""
    field = FIELDS[occupation.trade.field]
    fields = occupation.fields.get(grade) or [("", str(grade * 4 - 3 + n), "") for n in range(4)]
    for _ in range(LESSONS):
        if rng.random() < 0.25:
            yield piece("school", rng.choice(GENERAL_LESSONS))
            continue
        _, number, _ = rng.choice(fields)
        yield piece("school", f"Lernfeld {number}: {rng.choice(field.lessons)}")


def endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns what may follow a sentence about work, and about a lesson."""
    return ENDINGS, LESSON_ENDINGS
