"""No key to a person and no copy of a name is forgotten: whoever adds one says what an erasure does with it."""

import re

import pytest
from django.apps import apps
from django.db import models

from zweiklang.kernel.models import NO_PERSONAL_DATA
from zweiklang.people.public import Person
from zweiklang.privacy.rights.erasure.plan import own_room_models
from zweiklang.privacy.rights.erasure.relations import (
    COPIES_BY_KEY,
    COPIES_BY_NAME,
    COPIES_GONE,
    IDS,
    KEPT_IN_ROOM,
    RELATIONS,
)

MODELS = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
OURS = [model for model in MODELS if model.__module__.startswith("zweiklang.")]
# Columns in which a human being's name or address may stand, by their own names.
NAMES = re.compile(r"(^|_)(given_name|family_name|name|email|made_by|applied_by|undone_by|by_name)$")


def _keys() -> set[str]:
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }


def _copies() -> set[str]:
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in OURS
        if getattr(model, "privacy", NO_PERSONAL_DATA) is not NO_PERSONAL_DATA
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and NAMES.search(field.name)
    }


def test_every_key_to_a_person_says_what_an_erasure_does_with_it() -> None:
    missing, gone = sorted(_keys() - set(RELATIONS)), sorted(set(RELATIONS) - _keys())
    assert not missing, f"say in privacy/rights/erasure/relations.py what becomes of: {missing}"
    assert not gone, f"these no longer exist: {gone}"


def test_every_copy_of_a_name_says_what_an_erasure_does_with_it() -> None:
    known = {*COPIES_BY_KEY, *COPIES_BY_NAME, *COPIES_GONE}
    missing = sorted(_copies() - known)
    assert not missing, f"say in privacy/rights/erasure/relations.py what becomes of: {missing}"


@pytest.mark.parametrize("column", [*COPIES_BY_KEY, *COPIES_BY_NAME, *COPIES_GONE, *IDS])
def test_every_column_named_there_exists(column: str) -> None:
    label, _, field = column.rpartition(".")
    assert apps.get_model(label)._meta.get_field(field)


@pytest.mark.parametrize(("column", "key"), COPIES_BY_KEY.items())
def test_a_copy_beside_a_key_has_that_key(column: str, key: str) -> None:
    assert apps.get_model(column.rpartition(".")[0])._meta.get_field(key).related_model is Person


def test_ids_of_people_that_are_no_keys_are_known() -> None:
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.UUIDField) and "person" in field.name and not field.is_relation
    }
    assert found == set(IDS)


def test_what_stays_in_an_own_room_exists() -> None:
    assert all(apps.get_model(label) for label in KEPT_IN_ROOM)


def test_children_go_before_their_parents_and_histories_last() -> None:
    ordered = [model._meta.label_lower for model in own_room_models()]
    assert ordered.index("records.recordact") < ordered.index("records.week")
    assert ordered.index("records.comment") < ordered.index("records.line") < ordered.index("records.week")
    histories = [label.endswith("history") for label in ordered]
    assert histories == sorted(histories)
