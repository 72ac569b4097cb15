"""Every model of ours says why it may exist, and stands in the glossary."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote

GLOSSARY = Path(__file__).resolve().parent.parent.parent / "docs" / "glossary.md"
OURS = [model for model in apps.get_models() if model.__module__.startswith("zweiklang.")]


def _entries() -> dict[str, tuple[str, str]]:
    """German term and sentence by model."""
    lines = re.findall(
        r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name: (german, sentence) for name, german, sentence in lines}


@pytest.mark.parametrize("model", OURS, ids=[m.__name__ for m in OURS])
def test_every_model_carries_a_complete_privacy_note(model: type[models.Model]) -> None:
    note = getattr(model, "privacy", None)
    assert isinstance(note, PrivacyNote)
    assert all(str(getattr(note, field.name)).strip() for field in fields(PrivacyNote))


@pytest.mark.parametrize("model", OURS, ids=[m.__name__ for m in OURS])
def test_a_table_that_points_to_a_person_is_not_called_free_of_personal_data(
    model: type[models.Model],
) -> None:
    person = apps.get_model("people", "Person")
    points = any(field.related_model is person for field in model._meta.get_fields() if field.concrete)
    has_room = hasattr(model, "security")
    assert model.privacy is not NO_PERSONAL_DATA or not (points or has_room)


def test_the_glossary_has_exactly_our_models() -> None:
    wanted = {m.__name__ for m in OURS if not m.__name__.endswith("History")}
    assert set(_entries()) == wanted


def test_every_entry_is_a_german_term_and_one_sentence() -> None:
    for name, (german, sentence) in _entries().items():
        assert german, name
        assert sentence.endswith("."), name
        assert ". " not in sentence.replace("Nr. ", "").replace("Abs. ", ""), name


def test_a_history_has_its_table() -> None:
    names = {m.__name__ for m in OURS}
    assert {n.removesuffix("History") for n in names if n.endswith("History")} <= names
