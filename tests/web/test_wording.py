"""What forms say where something is missing: what is expected, never that somebody is wrong."""

import pytest
from django import forms

CHOICES = [("a", "Erstes")]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Bitte angeben."),
        (forms.FileField(), None, "Bitte angeben."),
        (forms.EmailField(), "name@", "Bitte eine E-Mail-Adresse angeben, zum Beispiel name@betrieb.de."),
        (forms.DateField(), "gestern", "Bitte ein Datum angeben, zum Beispiel 31.07.2026."),
        (forms.IntegerField(), "viele", "Bitte eine Zahl angeben."),
        (forms.ChoiceField(choices=CHOICES), "b", "Bitte eine der Möglichkeiten wählen."),
        (forms.MultipleChoiceField(choices=CHOICES), ["b"], "Bitte eine der Möglichkeiten wählen."),
    ],
)
def test_every_form_says_what_is_expected(field: forms.Field, typed: object, said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]


def test_a_field_may_say_it_in_its_own_words() -> None:
    field = forms.CharField(error_messages={"required": "Bitte den Namen angeben."})
    with pytest.raises(forms.ValidationError, match="Bitte den Namen angeben"):
        field.clean("")
