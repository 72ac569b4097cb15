"""The answer to a question for consent: a tick that was never set before, and a button."""

from typing import Any

from django import forms

from zweiklang.privacy.consents.shapes import Cell
from zweiklang.rooms.public import rule_cells

YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    """Yes counts only with the tick; no needs none."""

    category = forms.CharField(widget=forms.HiddenInput)
    capacity = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[(YES, YES), (NO, NO)], widget=forms.HiddenInput)
    agreed = forms.BooleanField(label="Ich habe den Text gelesen und willige ein.", required=False)

    def __init__(self, data: Any = None, *, cell: Cell | None = None, **options: Any) -> None:
        """`cell` is the question the form stands under."""
        initial = {"category": cell[0], "capacity": cell[1]} if cell else {}
        super().__init__(data, initial=initial, auto_id=f"{'-'.join(cell)}-%s" if cell else True, **options)

    def clean(self) -> dict[str, Any]:
        """A yes without the tick is none, and there is only one answer to questions that exist."""
        cleaned = super().clean() or {}
        if self.cell not in rule_cells():
            raise forms.ValidationError("Diese Frage gibt es nicht. Wählen Sie eine auf dieser Seite.")
        if cleaned.get("answer") == YES and not cleaned.get("agreed"):
            self.add_error(
                "agreed", "Setzen Sie das Häkchen, wenn Sie einwilligen. Sonst bleibt alles, wie es ist."
            )
        return cleaned

    @property
    def cell(self) -> Cell:
        """Returns which question is answered."""
        return self.cleaned_data.get("category", ""), self.cleaned_data.get("capacity", "")
