"""Forms of a school's timetables."""

from datetime import timedelta
from typing import Any

from django import forms

from zweiklang.kernel.clock import today

MOST_BYTES = 10 * 1024 * 1024
REACH = timedelta(days=400)
TOO_LARGE = (
    "Die Datei ist größer als 10 MB. Ein Stundenplan aus Untis ist viel kleiner: Ist es die richtige Datei?"
)


class TimetableForm(forms.Form):
    """A file of Untis, and from which day on it holds."""

    file = forms.FileField(
        label="Datei aus Untis",
        help_text="Stundenplan (GPU001) oder Vertretungen (GPU014), bis 10 MB. Vor der Übernahme sehen Sie eine Vorschau.",
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.dif"}),
        error_messages={"required": "Bitte wählen Sie eine Datei aus, zum Beispiel GPU001.TXT."},
    )
    from_day = forms.DateField(
        label="Gilt ab",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=("%Y-%m-%d", "%d.%m.%Y"),
        help_text="Ab diesem Tag gilt genau, was in der Datei steht. Was davor war, bleibt.",
        error_messages=dict.fromkeys(
            ("invalid", "required"), "Bitte geben Sie ein Datum an, zum Beispiel 01.02.2027."
        ),
    )
    lessons = forms.FileField(
        label="Liste des Unterrichts (GPU002)",
        required=False,
        help_text="Wenn Stunden nur für einen Teil des Jahres gelten. Ohne diese Datei gelten alle ohne Ende.",
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.dif"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"initial": {"from_day": today()}, **options})

    def clean_file(self) -> Any:
        """Returns the file; refuses one that is too large before it is read."""
        return _small(self.cleaned_data["file"])

    def clean_lessons(self) -> Any:
        """Returns the second file, if there is one."""
        file = self.cleaned_data["lessons"]
        return _small(file) if file else None

    def clean_from_day(self) -> Any:
        """Returns the day; refuses one that lies years away."""
        day = self.cleaned_data["from_day"]
        if abs(day - today()) > REACH:
            raise forms.ValidationError("Bitte geben Sie einen Tag dieses oder des nächsten Schuljahres an.")
        return day


def _small(file: Any) -> Any:
    if file.size > MOST_BYTES:
        raise forms.ValidationError(TOO_LARGE)
    return file


class ApplyForm(forms.Form):
    """A yes to what was shown, and a second one where more than half of the lessons would go."""

    seen = forms.CharField(widget=forms.HiddenInput)
    forced = forms.BooleanField(
        label="Ja, die Datei ist vollständig. Diese Stunden fallen weg.",
        required=False,
    )
