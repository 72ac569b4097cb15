"""What teachers send about lessons: a topic, and the day an address names."""

from datetime import date
from typing import Any

from django import forms

from zweiklang.kernel.clock import today
from zweiklang.schedule.models import LONGEST_TOPIC
from zweiklang.schedule.topics import Topic

# Days far from ours have no day before or after them that a date could name.
SCHOOL_IN = range(1900, 2200)


def day_from(text: str | None, *, otherwise: date) -> date:
    """Returns the day of an address ("2026-11-16"), or `otherwise` where there is none, or it is no day on which there is school."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return found if found.year in SCHOOL_IN else otherwise


class TopicForm(forms.Form):
    """What a lesson was about."""

    day = forms.DateField(
        label="Tag",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=("%Y-%m-%d", "%d.%m.%Y"),
        error_messages=dict.fromkeys(
            ("invalid", "required"), "Bitte ein Datum angeben, zum Beispiel 16.11.2026."
        ),
    )
    subject = forms.CharField(
        label="Fach",
        required=False,
        max_length=LONGEST_TOPIC["subject"],
        widget=forms.TextInput(attrs={"list": "faecher", "autocomplete": "off"}),
    )
    learning_field = forms.CharField(
        label="Lernfeld",
        required=False,
        max_length=100,
        help_text="Die Nummer, zum Beispiel 6.",
        widget=forms.TextInput(attrs={"list": "lernfelder", "autocomplete": "off"}),
    )
    topic = forms.CharField(
        label="Thema",
        max_length=LONGEST_TOPIC["topic"],
        help_text="Zum Beispiel: Schleifen und Felder. Keine Namen von Auszubildenden.",
        error_messages={
            "required": "Bitte schreiben Sie, worum es ging, zum Beispiel: Schleifen und Felder."
        },
    )

    def __init__(self, data: Any = None, *, keeps_day: bool = False, **options: Any) -> None:
        super().__init__(data, **{"initial": {"day": today()}, **options})
        if keeps_day:
            del self.fields["day"]

    def written(self, day: date | None = None) -> Topic:
        """Returns what the teacher wrote; call when the form is valid. `day`: the topic's own, where it stays."""
        values = dict(self.cleaned_data)
        return Topic(day=day or values.pop("day"), **values)
