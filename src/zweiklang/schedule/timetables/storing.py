"""A file's content while it is a preview: what it says of lessons and days, compressed. Nobody's reason and no absent teacher is in it."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zweiklang.schedule.timetables.shapes import Fate, FileKind, SnapshotChange, SnapshotLesson

type Json = list[Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a preview keeps: lessons that hold from a day on, or changes of the days from first to last."""

    kind: FileKind
    lessons: tuple[SnapshotLesson, ...] = ()
    changes: tuple[SnapshotChange, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


def packed(kept: Kept) -> bytes:
    """Returns the content as bytes."""
    values = {
        "kind": kept.kind.value,
        "lessons": [_of_lesson(one) for one in kept.lessons],
        "changes": [_of_change(one) for one in kept.changes],
        "days": [_text(kept.first_day), _text(kept.last_day)],
    }
    return gzip.compress(json.dumps(values, ensure_ascii=False).encode(), mtime=0)


def unpacked(data: bytes) -> Kept:
    """Returns what `packed` was given."""
    values = json.loads(gzip.decompress(data))
    first, last = values["days"]
    return Kept(
        FileKind(values["kind"]),
        tuple(_lessons(values["lessons"])),
        tuple(_changes(values["changes"])),
        _day(first),
        _day(last),
    )


def _of_lesson(one: SnapshotLesson) -> Json:
    days = [_text(one.first_day), _text(one.last_day)]
    return [one.label, one.number, one.weekday, one.period, one.subject, one.teachers, one.classrooms, one.length, *days]  # fmt: skip


def _lessons(rows: Iterable[Json]) -> Iterable[SnapshotLesson]:
    for label, number, weekday, period, subject, teachers, places, length, first, last in rows:
        yield SnapshotLesson(
            label, number, weekday, period, subject, tuple(teachers), tuple(places), length, _day(first), _day(last)
        )  # fmt: skip


def _of_change(one: SnapshotChange) -> Json:
    values = [one.number, one.subject, one.teachers, one.classrooms, one.note, one.key]
    return [one.label, _text(one.day), one.period, one.kind.value, *values]


def _changes(rows: Iterable[Json]) -> Iterable[SnapshotChange]:
    for label, day, period, kind, number, subject, teachers, places, note, key in rows:
        yield SnapshotChange(
            label, date.fromisoformat(day), period, Fate(kind), number, subject, tuple(teachers), tuple(places), note, key
        )  # fmt: skip


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
