"""Every table takes part in exports in a declared way, and every column that leaves can be read by people and programs."""

import jsonschema
import pytest
from django.apps import apps

from zweiklang.privacy.exports.columns import columns, schema_of, word_of
from zweiklang.privacy.exports.declared import (
    EXPORTS,
    SOFT,
    AboutMe,
    NotExported,
    OfMyRooms,
    Reference,
    undeclared,
)
from zweiklang.privacy.exports.writing import schema_of_set
from zweiklang.rooms.public import RoomRow

LEAVING = {label: how for label, how in EXPORTS.items() if not isinstance(how, NotExported)}
# What opens something: a person's export is read on kitchen tables and sent by mail.
SECRETS = ("password", "token", "secret", "session_key", "code_digest")


def test_every_model_says_how_it_takes_part_in_exports() -> None:
    assert not undeclared(), (
        f"Say in privacy/exports/declared.py how these tables take part in exports: {', '.join(undeclared())}"
    )


def test_no_line_speaks_of_a_model_that_is_gone() -> None:
    for label in EXPORTS:
        apps.get_model(label)
    for label, column in SOFT:
        assert column in {one.name for one in apps.get_model(label)._meta.concrete_fields}


@pytest.mark.parametrize("label", LEAVING)
def test_every_column_that_leaves_has_a_german_name_and_a_form(label: str) -> None:
    model, how = apps.get_model(label), LEAVING[label]
    fields = columns(model, how.omit)
    assert set(how.omit) <= {one.name for one in model._meta.concrete_fields}
    nameless = [one.name for one in fields if not word_of(one)]
    assert not nameless, (
        f"{label}: give {nameless} a German verbose_name, or a name in privacy/documents/texts/fields.toml"
    )
    for one in fields:
        schema_of(one)
    jsonschema.Draft202012Validator.check_schema(schema_of_set(label, fields, label))


@pytest.mark.parametrize("label", LEAVING)
def test_no_column_that_leaves_opens_anything(label: str) -> None:
    names = {one.name for one in columns(apps.get_model(label), LEAVING[label].omit)}
    assert not {name for name in names if any(secret in name for secret in SECRETS)}


def test_the_secrets_of_second_factors_and_mails_stay() -> None:
    assert "data" in EXPORTS["mfa.authenticator"].omit
    assert {"subject", "text"} <= set(EXPORTS["people.outgoingmail"].omit)


@pytest.mark.parametrize("label", [k for k, how in LEAVING.items() if isinstance(how, OfMyRooms)])
def test_what_is_read_by_rooms_lies_in_rooms(label: str) -> None:
    model = apps.get_model(label)
    # A look says in which room, and is read by the person concerned alone.
    assert issubclass(model, RoomRow) or label.endswith("history") or label == "rooms.look"
    assert "room" in {one.name for one in model._meta.concrete_fields}


@pytest.mark.parametrize("label", [k for k, how in LEAVING.items() if isinstance(how, Reference)])
def test_what_is_told_without_asking_whose_it_is_points_to_no_person(label: str) -> None:
    """Rooms do (`concerns`), and are told only as far as the person can open them: tested by their content."""
    if label == "rooms.room":
        return
    person = apps.get_model("people", "Person")
    assert not [
        one.name for one in apps.get_model(label)._meta.concrete_fields if one.related_model is person
    ]


@pytest.mark.parametrize("label", [k for k, how in LEAVING.items() if isinstance(how, AboutMe)])
def test_what_is_about_somebody_names_that_person(label: str) -> None:
    from django.db.models import Q

    model, person = apps.get_model(label), apps.get_model("people", "Person")
    for path in LEAVING[label].paths:
        found = model
        for step in path.split("__"):
            found = found if step == "pk" else found._meta.get_field(step).related_model
        assert found is person, path
        model._base_manager.filter(Q((path, "01900000-0000-7000-8000-000000000000")))
