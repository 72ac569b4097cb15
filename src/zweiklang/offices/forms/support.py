"""Forms of the support desk."""

from django import forms

from zweiklang.offices.models import SupportSession


class BeginForm(forms.Form):
    """Whom to help, why, and how the person was identified."""

    email = forms.EmailField(
        label="E-Mail-Adresse der Person",
        help_text="Genau die Adresse, mit der sie sich anmeldet.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    identified = forms.ChoiceField(
        label="Woran erkannt?", choices=SupportSession.Identified.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Anlass",
        max_length=300,
        help_text="Zum Beispiel „Telefon verloren, kommt nicht mehr hinein“. Die Person liest das.",
    )


class AddressForm(forms.Form):
    """The address somebody wants to sign in with."""

    email = forms.EmailField(
        label="Neue E-Mail-Adresse", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
