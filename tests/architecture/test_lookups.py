"""A query may arrive in the tables of another app, but not walk on there: how they hang together is that app's own business.

`chamber__record_rule__form` asked of a contract by records would break when organisations keeps its rules elsewhere; who owns
the tables offers a selector instead. At which model a path begins is not known here: of all readings the kindest counts.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from tests.architecture.sources import code, name, tree

PATH = re.compile(r"-?([a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:__[a-z][a-z0-9]*(?:_[a-z0-9]+)*)+)")
LOOKUPS = {*Field.get_lookups(), "pk", "year", "date", "len"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("zweiklang.")]


def paths(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line and parts of everything in a file that looks like a path through relations."""
    for node in ast.walk(tree(path)):
        text = node.arg if isinstance(node, ast.keyword) else getattr(node, "value", None)
        found = PATH.fullmatch(text) if isinstance(text, str) else None
        if found:
            yield getattr(node, "lineno", 0), found[1].split("__")


def steps_past_the_door(parts: list[str], app: str) -> int:
    """How many relations the path follows inside an app that is neither `app` nor that of the model it begins at."""
    counts = [count for model in OURS if (count := _steps(model, parts, app)) is not None]
    return min(counts, default=0)


def _steps(begin: type[Model], parts: list[str], app: str) -> int | None:
    """None if the path does not begin at this model."""
    count, model, open_here = 0, begin, {app, begin._meta.app_label}
    for number, part in enumerate(parts):
        target = _related(model, part)
        if target is None:
            return count if number and _ends(model, part) else None
        count += model._meta.app_label not in open_here
        model = target
    return count


def _related(model: type[Model], part: str) -> type[Model] | None:
    try:
        field = model._meta.get_field(part)
    except FieldDoesNotExist:
        return None
    # `contract_id` is a column of this table, `contract` leads into another.
    is_column = part == getattr(field, "attname", "") != field.name
    return field.related_model if isinstance(field.related_model, type) and not is_column else None


def _ends(model: type[Model], part: str) -> bool:
    columns = {name for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    return part in LOOKUPS or part in columns


@pytest.mark.parametrize("app", sorted({model._meta.app_label for model in OURS} | {"web", "interfaces"}))
def test_no_query_goes_deep_into_the_tables_of_another_app(app: str) -> None:
    found = [
        f"{name(path)}:{line} {'__'.join(parts)}"
        for path in code(below=(f"src/zweiklang/{app}",))
        for line, parts in paths(path)
        if steps_past_the_door(parts, app)
    ]
    assert not found, "\n".join(found)


def test_a_path_that_walks_on_behind_the_door_is_found() -> None:
    assert steps_past_the_door(["contract", "chamber", "record_rule", "form"], "records") == 1
    assert steps_past_the_door(["contract", "chamber", "record_rule"], "records") == 1
    assert steps_past_the_door(["chamber", "record_rule", "form"], "organisations") == 0
    assert steps_past_the_door(["contract", "occupation", "regulation_id"], "records") == 0
    assert steps_past_the_door(["apprentice", "sort_key", "contains"], "records") == 0
    assert steps_past_the_door(["not", "a", "path"], "records") == 0
