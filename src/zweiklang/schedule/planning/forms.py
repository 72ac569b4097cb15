"""What people send to the editor. Forms check what one field can know; what depends on the plan is the services' affair."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.form_fields import YEARS, ClockField, DayField, Words
from zweiklang.schedule.models import LAST_PERIOD, FreeDay, Lesson, SchoolEvent, SchoolPeriod
from zweiklang.schedule.planning.shapes import (
    CourseTerms,
    EventTerms,
    Instead,
    LessonRow,
    Painted,
    PeriodTerms,
)

LONGEST_WORD = {"subject": 100, "teachers": 20, "classrooms": 40}


class Listed(Words):
    """Abbreviations or rooms, separated by commas."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.longest = longest
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Returns the single words."""
        found = split(super().clean(value))
        if any(len(word) > self.longest for word in found):
            raise forms.ValidationError(f"Bitte kürzer: jeweils höchstens {self.longest} Zeichen.")
        return found


def split(text: str) -> tuple[str, ...]:
    """Returns the words between commas, each once."""
    return tuple(dict.fromkeys(word for part in text.split(",") if (word := " ".join(part.split()))))


def day_of_address(text: str | None, *, otherwise: date) -> date:
    """Returns the day of an address ("2026-11-16"), or `otherwise`."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return found if found.year in YEARS else otherwise


def painted(data: Any) -> Painted:
    """Returns the weeks the page showed as blocks and those that were chosen; what is no week is left out."""
    return Painted(_mondays(data.get("vorher", "").split(",")), _mondays(data.getlist("woche")))


def _mondays(texts: Iterable[str]) -> frozenset[date]:
    found = {day_of_address(text, otherwise=date.min) for text in texts}
    return frozenset(day for day in found if day != date.min and day.weekday() == 0)


class PeriodForm(forms.Form):
    """A block from a first to a last day."""

    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def terms(self) -> PeriodTerms:
        """Returns what was entered; call when the form is valid."""
        values = self.cleaned_data
        return PeriodTerms(SchoolPeriod.Kind.BLOCK, values["first_day"], values["last_day"])


class WeekdaysForm(PeriodForm):
    """Fixed weekdays from a first to a last day, each week or every second one."""

    weekdays = forms.TypedMultipleChoiceField(
        label="An welchen Tagen ist Schule?",
        coerce=int,
        choices=[(number, formats.WEEKDAY_NAMES[number - 1]) for number in range(1, 7)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens einen Tag wählen."},
    )
    weeks = forms.ChoiceField(
        label="In welchen Wochen?",
        choices=SchoolPeriod.Weeks.choices,
        widget=forms.RadioSelect,
        initial=SchoolPeriod.Weeks.EVERY,
    )
    field_order = ("weekdays", "weeks", "first_day", "last_day", "seen")

    def terms(self) -> PeriodTerms:
        """Returns what was entered; call when the form is valid."""
        values = self.cleaned_data
        days = tuple(values["weekdays"])
        return PeriodTerms(
            SchoolPeriod.Kind.WEEKLY, values["first_day"], values["last_day"], days, values["weeks"]
        )


class ModelForm(forms.Form):
    """The class whose plan is taken over."""

    model = forms.ChoiceField(label="Wie Klasse", error_messages={"required": "Bitte eine Klasse wählen."})

    def __init__(self, classes: Collection[SchoolClass], data: Any = None) -> None:
        super().__init__(data)
        self.classes = {str(one.pk): one for one in classes}
        self.fields["model"].choices = [(key, one.label) for key, one in self.classes.items()]  # type: ignore[attr-defined]  # of a choice field

    def chosen(self) -> SchoolClass:
        """Returns the class; call when the form is valid."""
        return self.classes[self.cleaned_data["model"]]


class FromDayForm(forms.Form):
    """From which day on a weekday of the timetable holds."""

    from_day = DayField(label="Gilt ab", help_text="Frühere Tage bleiben, wie sie waren.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ChangeForm(forms.Form):
    """What becomes of lessons on a day."""

    which = forms.ChoiceField(
        label="Welche Stunde?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bitte wählen, um welche Stunde es geht.",
            "invalid_choice": "Diese Stunde steht an dem Tag nicht mehr im Plan. Bitte sehen Sie nach, was jetzt gilt.",
        },
    )
    act = forms.ChoiceField(
        label="Was ändert sich?",
        widget=forms.RadioSelect,
        choices=(
            ("cancelled", "entfällt"),
            ("changed", "findet anders statt: Vertretung, anderes Fach, anderer Raum"),
            ("moved", "wird verlegt"),
        ),
        initial="cancelled",
    )
    subject = Words(label="Anderes Fach", required=False, max_length=LONGEST_WORD["subject"])
    teachers = Listed(
        label="Vertretung", longest=LONGEST_WORD["teachers"], help_text="Kürzel, zum Beispiel MÜL"
    )
    classrooms = Listed(
        label="Anderer Raum", longest=LONGEST_WORD["classrooms"], help_text="zum Beispiel 204"
    )
    to_day = DayField(label="Verlegt auf den Tag", required=False)
    to_period = forms.IntegerField(
        label="Verlegt auf die Stunde",
        required=False,
        min_value=1,
        max_value=LAST_PERIOD,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Bitte eine Zahl von 1 bis {LAST_PERIOD}, zum Beispiel 5."
        ),
    )

    def __init__(self, lessons: Sequence[LessonRow], data: Any = None) -> None:
        super().__init__(data)
        choices = [(f"at:{row.id}", f"{row.when}: {row.what}") for row in lessons]
        starts = sorted({row.period for row in lessons})[1:]
        choices += [(f"from:{period}", f"alles ab der {period}. Stunde") for period in starts]
        choices.append(("day", "der ganze Tag"))
        self.fields["which"].choices = choices  # type: ignore[attr-defined]  # of a choice field
        if not lessons:
            self.fields["which"].initial = "day"

    def clean(self) -> dict[str, Any]:
        """Returns the values; only a single lesson can change or move."""
        values = super().clean() or self.cleaned_data
        if values.get("act") in {"changed", "moved"} and not values.get("which", "at:").startswith("at:"):
            self.add_error(
                "which", "Ändern oder verlegen lässt sich eine einzelne Stunde. Bitte eine wählen."
            )
        named = {"to_day", "to_period"} & (
            {name for name, value in values.items() if value} | self.errors.keys()
        )
        if values.get("act") == "moved" and not named:
            self.add_error("to_day", "Wohin? Bitte den Tag oder die Stunde angeben.")
        return values

    def instead(self) -> Instead:
        """Returns what the lesson becomes, and where a moved one goes; call when the form is valid."""
        values = self.cleaned_data
        there = (values["to_day"], values["to_period"]) if values["act"] == "moved" else (None, None)
        return Instead(values["subject"], values["teachers"], values["classrooms"], *there)


def chosen_lessons(which: str, lessons: Iterable[Lesson]) -> list[Lesson]:
    """Returns the one lesson ("at:…"), or all from a lesson of the day on ("from:3")."""
    kind, _, value = which.partition(":")
    if kind == "from":
        return [row for row in lessons if row.period >= int(value)]
    return [row for row in lessons if str(row.pk) == value]


class EventForm(forms.Form):
    """An event of the class."""

    title = Words(
        label="Bezeichnung",
        max_length=150,
        help_text="Zum Beispiel: Abschlussprüfung Teil 1. Keine Namen von Personen.",
        error_messages={"required": "Bitte sagen, was es ist, zum Beispiel: Abschlussprüfung Teil 1."},
    )
    kind = forms.ChoiceField(
        label="Was bedeutet es?",
        widget=forms.RadioSelect,
        initial=SchoolEvent.Kind.EXAM,
        choices=(
            ("exam", "Prüfung oder Klassenarbeit"),
            ("event", "Termin, zum Beispiel eine Exkursion"),
            ("free", "An diesen Tagen hat die Klasse keinen Unterricht"),
            ("extra", "An diesen Tagen ist zusätzlich Schule"),
        ),
    )
    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag", required=False, help_text="Leer: nur an diesem Tag")
    starts = ClockField(label="Beginn", required=False)
    ends = ClockField(label="Ende", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def terms(self) -> EventTerms:
        """Returns what was entered; call when the form is valid."""
        values = self.cleaned_data
        last = values["last_day"] or values["first_day"]
        return EventTerms(
            values["kind"], values["title"], values["first_day"], last, values["starts"], values["ends"]
        )


class CourseForm(forms.Form):
    """An inter-company course."""

    title = Words(
        label="Name des Kurses",
        max_length=150,
        help_text="Zum Beispiel: CNC-Grundlagen",
        error_messages={"required": "Bitte den Namen des Kurses angeben, zum Beispiel: CNC-Grundlagen."},
    )
    place = Words(label="Wo?", required=False, max_length=150, help_text="Zum Beispiel: BTZ Kassel")
    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag", required=False, help_text="Leer: nur an diesem Tag")
    starts = ClockField(label="Beginn", required=False, help_text="An jedem Tag, zum Beispiel 8:00")
    ends = ClockField(label="Ende", required=False)
    rooms = forms.TypedMultipleChoiceField(
        label="Für wen?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens eine Person wählen."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("rooms",)

    def __init__(self, people: Collection[tuple[UUID, str, str]], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        several = len({firm for *_, firm in people}) > 1
        self.fields["rooms"].choices = [  # type: ignore[attr-defined]  # of a choice field
            (str(room), f"{name} ({firm})" if several else name) for room, name, firm in people
        ]
        if not people:
            del self.fields["rooms"]

    def terms(self) -> CourseTerms:
        """Returns what was entered; call when the form is valid."""
        values = self.cleaned_data
        last = values["last_day"] or values["first_day"]
        return CourseTerms(
            values["title"], values["place"], values["first_day"], last, values["starts"], values["ends"]
        )


class FreeDayForm(forms.Form):
    """Days on which a whole school is free."""

    kind = forms.ChoiceField(
        label="Was für ein Tag?",
        choices=FreeDay.Kind.choices,
        widget=forms.RadioSelect,
        initial=FreeDay.Kind.FLEXIBLE,
    )
    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag", required=False, help_text="Leer: nur an diesem Tag")
    name = Words(label="Bezeichnung", required=False, max_length=100, help_text="Zum Beispiel: Rosenmontag")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def days(self) -> tuple[date, date]:
        """Returns first and last day; call when the form is valid."""
        first: date = self.cleaned_data["first_day"]
        return first, self.cleaned_data["last_day"] or first
