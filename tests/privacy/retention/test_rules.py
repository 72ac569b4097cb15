"""Every rule of every privacy note: kept on its last day, gone the day after, and with it all that goes with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from tests.privacy.retention.rows import day_of, row_of
from tests.worlds import ACTOR, Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.kernel.jobs import queue
from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, foreign_notes
from zweiklang.kernel.retention import (
    AccountEnd,
    After,
    ByJob,
    Retention,
    WhileValid,
    WithAccount,
    WithContent,
    WithRow,
    WithTracked,
)
from zweiklang.people.public import Person
from zweiklang.privacy.retention.declared import Rule, is_history, rules
from zweiklang.privacy.retention.deleting import delete_due
from zweiklang.privacy.retention.due import Night, field_at, key_of, root_of, roots
from zweiklang.privacy.retention.holds import Held
from zweiklang.privacy.retention.reach import keys_to, reach_of
from zweiklang.rooms.public import Room, as_system

OURS = [model for model in apps.get_models() if model.__module__.startswith("zweiklang.")]
NOTED = [*OURS, *(apps.get_model(label) for label in foreign_notes())]
# Tables of libraries about nobody, or without content of their own.
IMPERSONAL = {"contenttypes", "auth", "procrastinate", "pghistory"}


def _note(model: type[models.Model]) -> PrivacyNote:
    return getattr(model, "privacy", None) or foreign_notes()[model._meta.label]


def _rules_of(model: type[models.Model]) -> list[Retention]:
    return list(_note(model).retention.rules())


def _name(rule: Rule) -> str:
    return f"{rule.model.__name__}-{rule.after.what or rule.after.fields[0]}"


@pytest.mark.parametrize("model", NOTED, ids=[m.__name__ for m in NOTED])
def test_every_note_is_carried_out_by_something(model: type[models.Model]) -> None:
    retention = _note(model).retention
    assert isinstance(retention, Retention), (
        f"{model.__name__}: retention is a sentence. Say it as data (kernel.retention), so that it is carried out."
    )
    assert all(_is_carried_out(model, part) for part in retention.rules()), retention


def _is_carried_out(model: type[models.Model], part: Retention) -> bool:
    named = [model._meta.get_field(name) for name in keys_to(model, "people.Person")]
    carried: dict[type[Retention], Callable[[Any], bool]] = {
        After: lambda after: all(field_at(model, path) for path in after.fields),
        WithRow: lambda row: all(_goes_with(model, name, row.noun) for name in row.fields),
        WithTracked: lambda _: is_history(model),
        WithAccount: lambda account: model._meta.get_field(account.field).related_model is Person,
        WithContent: lambda _: model is Room,
        AccountEnd: lambda _: model is Person,
        ByJob: lambda by: by.job in queue.tasks and _periodic(by.job),
        # Nothing ends it; whoever is named becomes a placeholder with the account.
        WhileValid: lambda _: (
            _note(model) is NO_PERSONAL_DATA or (named != [] and all(field.null for field in named))
        ),
    }
    return carried[type(part)](part)


def _goes_with(model: type[models.Model], name: str, noun: str) -> bool:
    """The row really goes with the one that this foreign key names, and the words speak of that one."""
    parent = model._meta.get_field(name).related_model
    assert parent is not None
    steps = [step for step in reach_of(parent).steps if step.model is model and not step.clear]
    words = str(parent._meta.verbose_name).lower().split()
    return any(step.path == name for step in steps) and any(word in noun.lower() for word in words)


def _periodic(job: str) -> bool:
    return any(task.task.name == job for task in queue.periodic_registry.periodic_tasks.values())


def test_every_table_with_something_about_people_has_a_note() -> None:
    silent = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model.__module__.startswith("zweiklang.") and model._meta.label not in foreign_notes()
    }
    assert {label for label in silent if label.split(".")[0] not in IMPERSONAL} == set()


def test_every_kind_of_room_goes_with_what_it_was_made_for() -> None:
    """Teams last as long as their organisation; every other kind has a rule that takes the room along."""
    made_for = {
        ("contract", ""): "apprenticeship",
        ("schoolclass", ""): "class",
        ("firmregistration", ""): "proposal",
        ("contractproposal", ""): "proposal",
        ("conversation", "Gespräch"): "conversation",
        ("conversation", "Vertrauliche Beratung"): "counselling",
        ("appointment", ""): "appointment",
    }
    taking = [rule for rule in rules() if rule.after.with_room]
    found = {made_for[str(rule.model._meta.model_name), rule.after.what] for rule in taking}
    assert found == set(Room.Kind.values) - {"team"}


@pytest.mark.parametrize("rule", rules(), ids=_name)
def test_a_row_stays_on_its_last_day_and_is_due_the_day_after(rule: Rule, worlds: Worlds) -> None:
    with as_system(ACTOR):
        row = row_of(rule)
        due = rule.after.due_from(day_of(rule, row))
        key = row.room_id if rule.after.with_room else row.pk
        assert not _due(rule, due - timedelta(days=1), key)
        assert _due(rule, due, key)


@pytest.mark.parametrize("rule", rules(), ids=_name)
def test_with_a_row_goes_all_that_hangs_on_it_and_nothing_else(rule: Rule, worlds: Worlds) -> None:
    with as_system(ACTOR), everybody_warned():
        row = row_of(rule)
        on = rule.after.due_from(day_of(rule, row))
        key = getattr(row, rule.group if rule.group in {"pk", "room"} else f"{rule.group}_id")
        key = key.pk if isinstance(key, Room) else key
        gone = list(roots(rule, Night(on)).filter(**{f"{key_of(rule)}": key}).values_list("pk", flat=True))
        before = _sizes()
        counts = delete_due(rule, on=on, keys=[key])
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        after = _sizes()
        assert counts[root_of(rule)._meta.db_table] == len(gone) > 0
        assert {
            table: before[table] - after[table] for table in before if before[table] != after[table]
        } == counts
        for step in reach_of(root_of(rule)).steps:
            assert not step.rows(gone).exists(), step
        for model, name in reach_of(root_of(rule)).histories:
            assert not model._base_manager.filter(**{f"{name}__in": gone}).exists()


@pytest.mark.parametrize("rule", rules(), ids=_name)
def test_a_row_of_which_something_is_held_stays(rule: Rule, worlds: Worlds) -> None:
    """Each foreign key to a person or room, of the row or of what would go with it, is enough."""
    with as_system(ACTOR), everybody_warned():
        row = row_of(rule)
        on = rule.after.due_from(day_of(rule, row))
        key = row.room_id if rule.after.with_room else row.pk
        for held in _holds_on(root_of(rule), key):
            assert not roots(rule, Night(on, held)).filter(pk=key).exists(), held
        stranger = Held(frozenset({new_id()}), frozenset({new_id()}))
        assert roots(rule, Night(on, stranger)).filter(pk=key).exists()


def _holds_on(root: type[models.Model], pk: object) -> list[Held]:
    found = [Held(rooms=frozenset({pk}))] if root is Room else []
    for model, rows in [
        (root, root._base_manager.filter(pk=pk)),
        *((s.model, s.rows([pk])) for s in reach_of(root).steps if not s.clear),
    ]:
        for name in keys_to(model, "people.Person"):
            ids = rows.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)[:2]
            found += [Held(people=frozenset({one})) for one in ids]
        for name in keys_to(model, "rooms.Room"):
            ids = rows.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)[:2]
            found += [Held(rooms=frozenset({one})) for one in ids]
    return found


def _sizes() -> dict[str, int]:
    return {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(("zweiklang.", "allauth.")) and model._meta.managed
    }


def _due(rule: Rule, on: date, key: object) -> bool:
    with everybody_warned():
        return roots(rule, Night(on)).filter(pk=key).exists()


@contextmanager
def everybody_warned() -> Iterator[None]:
    """Warnings have tests of their own (test_warnings)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Night, "far_ahead", True)
        yield
