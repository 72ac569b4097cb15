"""What people say about a consultation day. Forms check what one field can know; what depends on the day is the services' affair."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.exchange.consultation.selectors import first_day_offered
from zweiklang.exchange.consultation.shapes import DayTerms, Seat
from zweiklang.exchange.models import ConsultationDay
from zweiklang.kernel.clock import BERLIN
from zweiklang.kernel.form_fields import ClockField, DayField, Words
from zweiklang.kernel.ids import new_id

LENGTHS = (5, 10, 15, 20, 30, 45, 60)
PAUSES = (0, 5, 10, 15)
AUDIENCE = (
    ("firms", "Betriebe (Ausbildende)"),
    ("families", "gesetzliche Vertretungen"),
    ("apprentices", "Auszubildende"),
)


class DayForm(forms.Form):
    """All of a day on one page. `day_id` keeps a second click from being a second day."""

    day_id = forms.UUIDField(widget=forms.HiddenInput)
    title = Words(
        label="Name",
        max_length=120,
        help_text="Zum Beispiel: Ausbildersprechtag im Dezember",
        error_messages={"required": "Bitte einen Namen angeben, zum Beispiel: Ausbildersprechtag."},
    )
    day = DayField(earliest=2000, label="Tag")
    starts = ClockField(label="Von")
    ends = ClockField(label="Bis")
    slot_minutes = forms.TypedChoiceField(
        label="Ein Gespräch dauert", coerce=int, choices=[(n, f"{n} Minuten") for n in LENGTHS]
    )
    pause_minutes = forms.TypedChoiceField(
        label="Pause zwischen zwei Gesprächen",
        coerce=int,
        choices=[(n, f"{n} Minuten" if n else "keine") for n in PAUSES],
    )
    place = Words(
        label="Ort",
        required=False,
        max_length=200,
        help_text="Zum Beispiel: Hauptgebäude. Das Zimmer jeder Lehrkraft geben Sie im nächsten Schritt an.",
    )
    text = forms.CharField(
        label="Hinweis für alle",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zum Beispiel: Parkplätze finden Sie im Hof.",
    )
    audience = forms.MultipleChoiceField(
        label="Wer kann buchen?",
        choices=AUDIENCE,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens eine Gruppe wählen."},
    )
    classes = forms.TypedMultipleChoiceField(
        label="Welche Klassen sind eingeladen?",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    teachers = forms.TypedMultipleChoiceField(
        label="Welche Lehrkräfte sind da?",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bookable_until = DayField(
        earliest=2000,
        label="Buchen und ändern bis",
        required=False,
        help_text="Leer: bis zum Beginn des Gesprächs",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        teachers: Mapping[UUID, str],
        classes: Mapping[UUID, str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        begin = {
            "day_id": new_id(),
            "title": "Ausbildersprechtag",
            "day": first_day_offered(),
            "starts": "14:00",
            "ends": "18:00",
            "slot_minutes": 15,
            "pause_minutes": 0,
            "audience": ["firms"],
            "teachers": [str(one) for one in teachers] if len(teachers) == 1 else [],
        }
        super().__init__(data, initial={**begin, **(initial or {})})
        for name, known in (("teachers", teachers), ("classes", classes)):
            self.fields[name].choices = [(str(key), label) for key, label in known.items()]  # type: ignore[attr-defined]  # of a choice field

    def terms(self) -> DayTerms:
        """Returns what was said; call when the form is valid."""
        said = self.cleaned_data
        named = ("title", "day", "starts", "ends", "slot_minutes", "pause_minutes", "place", "text")
        return DayTerms(
            **{name: said[name] for name in named},
            for_firms="firms" in said["audience"],
            for_families="families" in said["audience"],
            for_apprentices="apprentices" in said["audience"],
            bookable_until=said["bookable_until"],
        )


def initial_of(
    day: ConsultationDay, *, teachers: Collection[UUID], classes: Collection[UUID]
) -> dict[str, Any]:
    """Returns what the form shows of a day there is."""
    parts = zip(
        ("firms", "families", "apprentices"),
        (day.for_firms, day.for_families, day.for_apprentices),
        strict=True,
    )
    until = day.bookable_until
    named = ("title", "day", "starts", "ends", "slot_minutes", "pause_minutes", "place", "text")
    return {name: getattr(day, name) for name in named} | {
        "day_id": day.pk,
        "audience": [key for key, wanted in parts if wanted],
        "teachers": [str(one) for one in teachers],
        "classes": [str(one) for one in classes],
        "bookable_until": until.astimezone(BERLIN).date() if until else None,
    }


class BookingForm(forms.Form):
    """Which time, and for which apprenticeship; one of only one is not asked for."""

    slot = forms.TypedChoiceField(
        label="Zeit",
        coerce=UUID,
        error_messages={
            "required": "Bitte eine Zeit wählen.",
            "invalid_choice": "Diese Zeit ist nicht mehr frei. Bitte wählen Sie eine andere.",
        },
    )
    about = forms.TypedChoiceField(
        label="Über wen möchten Sie sprechen?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen, um wen es geht."},
    )
    topic = Words(
        label="Worum geht es?",
        required=False,
        max_length=200,
        help_text="Das liest nur die Lehrkraft. Zum Beispiel: Zwischenprüfung",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        slots: Sequence[tuple[str, Any]],
        seats: Sequence[Seat],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial or {})})
        self.fields["slot"].choices = slots  # type: ignore[attr-defined]  # of a choice field
        about = self.fields["about"]
        about.choices = [(str(seat.room_id), seat.words) for seat in seats]  # type: ignore[attr-defined]  # of a choice field
        if len(seats) == 1:
            about.initial, about.widget = str(seats[0].room_id), forms.HiddenInput()


class MoveForm(forms.Form):
    """Another time for a talk there is."""

    slot = forms.TypedChoiceField(
        label="Neue Zeit",
        coerce=UUID,
        error_messages={
            "required": "Bitte eine Zeit wählen.",
            "invalid_choice": "Diese Zeit ist nicht mehr frei. Bitte wählen Sie eine andere.",
        },
    )

    def __init__(self, data: Any = None, *, slots: Sequence[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.fields["slot"].choices = slots  # type: ignore[attr-defined]  # of a choice field


class PlaceForm(forms.Form):
    """Where a teacher talks."""

    place = Words(label="Zimmer", required=False, max_length=100, help_text="Zum Beispiel: Raum 204")
    video = forms.BooleanField(label="Die Gespräche finden per Video statt", required=False)
