"""Writes of curricula: regulations from the law's XML, the shipped catalogue, framework curricula."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from zweiklang.curricula.catalogue import read_catalogue
from zweiklang.curricula.frameworks import Draft, RowError, read_frameworks
from zweiklang.curricula.gii import RegulationError, parse_regulation, read_file
from zweiklang.curricula.models import FrameworkCurriculum, LearningField, Regulation
from zweiklang.curricula.policy import may_import
from zweiklang.curricula.storing import store
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.rooms.public import as_system


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: `result` is "new", "updated", "unchanged" or "failed" (then `error` says why)."""

    file: str
    result: str
    title: str = ""
    warnings: int = 0
    error: str = ""


@dataclass(slots=True)
class ImportReport:
    """All outcomes, in the order of the files."""

    outcomes: list[FileOutcome] = field(default_factory=list)

    def count(self, result: str) -> int:
        """How many files ended in `result`."""
        return sum(1 for outcome in self.outcomes if outcome.result == result)

    @property
    def failed(self) -> list[FileOutcome]:
        """The files that were not stored."""
        return [outcome for outcome in self.outcomes if outcome.result == "failed"]


Progress = Callable[[int, int, FileOutcome], None]


def import_regulations(
    actor: Actor, *, paths: Iterable[Path | str], progress: Progress | None = None
) -> ImportReport:
    """Every file, and every .xml below every folder, is stored; each in its own transaction, so one broken file stops no other.

    Repeating changes nothing. `progress(done, total, outcome)` is called after each file.
    """
    require(may_import(actor))
    files = _files(paths)
    report = ImportReport()
    for done, file in enumerate(files, start=1):
        outcome = _import_file(actor, file)
        report.outcomes.append(outcome)
        if progress is not None:
            progress(done, len(files), outcome)
    return report


def _files(paths: Iterable[Path | str]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        for file in sorted(path.rglob("*.xml")) if path.is_dir() else [path]:
            found[file] = None
    return [*found]


def _import_file(actor: Actor, file: Path) -> FileOutcome:
    try:
        law = parse_regulation(read_file(file), file=file.name)
        with as_system(actor):
            _, result = store(law, source=Regulation.Source.LAW)
    except RegulationError as error:
        return FileOutcome(file.name, "failed", error=str(error))
    except Rejected as error:
        return FileOutcome(file.name, "failed", error=error.message)
    except OSError as error:
        return FileOutcome(
            file.name, "failed", error=f"Die Datei kann nicht gelesen werden: {error.strerror or error}."
        )
    except (DatabaseError, ValueError) as error:
        return FileOutcome(file.name, "failed", error=f"Die Datei kann nicht gespeichert werden: {error}")
    return FileOutcome(file.name, result, law.title, len(law.warnings))


def load_catalogue(actor: Actor) -> list[str]:
    """The facts that ship with the code are stored; returns the short titles of regulations that changed.

    A regulation already read from the law's own XML stays as it is.
    """
    require(may_import(actor))
    changed = []
    for entry in read_catalogue():
        with as_system(actor):
            _, result = store(entry.regulation, source=Regulation.Source.CATALOGUE, note=entry.source)
            _store_framework(entry.framework)
        changed += [entry.regulation.short_title] if result != "unchanged" else []
    return changed


@dataclass(slots=True)
class FrameworkReport:
    """Names of the curricula stored, and the rows that were not, with line and reason."""

    stored: list[str] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def import_framework_curricula(actor: Actor, *, paths: Iterable[Path | str]) -> FrameworkReport:
    """The framework curricula of TOML, CSV and XLSX files are stored; rows with errors are reported, the others stored.

    The form of the files is docs/operations/framework-curricula.md. Repeating changes nothing.
    """
    require(may_import(actor))
    report = FrameworkReport()
    for path in map(Path, paths):
        drafts, errors = read_frameworks(path)
        report.errors += errors
        for draft in drafts:
            with as_system(actor):
                report.stored.append(str(_store_framework(draft)))
    return report


def _store_framework(draft: Draft) -> FrameworkCurriculum:
    """The curriculum is as drafted; learning fields keep their id by number. Those no longer named stay: records refer to them."""
    key: dict[str, Any] = {
        "document_number": draft.document_number,
        "specialisation": draft.specialisation,
        "resolution": draft.resolution,
    }
    values: dict[str, Any] = {
        "name": draft.name,
        "source": draft.source,
        "verified_by": draft.verified_by,
        "remarks": draft.remarks,
    }
    row, _ = FrameworkCurriculum.objects.update_or_create(**key, defaults=values)
    LearningField.objects.bulk_create(
        [
            LearningField(
                curriculum=row, number=f.number, title=f.title, year=f.year, hours=f.hours, order=order,
                sort_key=sort_key(f"LF {f.number} LF{f.number} Lernfeld {f.title}"),
            )
            for order, f in enumerate(draft.learning_fields)
        ],
        update_conflicts=True,
        unique_fields=["curriculum", "number"],
        update_fields=["title", "year", "hours", "order", "sort_key"],
    )  # fmt: skip
    return row
