"""Forms of confirming and of the code list."""

from django import forms


class CodeForm(forms.Form):
    """The code of a mail."""

    code = forms.CharField(
        label="Code aus der E-Mail",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
