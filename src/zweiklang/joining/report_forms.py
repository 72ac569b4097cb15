"""Forms of firms that come by themselves, and of those who decide."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from zweiklang.curricula.public import Occupation
from zweiklang.joining.firms import FirmFacts
from zweiklang.joining.forms import NameField
from zweiklang.joining.purpose import TEXTS, VERSION
from zweiklang.joining.reporting import DECIDERS, Registrar, ReportedContract
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def deciders() -> QuerySet[Organisation]:
    """Returns chambers and schools by name."""
    rows = Organisation.objects.filter(kind__in=DECIDERS, state=Organisation.State.ACTIVE)
    return rows.order_by("kind", "sort_key")


class RegisterForm(forms.Form):
    """A firm registers itself; who is signed in is not asked for name and address."""

    name = forms.CharField(
        label="Name des Betriebs", max_length=200, help_text="Mit Rechtsform, zum Beispiel Holzbau Nord GmbH."
    )
    street = forms.CharField(label="Straße und Hausnummer", max_length=200)
    postcode = forms.RegexField(
        r"^\d{5}$",
        label="Postleitzahl",
        error_messages={"invalid": "Eine Postleitzahl hat fünf Ziffern, zum Beispiel 34117."},
    )
    town = forms.CharField(label="Ort", max_length=100)
    register_number = forms.CharField(
        label="Registernummer",
        max_length=60,
        required=False,
        help_text="Handelsregister oder Handwerksrolle, zum Beispiel HRB 1234.",
    )
    addressed_to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Wer soll Ihren Betrieb bestätigen?",
        help_text="Ihre Kammer oder die Berufsschule Ihrer Auszubildenden.",
        empty_label="Bitte wählen",
    )
    given_name = NameField(
        label="Ihr Vorname", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = NameField(
        label="Ihr Nachname", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        max_length=254,
        help_text="Dorthin schicken wir einen Einmal-Code.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    declaration = forms.BooleanField(
        label=TEXTS[VERSION], error_messages={"required": "Ohne diese Erklärung ist keine Anmeldung möglich."}
    )

    def __init__(self, *args: Any, signed_in: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["addressed_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = deciders()
        if signed_in:
            for name in ("given_name", "family_name", "email"):
                del self.fields[name]

    def facts(self) -> FirmFacts:
        """Returns what is known of the firm."""
        said = self.cleaned_data
        return FirmFacts(
            name=said["name"],
            street=said["street"],
            postcode=said["postcode"],
            town=said["town"],
            register_number=said["register_number"],
        )

    def registrar(self, person: Person | None) -> Registrar:
        """Returns who registers."""
        names = ("email", "given_name", "family_name")
        return Registrar(person=person, **{name: str(self.cleaned_data.get(name, "")) for name in names})


class ProposeForm(forms.Form):
    """A firm reports a training contract."""

    given_name = NameField(label="Vorname", max_length=100)
    family_name = NameField(label="Nachname", max_length=100)
    born_on = forms.DateField(label="Geburtsdatum", widget=DAY)
    occupation = forms.ModelChoiceField(Occupation.objects.none(), label="Beruf", empty_label="Bitte wählen")
    first_day = forms.DateField(label="Erster Tag der Ausbildung", widget=DAY)
    last_day = forms.DateField(label="Letzter Tag der Ausbildung", widget=DAY)
    chamber = forms.ModelChoiceField(
        Organisation.objects.none(), label="Zuständige Kammer", empty_label="Bitte wählen"
    )
    addressed_to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Wer soll den Vertrag bestätigen?",
        help_text="Die Kammer oder die Berufsschule.",
        empty_label="Bitte wählen",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        current = Occupation.objects.filter(superseded=False, regulation__superseded=False)
        for name, rows in (
            ("occupation", current.order_by("sort_key")),
            ("chamber", deciders().filter(kind=Organisation.Kind.CHAMBER)),
            ("addressed_to", deciders()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def said(self) -> ReportedContract:
        """Returns what the firm says."""
        return ReportedContract(**self.cleaned_data)


class RecoveryForm(forms.Form):
    """Who should lead training at a firm again, and how that was checked."""

    given_name = NameField(label="Vorname", max_length=100)
    family_name = NameField(label="Nachname", max_length=100)
    email = forms.EmailField(label="E-Mail-Adresse", max_length=254)
    reason = forms.CharField(
        label="Was ist geschehen, und wie haben Sie es geprüft?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zum Beispiel: Ausbildungsleitung ausgeschieden, Rückruf unter der bekannten Nummer.",
    )
