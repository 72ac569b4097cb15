"""Forms about who is in charge of whom."""

from typing import Any

from django import forms

from zweiklang.apprenticeships.public import Contract, TeachingAssignment, note_contracts
from zweiklang.kernel.clock import today
from zweiklang.offices.forms.answers import DayField, NamedChoice
from zweiklang.people.public import Person

CHOOSE = "Bitte wählen"


class _PeopleForm(forms.Form):
    """A form that chooses among the people of an organisation."""

    def __init__(self, data: Any = None, *, people: Any, **options: Any) -> None:
        super().__init__(data, **{"initial": {"first_day": today()}, **options})
        for field in self.fields.values():
            if isinstance(field, NamedChoice) and field.queryset.model is Person:  # type: ignore[union-attr]  # never None here
                field.queryset = people


class TrainerForm(_PeopleForm):
    """Who trains an apprentice from a day on."""

    person = NamedChoice(Person.objects.none(), label="Ausbilderin oder Ausbilder", empty_label=CHOOSE)
    first_day = DayField(label="Ab")


class TraineeName(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """Apprentices by name."""

    def label_from_instance(self, obj: Contract) -> str:
        """Returns the apprentice's name and occupation; who is offered is shown."""
        note_contracts([obj])
        return f"{obj.apprentice.name} · {obj.occupation.short}"


class TrainingDeputyForm(_PeopleForm):
    """Who is deputy for which apprentices, from when to when."""

    person = NamedChoice(Person.objects.none(), label="Wer vertritt?", empty_label=CHOOSE)
    first_day = DayField(label="Von")
    last_day = DayField(label="Bis", required=False, help_text="Leer: bis Sie die Vertretung beenden.")
    contracts = TraineeName(
        Contract.objects.none(),
        label="Für wen?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wählen Sie mindestens eine Person aus."},
    )

    def __init__(self, data: Any = None, *, contracts: Any, **options: Any) -> None:
        options.setdefault("initial", {"first_day": today(), "contracts": [one.pk for one in contracts]})
        super().__init__(data, **options)
        self.fields["contracts"].queryset = contracts  # type: ignore[attr-defined]  # of this field


class HandoverForm(_PeopleForm):
    """From whom to whom, and for how long."""

    from_person = NamedChoice(Person.objects.none(), label="Von wem?", empty_label=CHOOSE)
    to_person = NamedChoice(Person.objects.none(), label="An wen?", empty_label=CHOOSE)
    first_day = DayField(label="Ab")
    last_day = DayField(
        label="Bis",
        required=False,
        help_text="Leer: für immer. Mit Datum ist es eine Vertretung, die von selbst endet.",
    )


class TeachingForm(_PeopleForm):
    """Who teaches in a class from a day on."""

    person = NamedChoice(Person.objects.none(), label="Lehrkraft", empty_label=CHOOSE)
    capacity = forms.ChoiceField(label="Aufgabe", choices=TeachingAssignment.Capacity.choices)
    subject = forms.CharField(label="Fach oder Lernfelder", max_length=100, required=False)
    first_day = DayField(label="Ab")


class SubstituteForm(_PeopleForm):
    """Who stands in for a teacher in a class."""

    person = NamedChoice(Person.objects.none(), label="Wer vertritt?", empty_label=CHOOSE)
    first_day = DayField(label="Von")
    last_day = DayField(label="Bis")
