"""Forms of a chamber: its file, and the questions of a preview."""

from typing import Any

from django import forms

from zweiklang.joining.chambers.plan import RegisterPlan

MOST_BYTES = 10 * 1024 * 1024
NAMED = 5


class ContractUploadForm(forms.Form):
    """A file of the chamber."""

    file = forms.FileField(
        label="Datei mit Ausbildungsverträgen",
        help_text="CSV oder Excel (.xlsx), bis 10 MB. Mindestens Nachname, Vorname, Geburtsdatum, Beruf, Beginn, Ende und Betrieb.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        """Returns the file; refuses one that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                "Die Datei ist größer als 10 MB. Teilen Sie sie zum Beispiel nach Jahren auf."
            )
        return file


class RegisterDecisionForm(forms.Form):
    """One choice for each question of a plan, and the digest of what was seen."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, plan: RegisterPlan, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["seen"].initial = plan.digest
        self.asked = plan.questions
        for number, question in enumerate(self.asked):
            self.fields[f"decision_{number}"] = forms.ChoiceField(
                label=question.label,
                choices=question.options,
                help_text=_concerned(plan, question.key),
                widget=forms.RadioSelect,
                error_messages={"required": "Bitte entscheiden Sie, oder lassen Sie die Zeile diesmal aus."},
            )

    @property
    def decisions(self) -> dict[str, str]:
        """Returns the answers by the keys of the questions."""
        return {q.key: self.cleaned_data[f"decision_{n}"] for n, q in enumerate(self.asked)}


def _concerned(plan: RegisterPlan, key: str) -> str:
    """Whose contracts the answer decides: "Betrifft Ida Heide, Ole Berg und 3 weitere"."""
    names = [entry.row.name for entry in plan.doubtful if any(q.key == key for q in entry.questions)]
    more = f" und {len(names) - NAMED} weitere" if len(names) > NAMED else ""
    return f"Betrifft {', '.join(names[:NAMED])}{more}."
