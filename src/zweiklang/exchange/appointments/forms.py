"""What people send about appointments. Forms check what one field can know; who may do what is the policy's affair."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.exchange.appointments.choosing import several_firms
from zweiklang.exchange.appointments.shapes import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_SEATS,
    MOST_TIMES,
    Candidate,
    Kind,
    Option,
    Says,
    Span,
    Terms,
)
from zweiklang.exchange.models import Appointment
from zweiklang.kernel.clock import BERLIN
from zweiklang.kernel.form_fields import ClockField, DayField, Words
from zweiklang.kernel.ids import new_id

HALF = "Bitte geben Sie Tag, Anfang und Ende an."
BACKWARDS = "Das Ende liegt vor dem Anfang. Bitte prüfen Sie die Uhrzeiten."
_SAID = ((Says.YES.value, "passt"), (Says.IF_NEEDED.value, "zur Not"), (Says.NO.value, "passt nicht"))


class TermsForm(forms.Form):
    """What is said of an appointment. `rows` are the times one can enter, each as day, beginning and end."""

    kind = forms.ChoiceField(label="Was ist es?", choices=Kind.choices)
    title = Words(
        label="Worum geht es?",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Bitte sagen Sie kurz, worum es geht."},
    )
    text = forms.CharField(
        label="Hinweis für die Eingeladenen",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = Words(
        label="Ort oder Telefonnummer",
        required=False,
        max_length=LONGEST_PLACE,
        help_text="Zum Beispiel: Raum 204 in der Schule, oder 0561 12345.",
    )
    video = forms.BooleanField(label="Videoraum öffnen", required=False)
    seats = forms.IntegerField(
        label="Plätze",
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text="Nur wenn die Plätze begrenzt sind. Wer danach zusagt, kommt auf die Warteliste.",
    )
    respond_until = DayField(earliest=2000, label="Antworten bis", required=False)

    def __init__(
        self, data: Any = None, *, rows: int, with_video: bool, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.rows = rows
        for number in range(1, rows + 1):
            self.fields[f"day{number}"] = DayField(earliest=2000, label="Tag", required=False)
            self.fields[f"from{number}"] = ClockField(label="von", required=False)
            self.fields[f"to{number}"] = ClockField(label="bis", required=False)
        if not with_video:
            del self.fields["video"]

    def needs_time(self) -> None:
        """The first time is not left out."""
        for name in ("day1", "from1", "to1"):
            self.fields[name].required = True

    def time_rows(self) -> list[tuple[Any, Any, Any]]:
        """Returns the fields of each time, for the template."""
        return [
            (self[f"day{number}"], self[f"from{number}"], self[f"to{number}"])
            for number in range(1, self.rows + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Each time is whole: a day, a beginning and a later end."""
        values = super().clean() or {}
        for number in range(1, self.rows + 1):
            day, starts, ends = (values.get(f"{name}{number}") for name in ("day", "from", "to"))
            parts = (day, starts, ends)
            if any(part is not None for part in parts) and None in parts:
                if not any(f"{name}{number}" in self.errors for name in ("day", "from", "to")):
                    self.add_error(f"day{number}", HALF)
            elif starts and ends and ends <= starts:
                self.add_error(f"to{number}", BACKWARDS)
        return values

    def times(self) -> list[Span]:
        """Returns the times that were entered; call when the form is valid."""
        return list(self._times())

    def _times(self) -> Iterator[Span]:
        values = self.cleaned_data
        for number in range(1, self.rows + 1):
            if day := values.get(f"day{number}"):
                yield (
                    datetime.combine(day, values[f"from{number}"], BERLIN),
                    datetime.combine(day, values[f"to{number}"], BERLIN),
                )

    def terms(self) -> Terms:
        """Returns what was said; call when the form is valid."""
        values = self.cleaned_data
        until = values["respond_until"]
        return Terms(
            kind=values["kind"],
            title=values["title"],
            text=values["text"].strip(),
            place=values["place"],
            video=values.get("video", False),
            seats=values["seats"],
            respond_until=datetime.combine(until, time(23, 59), BERLIN) if until else None,
        )


class InvitationForm(TermsForm):
    """A new appointment: one time, or several to choose from, and who is invited."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.TypedMultipleChoiceField(
        label="Wen laden Sie ein?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens eine Person."},
    )
    open_list = forms.BooleanField(
        label="Eingeladene sehen einander und die Antworten",
        required=False,
        help_text="Ohne Haken sehen nur Sie, wer eingeladen ist. Bei mehreren Betrieben ist das der bessere Weg.",
    )

    def __init__(self, data: Any = None, *, people: Sequence[Candidate], with_video: bool) -> None:
        proposed = [one.person_id for one in people if one.chosen]
        initial = {"id": new_id(), "people": proposed, "open_list": not several_firms(people)}
        super().__init__(data, rows=MOST_TIMES, with_video=with_video, initial=initial)
        _offer(self, people)
        self.needs_time()

    def wanted(self) -> dict[str, Any]:
        """Returns what `invite` wants to know; call when the form is valid."""
        values = self.cleaned_data
        return {
            "appointment_id": values["id"],
            "terms": self.terms(),
            "times": self.times(),
            "people": values["people"],
            "open_list": values["open_list"],
        }


class ChangeForm(TermsForm):
    """Words, place, seats and time of an appointment. `seen` is the version the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, appointment: Appointment, with_video: bool) -> None:
        super().__init__(
            data, rows=1, with_video=with_video or appointment.video, initial=_values(appointment)
        )
        if appointment.starts_at:
            self.needs_time()

    def wanted(self) -> dict[str, Any]:
        """Returns what `change` wants to know; call when the form is valid."""
        times = self.times()
        return {"terms": self.terms(), "time": times[0] if times else None, "seen": self.cleaned_data["seen"]}


class GuestsForm(forms.Form):
    """Further people of the same room."""

    people = forms.TypedMultipleChoiceField(
        label="Wen laden Sie noch ein?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens eine Person."},
    )

    def __init__(self, data: Any = None, *, people: Sequence[Candidate]) -> None:
        super().__init__(data)
        _offer(self, people)


class TimesForm(forms.Form):
    """What somebody says of each time of a poll that is not over."""

    def __init__(self, data: Any = None, *, options: Iterable[Option]) -> None:
        super().__init__(data)
        for option in options:
            if not option.over:
                self.fields[option.id.hex] = forms.ChoiceField(
                    label=option.label,
                    choices=_SAID,
                    required=False,
                    initial=option.mine,
                    widget=forms.RadioSelect,
                )

    def answers(self) -> dict[UUID, str]:
        """Returns what was said, by option; call when the form is valid."""
        return {UUID(name): says for name, says in self.cleaned_data.items() if says}


def _offer(form: forms.Form, people: Sequence[Candidate]) -> None:
    field: Any = form.fields["people"]
    field.choices = [(one.person_id, f"{one.name} · {one.described}") for one in people]


def _values(appointment: Appointment) -> dict[str, Any]:
    starts, ends = appointment.starts_at, appointment.ends_at
    until = appointment.respond_until
    return {
        "kind": appointment.kind,
        "title": appointment.title,
        "text": appointment.text,
        "place": appointment.place,
        "video": appointment.video,
        "seats": appointment.seats,
        "respond_until": until.astimezone(BERLIN).date() if until else None,
        "seen": appointment.sequence,
        "day1": starts.astimezone(BERLIN).date() if starts else None,
        "from1": starts.astimezone(BERLIN).time() if starts else None,
        "to1": ends.astimezone(BERLIN).time() if ends else None,
    }
