"""Files in, suggestions out: what the command line runs."""

from __future__ import annotations

from pathlib import Path

from zweiklang.curricula.public import RegulationError, read_plan
from zweiklang.kernel.sorting import sort_key
from zweiklang.planning.matching.answers import Answer, answer, specialisations
from zweiklang.planning.matching.field_files import FieldFileError, read_field_file


class UnreadableInput(ValueError):
    """One of the files cannot be used; the message names it and says why."""


def suggest_from_files(
    regulation: Path, learning_fields: Path, *, occupation: str = "", specialisation: str = ""
) -> Answer:
    """Returns the suggestions for the Lernfelder of a file among the positions of a regulation's file.

    `occupation` chooses among several of the file by a part of its name; `specialisation` the Fachrichtung of the regulation. Raises
    UnreadableInput.
    """
    try:
        plan = read_plan(regulation)
    except RegulationError as error:
        raise UnreadableInput(f"{regulation.name}: {error}") from error
    except OSError as error:
        raise UnreadableInput(f"{regulation}: {error.strerror or error}.") from error
    if not plan.positions:
        raise UnreadableInput(f"{regulation.name}: no training framework plan was found in it.")
    chosen = _specialisation(specialisation, specialisations(plan), regulation.name)
    try:
        file = read_field_file(learning_fields, document_number=plan.document_number, occupation=occupation)
    except FieldFileError as error:
        raise UnreadableInput(str(error)) from error
    except OSError as error:
        raise UnreadableInput(f"{learning_fields}: {error.strerror or error}.") from error
    return answer(plan, file, specialisation=chosen)


def _specialisation(wanted: str, known: list[str], file: str) -> str:
    """The one of the regulation that is meant by a part of its name; empty where none is asked for."""
    if not wanted:
        return ""
    found = [name for name in known if sort_key(wanted) in sort_key(name)]
    exact = [name for name in found if sort_key(wanted) == sort_key(name)]
    if len(exact or found) != 1:
        names = "; ".join(known) or "none"
        raise UnreadableInput(
            f'{file}: "{wanted}" is not one specialisation of this regulation. It has: {names}.'
        )
    return (exact or found)[0]
