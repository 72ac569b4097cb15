"""Forms of calendars from outside."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.schedule.models import CalendarSource
from zweiklang.schedule.sources.files import Choices, labels_of_targets
from zweiklang.schedule.sources.meaning import FOR_CLASS, FOR_SCHOOL, FOR_TABLE, Group, Target
from zweiklang.schedule.sources.shapes import CalendarFile, Ends

MOST_BYTES = 5 * 1024 * 1024
MOST_GROUPS = 200
"""So many kinds of events a person can correct; what comes after them means what is proposed."""
ENDS = (
    (Ends.AUTO, "von selbst erkennen"),
    (Ends.EXCLUSIVE, "Die Datei nennt den Tag nach dem letzten (so will es die Norm)"),
    (Ends.INCLUSIVE, "Die Datei nennt den letzten Tag selbst"),
)


class SubscribeForm(forms.Form):
    """A calendar on the web, and what it fills."""

    url = forms.CharField(
        label="Adresse des Kalenders",
        max_length=1000,
        help_text="Beginnt mit https:// oder webcal:// und heißt im Kalenderprogramm „iCal“ oder „ICS“.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Bitte geben Sie die Adresse an, zum Beispiel https://schule.example/kalender.ics."
        },
    )
    fills = forms.ChoiceField(
        label="Was steht darin?", choices=CalendarSource.Fills.choices, widget=forms.RadioSelect, initial="events",
        error_messages={"required": "Bitte wählen Sie, was der Kalender füllt."},
    )  # fmt: skip
    school_class = forms.ModelChoiceField(
        label="Klasse",
        queryset=SchoolClass.objects.none(),
        required=False,
        empty_label="keine (für freie Tage der Schule)",
    )

    def __init__(self, *arguments: Any, classes: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _choose_from(self.fields["school_class"], classes)


class CalendarUploadForm(forms.Form):
    """A calendar file or a block plan, and for whom it speaks."""

    file = forms.FileField(
        label="Datei",
        help_text="Kalender (.ics) oder Blockplan als Tabelle (.xlsx, .csv), bis 5 MB. Vor der Übernahme sehen Sie eine Vorschau.",
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,.xlsx,.csv,.txt"}),
        error_messages={"required": "Bitte wählen Sie eine Datei aus, zum Beispiel blockplan.xlsx."},
    )
    school_class = forms.ModelChoiceField(
        label="Für welche Klasse?",
        queryset=SchoolClass.objects.none(),
        required=False,
        empty_label="ganze Schule (freie Tage)",
        help_text="Nur bei Kalendern (.ics). In einer Tabelle stehen die Klassen selbst.",
    )

    def __init__(self, *arguments: Any, classes: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _choose_from(self.fields["school_class"], classes)

    def clean_file(self) -> Any:
        """Returns the file; refuses one that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                "Die Datei ist größer als 5 MB. Exportieren Sie bitte nur das laufende Schuljahr."
            )
        return file


def _choose_from(field: forms.Field, classes: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = classes
    field.label_from_instance = lambda one: str(one.label)  # type: ignore[method-assign,assignment]  # as Django's own documentation does


class MeaningForm(forms.Form):
    """What each group of events means, and how the ends of whole days are meant."""

    def __init__(
        self, *arguments: Any, groups: Sequence[Group], choices: Choices, file: CalendarFile, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.groups, self.room_id = groups[:MOST_GROUPS], choices.room_id
        self.left = len(groups) - len(self.groups)
        of_table = file.names_classes
        targets = FOR_TABLE if of_table else FOR_SCHOOL if choices.whole_school else FOR_CLASS
        labels = labels_of_targets(choices.whole_school and not of_table)
        offered = [(str(one), labels[one]) for one in targets]
        for number, group in enumerate(self.groups):
            self.fields[f"group_{number}"] = forms.ChoiceField(
                label=group.title, choices=offered, initial=str(group.target)
            )
        if file.ends:
            self.fields["ends"] = forms.ChoiceField(
                label="Das Ende von Terminen, die ganze Tage dauern",
                choices=[(str(value), label) for value, label in ENDS],
                initial=str(choices.ends),
                help_text=file.ends_why,
            )

    def rows(self) -> list[tuple[Group, forms.BoundField]]:
        """Returns each group with its field."""
        return [(group, self[f"group_{number}"]) for number, group in enumerate(self.groups)]

    @property
    def chosen(self) -> Choices:
        """What was chosen, once valid."""
        room: UUID | None = self.room_id
        targets = {
            group.key: Target(self.cleaned_data[f"group_{number}"])
            for number, group in enumerate(self.groups)
        }
        return Choices(room, targets, Ends(self.cleaned_data.get("ends") or Ends.AUTO))


class ApplyForm(forms.Form):
    """A yes to what was shown, and a second one where more than half of what is known would go."""

    seen = forms.CharField(widget=forms.HiddenInput)
    forced = forms.BooleanField(
        label="Ja, die Datei ist vollständig. Diese Einträge fallen weg.", required=False
    )
