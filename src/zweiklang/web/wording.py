"""What forms say where something is missing or not understood: what is expected, with an example; never that somebody is wrong (UX.md)."""

from django import forms
from django.core.validators import validate_email

MISSING = "Bitte angeben."
ADDRESS = "Bitte eine E-Mail-Adresse angeben, zum Beispiel name@betrieb.de."
DAY = "Bitte ein Datum angeben, zum Beispiel 31.07.2026."
NUMBER = "Bitte eine Zahl angeben."
CHOICE = "Bitte eine der Möglichkeiten wählen."


def speak_plainly() -> None:
    """Every form of the product, those of allauth too, says it in our words; a field's own words still win."""
    forms.Field.default_error_messages["required"] = MISSING
    forms.FileField.default_error_messages["missing"] = MISSING
    forms.DateField.default_error_messages["invalid"] = DAY
    forms.IntegerField.default_error_messages["invalid"] = NUMBER
    for field in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField):
        field.default_error_messages["invalid_choice"] = CHOICE
    validate_email.message = ADDRESS
