"""What people send about links."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

_CHOOSE = ("", "Bitte wählen")
_MISSING = {
    "required": "Bitte wählen Sie eines aus der Liste.",
    "invalid_choice": "Bitte wählen Sie eines aus der Liste.",
}


class ProposeForm(forms.Form):
    """A Lernfeld and a position that somebody finds to fit."""

    learning_field = forms.TypedChoiceField(label="Lernfeld", coerce=UUID, error_messages=_MISSING)
    position = forms.TypedChoiceField(label="Position der Ordnung", coerce=UUID, error_messages=_MISSING)

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Sequence[tuple[UUID, str]] = (),
        positions: Sequence[tuple[UUID, str]] = (),
    ) -> None:
        super().__init__(data)
        for name, choices in (("learning_field", fields), ("position", positions)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [_CHOOSE, *((str(pk), label) for pk, label in choices)]
