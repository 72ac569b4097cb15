"""What is asked of whoever writes in confidence, and of whoever keeps the list of those who help."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.exchange.help.facts import dialled
from zweiklang.exchange.help.shapes import Helper
from zweiklang.exchange.models import HelpContact
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.form_fields import Words
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person

LONGEST = 5000
# Nothing of what is written here is kept by the browser, offered to others at the same device, or checked by a service elsewhere.
UNKEPT = {"autocomplete": "off", "spellcheck": "false", "rows": 5}
LAND_KINDS = [(kind, HelpContact.Kind(kind).label) for kind in ("quabb", "other")]
POSTCODE = re.compile(r"\d{1,5}")


class WriteForm(forms.Form):
    """One message; `message_id` keeps a second click from being a second message."""

    message_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Ihre Nachricht",
        max_length=LONGEST,
        widget=forms.Textarea(attrs=UNKEPT),
        error_messages={
            "required": "Bitte schreiben Sie etwas. Ein Satz genügt.",
            "max_length": f"Bitte höchstens {LONGEST} Zeichen; schreiben Sie den Rest in einer zweiten Nachricht.",
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"message_id": new_id()})

    def sent(self, send: Callable[[UUID, str], object]) -> bool:
        """True if there was a message and `send` took it with its id; otherwise the form says why not, and keeps what was written."""
        if not self.is_valid():
            return False
        try:
            send(self.cleaned_data["message_id"], self.cleaned_data["text"])
        except Rejected as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)
        except Conflict as error:
            self.add_error(None, str(error))
        return not self.errors


class SuggestForm(forms.Form):
    """Who else could help."""

    helper = forms.ChoiceField(label="Wer könnte besser helfen?")

    def __init__(self, data: Any = None, *, helpers: list[Helper]) -> None:
        super().__init__(data)
        named = [(str(one.id), f"{one.name} ({one.described})") for one in helpers]
        self.fields["helper"].choices = [("", "Bitte wählen"), *named]  # type: ignore[attr-defined]  # of this field

    def helper_id(self) -> UUID:
        """Returns the chosen contact; call when the form is valid."""
        return UUID(self.cleaned_data["helper"])


class ContactForm(forms.Form):
    """Somebody who helps, as apprentices see the entry."""

    kind = forms.ChoiceField(label="Art der Beratung", choices=LAND_KINDS)
    person = forms.ChoiceField(
        label="Konto in Zweiklang",
        required=False,
        help_text="Mit Konto können Auszubildende hier schreiben. Ohne Konto steht nur das Telefon da.",
    )
    name = Words(label="Name", max_length=120, help_text="So, wie ihn Auszubildende lesen.")
    phone = Words(label="Telefon", required=False, max_length=40, help_text="Zum Beispiel 0561 123456.")
    hours = Words(
        label="Sprechzeiten",
        required=False,
        max_length=200,
        help_text="Zum Beispiel Montag und Mittwoch 9:00 bis 12:00.",
    )
    place = Words(label="Ort", required=False, max_length=200, help_text="Zum Beispiel Raum B 104, 1. Stock.")
    note = Words(
        label="Hinweis",
        required=False,
        max_length=300,
        help_text="Zum Beispiel, welche Sprachen gesprochen werden.",
    )
    postcodes = Words(
        label="Für welche Postleitzahlen?",
        required=False,
        max_length=2000,
        help_text="Anfänge genügen: 34 heißt alle, die mit 34 beginnen. Mehrere mit Komma trennen. Leer heißt: überall.",
    )
    active = forms.BooleanField(label="Auszubildenden zeigen", required=False)

    def __init__(
        self, data: Any = None, *, people: list[Person], by_land: bool, contact: HelpContact | None = None
    ) -> None:
        super().__init__(data, initial=_said_of(contact))
        named = [(str(one.pk), one.name) for one in people]
        self.fields["person"].choices = [("", "kein Konto, nur Telefon"), *named]  # type: ignore[attr-defined]  # of this field
        if not by_land:
            del self.fields["kind"], self.fields["postcodes"]

    def clean_phone(self) -> str:
        """A number that can be called."""
        phone: str = self.cleaned_data["phone"]
        if phone and len(dialled(phone)) < len("tel:110"):
            raise forms.ValidationError("Bitte eine Telefonnummer angeben, zum Beispiel 0561 123456.")
        return phone

    def clean_postcodes(self) -> list[str]:
        """The beginnings of postcodes, each once."""
        found = [part for part in re.split(r"[\s,;]+", self.cleaned_data["postcodes"]) if part]
        if any(not POSTCODE.fullmatch(part) for part in found):
            raise forms.ValidationError("Bitte nur Zahlen mit bis zu fünf Stellen, zum Beispiel 34117, 35.")
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        """Whoever is shown can be reached somehow."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("phone") and not cleaned.get("person"):
            self.add_error("phone", "Bitte eine Telefonnummer angeben oder ein Konto wählen.")
        return cleaned

    def contact(self) -> dict[str, Any]:
        """Returns the values of the entry; call when the form is valid."""
        said = dict(self.cleaned_data)
        chosen = said.pop("person")
        return {**said, "person_id": UUID(chosen) if chosen else None}


def _said_of(contact: HelpContact | None) -> dict[str, Any]:
    if contact is None:
        return {"active": True, "kind": HelpContact.Kind.QUABB}
    columns = ("kind", "name", "phone", "hours", "place", "note", "active")
    person = str(contact.person_id) if contact.person_id else ""
    return {
        **{name: getattr(contact, name) for name in columns},
        "person": person,
        "postcodes": ", ".join(contact.postcodes),
    }
