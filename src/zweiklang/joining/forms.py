"""Forms of the entrance and of inviting."""

from typing import Any

from django import forms

from zweiklang.joining.models import InvitedApprentice
from zweiklang.joining.purpose import TEXTS, VERSION


class CodeForm(forms.Form):
    """The code of a letter, in groups of four."""

    code = forms.CharField(
        label="Code aus dem Brief",
        max_length=60,
        help_text="Zwölf Zeichen, zum Beispiel ABCD-EFGH-JKLM. Groß oder klein, mit oder ohne Striche.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "kern-form-input__input zk-code",
                "autofocus": True,
            }
        ),
    )


class AddressForm(forms.Form):
    """An address to prove, where the inviter has none."""

    email = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        max_length=254,
        help_text="Dorthin schicken wir den Einmal-Code, zum Beispiel name@betrieb.de.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class DigitsForm(forms.Form):
    """Six digits of a one-time code."""

    digits = forms.CharField(
        label="Einmal-Code",
        max_length=20,
        help_text="Sechs Ziffern aus der E-Mail. Der Code gilt zehn Minuten.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "kern-form-input__input zk-code",
                "autofocus": True,
            }
        ),
    )


class AcceptForm(forms.Form):
    """Name, remarks about contracts, and the declaration. Who is known already is not asked for a name."""

    given_name = forms.CharField(
        label="Vorname", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Nachname", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    declaration = forms.BooleanField(
        label=TEXTS[VERSION], error_messages={"required": "Ohne diese Erklärung ist kein Zugang möglich."}
    )

    def __init__(self, *args: Any, named: bool, apprentices: list[InvitedApprentice], **more: Any) -> None:
        super().__init__(*args, **more)
        self.apprentices = apprentices
        if named:
            del self.fields["given_name"], self.fields["family_name"]

    @property
    def corrections(self) -> dict[Any, str]:
        """Returns what the firm says about contracts, by invited apprentice; only what is not empty."""
        said = {
            one.pk: str(self.data.get(f"correction-{one.pk}", "")).strip()[:500] for one in self.apprentices
        }
        return {key: text for key, text in said.items() if text}


class DeputyForm(forms.Form):
    """Who stands in."""

    given_name = forms.CharField(label="Vorname", max_length=100)
    family_name = forms.CharField(label="Nachname", max_length=100)
    email = forms.EmailField(label="E-Mail-Adresse", max_length=254)
