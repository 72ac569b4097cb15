"""Forms of legal holds."""

from django import forms


class HoldForm(forms.Form):
    """On what, and why."""

    whom = forms.CharField(
        label="Wessen Daten sollen bleiben?",
        max_length=300,
        help_text="E-Mail-Adresse der Person, oder die Adresse der Seite einer Ausbildung aus dem Browser.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Grund",
        max_length=300,
        help_text="Zum Beispiel „Klage vor dem Arbeitsgericht, Aktenzeichen 4 Ca 12/26“.",
    )
