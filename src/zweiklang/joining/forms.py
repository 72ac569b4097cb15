"""Forms of the entrance and of inviting."""

from typing import Any

from django import forms

from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.inviting import Guest, Invited
from zweiklang.joining.models import Invitation, InvitedApprentice
from zweiklang.joining.purpose import TEXTS, VERSION
from zweiklang.organisations.public import Organisation


class NameField(forms.CharField):
    """A name on one line: what is pasted with line breaks or many blanks is read as one blank."""

    def to_python(self, value: Any) -> str:
        """Returns the name with single blanks."""
        return " ".join(str(super().to_python(value)).split())


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
                "class": "zk-code",
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
                "class": "zk-code",
                "autofocus": True,
            }
        ),
    )


class AcceptForm(forms.Form):
    """Name, remarks about contracts, and the declaration. Who is known already is not asked for a name."""

    given_name = NameField(
        label="Vorname", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = NameField(
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

    @classmethod
    def of(
        cls, invitation: Invitation, apprentices: list[InvitedApprentice], *, data: Any, named: bool
    ) -> "AcceptForm":
        """Returns the form of an invitation, with the name the inviter knows."""
        known = {"given_name": invitation.given_name, "family_name": invitation.family_name}
        named = named or invitation.person is not None
        return cls(data, named=named, apprentices=apprentices, initial=known)

    @property
    def said(self) -> dict[str, str]:
        """Returns the name, where one was asked for."""
        return {
            name: self.cleaned_data[name] for name in ("given_name", "family_name") if name in self.fields
        }

    @property
    def corrections(self) -> dict[Any, str]:
        """Returns what the firm says about contracts, by invited apprentice; only what is not empty."""
        said = {one.pk: str(self.data.get(f"correction-{one.pk}", "")) for one in self.apprentices}
        said = {key: text.replace("\x00", "").strip()[:500] for key, text in said.items()}
        return {key: text for key, text in said.items() if text}


class DeputyForm(forms.Form):
    """Who stands in."""

    given_name = NameField(label="Vorname", max_length=100)
    family_name = NameField(label="Nachname", max_length=100)
    email = forms.EmailField(label="E-Mail-Adresse", max_length=254)


class ColleagueForm(forms.Form):
    """A trainer or deputy of one's own firm, and for whom."""

    kind = forms.ChoiceField(
        label="Wen möchten Sie einladen?",
        choices=[("trainer", "Ausbilderin oder Ausbilder"), ("deputy", "Vertretung")],
        widget=forms.RadioSelect,
    )
    given_name = NameField(label="Vorname", max_length=100)
    family_name = NameField(label="Nachname", max_length=100)
    email = forms.EmailField(label="E-Mail-Adresse", max_length=254, required=False)
    contracts = forms.MultipleChoiceField(
        label="Für welche Auszubildenden?", widget=forms.CheckboxSelectMultiple, required=False
    )
    channel = forms.ChoiceField(
        label="Wie kommt die Einladung an?",
        choices=[("email", "per E-Mail"), ("letter", "als Brief (PDF)"), ("spoken", "Code zum Vorlesen")],
        widget=forms.RadioSelect,
        initial="email",
    )

    def __init__(self, *args: Any, contracts: list[Contract], **more: Any) -> None:
        super().__init__(*args, **more)
        self._contracts = {str(one.pk): one for one in contracts}
        field = self.fields["contracts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, one.apprentice.name) for key, one in self._contracts.items()]
        if not contracts:
            del self.fields["contracts"]

    @property
    def chosen(self) -> list[Contract]:
        """Returns the ticked contracts; only the firm's own can be ticked."""
        return [self._contracts[key] for key in self.cleaned_data.get("contracts", [])]

    def guest(self, firm: Organisation) -> Guest:
        """Returns who is asked in, as what."""
        said = self.cleaned_data
        return Guest(
            kind=said["kind"],
            email=said["email"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            firm=firm,
            apprentices=[Invited(contract=one) for one in self.chosen],
        )
