"""Forms of a school's pupils and files."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.plan import IS_NEW, SKIP, Plan, PupilEntry, brake_words, words

MOST_BYTES = 10 * 1024 * 1024


class UploadForm(forms.Form):
    """A file of the school, and for whom it speaks."""

    file = forms.FileField(
        label="Datei der Schulverwaltung",
        help_text="LUSD-Bericht (.xlsx), CSV, Untis GPU oder Schulconnex (.json), bis 10 MB. Vor der Übernahme sehen Sie eine Vorschau.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.json"}),
    )
    extent = forms.ChoiceField(
        label="Für wen gilt die Datei?",
        choices=ImportRun.Extent.choices,
        initial=ImportRun.Extent.AUTO,
        widget=forms.RadioSelect,
        help_text="Wer in der Datei fehlt, gilt als abgegangen: in den Klassen der Datei oder in der ganzen Schule.",
    )

    def clean_file(self) -> Any:
        """Returns the file; refuses one that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                "Die Datei ist größer als 10 MB. Teilen Sie sie zum Beispiel nach Klassen auf."
            )
        return file


class DecisionForm(forms.Form):
    """One question for each doubtful pupil of a plan, and the number of leavers where the brake holds."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["seen"].initial = plan.digest
        self.asked = [entry for entry in plan.doubtful if isinstance(entry, PupilEntry)]
        for number, entry in enumerate(self.asked):
            self.fields[f"decision_{number}"] = forms.ChoiceField(
                label=_question(entry),
                help_text=entry.reason,
                choices=_answers(entry),
                initial=SKIP,
                widget=forms.RadioSelect,
            )
        if plan.needs_brake:
            self.fields["confirmed_leavers"] = forms.IntegerField(
                label=f"Wie viele Personen verlassen die Schule? Tippen Sie {plan.leaving_pupils}.",
                help_text="Das ist mehr als ein Zehntel der Schule. Ist die Datei vollständig?",
                error_messages={"required": brake_words(plan), "invalid": brake_words(plan)},
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def decisions(self) -> dict[str, str]:
        """Returns the answers by the keys of the plan's entries."""
        return {
            entry.key: self.cleaned_data[f"decision_{number}"]
            for number, entry in enumerate(self.asked)
            if self.cleaned_data[f"decision_{number}"] != SKIP
        }


def _question(entry: PupilEntry) -> str:
    where = f", Klasse {entry.class_label}" if entry.class_label else ""
    return f"{entry.name}{where} (Zeile {entry.lines[0] if entry.lines else '?'})"


def _answers(entry: PupilEntry) -> Sequence[tuple[str, str]]:
    same = []
    for one in entry.candidates:
        facts = [f"geboren {words(one.born_on)}"] if one.born_on else ["Geburtsdatum unbekannt"]
        facts += [f"Klasse {one.class_label}"] if one.class_label else []
        facts += ["abgegangen"] if one.has_left else []
        same.append((str(one.id), f"Ist {one.name}, {', '.join(facts)}"))
    return [*same, (IS_NEW, "Ist jemand Neues"), (SKIP, "Diesmal auslassen")]


class PupilForm(forms.Form):
    """Somebody new, as the school's office knows them."""

    given_name = forms.CharField(label="Vorname", max_length=100)
    family_name = forms.CharField(label="Nachname", max_length=100)
    born_on = forms.DateField(
        label="Geburtsdatum",
        required=False,
        input_formats=("%Y-%m-%d", "%d.%m.%Y"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Bitte ein Datum angeben, zum Beispiel 17.05.2008."},
    )
    school_class = forms.ModelChoiceField(
        label="Klasse", queryset=SchoolClass.objects.none(), required=False, empty_label="noch keine"
    )
    contact_email = forms.EmailField(
        label="E-Mail-Adresse",
        required=False,
        max_length=254,
        help_text="Für die Einladung. Anmelden kann sich damit noch niemand.",
    )
    occupation_name = forms.CharField(label="Beruf", required=False, max_length=200)
    firm_name = forms.CharField(label="Betrieb", required=False, max_length=200)
    firm_email = forms.EmailField(label="E-Mail-Adresse des Betriebs", required=False, max_length=254)
    somebody_else = forms.BooleanField(label="Es ist eine andere Person mit demselben Namen", required=False)

    def __init__(self, *arguments: Any, classes: Any, asks_double: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        chosen = self.fields["school_class"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = classes
        if not asks_double and not self.data.get("somebody_else"):
            self.fields["somebody_else"].widget = forms.HiddenInput()

    def ask_about_double(self) -> None:
        """The question whether it is another person is on the page from now on."""
        self.fields["somebody_else"].widget = forms.CheckboxInput()


class MoveForm(forms.Form):
    """The class a pupil goes to."""

    school_class = forms.ModelChoiceField(
        label="Neue Klasse",
        queryset=SchoolClass.objects.none(),
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie die Klasse, in die die Person wechselt."},
    )

    def __init__(self, *arguments: Any, classes: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        chosen = self.fields["school_class"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = classes


class OfferForm(forms.Form):
    """Which classes go to which school."""

    number = forms.CharField(
        label="Nummer der aufnehmenden Schule",
        max_length=12,
        help_text="Vier Ziffern, zum Beispiel 6270. In der LUSD sechs: 627000.",
    )
    classes = forms.ModelMultipleChoiceField(
        label="Welche Klassen?",
        queryset=SchoolClass.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wählen Sie mindestens eine Klasse."},
    )

    def __init__(self, *arguments: Any, classes: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        chosen = self.fields["classes"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = classes
        chosen.label_from_instance = _with_occupation  # type: ignore[method-assign,assignment]  # as Django's own documentation does


def _with_occupation(one: Any) -> str:
    return f"{one.label} – {one.occupation_name}" if one.occupation_name else str(one.label)
