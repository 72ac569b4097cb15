"""What people send in conversations. Forms check what one field can know; who may what is the policy's affair."""

from typing import Any
from uuid import UUID

from django import forms

from zweiklang.exchange.conversations.choosing import About
from zweiklang.exchange.conversations.shapes import LONGEST, LONGEST_SUBJECT, Candidate
from zweiklang.kernel.form_fields import DayField, Words

_NOBODY = "Bitte wählen Sie mindestens eine Person."
_NO_TEXT = "Bitte schreiben Sie eine Nachricht."
_LONG = f"Bitte kürzer: höchstens {LONGEST} Zeichen. Längeres senden Sie als Datei."
ALL, FROM_NOW = "all", "now"


class OpeningForm(forms.Form):
    """A new conversation: worum es geht, mit wem, and the first message. `message`: its id."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.TypedMultipleChoiceField(
        label="Mit wem?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _NOBODY,
            "invalid_choice": "Bitte wählen Sie nur Personen aus der Liste.",
        },
    )
    subject = Words(
        label="Worum geht es?",
        max_length=LONGEST_SUBJECT,
        error_messages={"required": "Bitte schreiben Sie, worum es geht."},
    )
    text = forms.CharField(
        label="Ihre Nachricht",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _NO_TEXT, "max_length": _LONG},
    )

    def __init__(self, data: Any = None, *, about: About, initial: dict[str, Any] | None = None) -> None:
        chosen = [str(one.person_id) for one in about.candidates if one.chosen]
        super().__init__(data, initial={"people": chosen} | (initial or {}))
        people: Any = self.fields["people"]
        people.choices = [(str(one.person_id), _label(one)) for one in about.candidates]
        people.help_text = "Alle, die Sie auswählen, lesen das ganze Gespräch. Auch wer jemanden von ihnen vertritt, liest so lange mit."


class MessageForm(forms.Form):
    """A message. `message`: its id, made with the page; files are the affair of `files`."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Ihre Nachricht",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _NO_TEXT, "max_length": _LONG},
    )

    def __init__(
        self, data: Any = None, *, with_files: bool = False, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"].required = not with_files


class EditForm(forms.Form):
    """A message changed. `seen`: the change the page showed as the last one."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Ihre Nachricht",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _NO_TEXT, "max_length": _LONG},
    )


class AddForm(forms.Form):
    """Somebody who shall take part from now on, and what the person will see."""

    person = forms.TypedChoiceField(
        label="Wer kommt dazu?",
        coerce=UUID,
        error_messages={"required": "Bitte wählen Sie eine Person."},
    )
    sees = forms.ChoiceField(
        label="Was sieht die Person?",
        choices=(
            (ALL, "Alles, was bisher geschrieben wurde"),
            (FROM_NOW, "Nur, was ab jetzt geschrieben wird"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie, was die Person sieht."},
    )

    def __init__(self, data: Any = None, *, candidates: list[Candidate]) -> None:
        super().__init__(data)
        person: Any = self.fields["person"]
        person.choices = [("", "Bitte wählen"), *((str(one.person_id), _label(one)) for one in candidates)]


class AgreementForm(forms.Form):
    """Who does what until when. `message`: the id of the line in the thread."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.ChoiceField(
        label="Wer übernimmt es?", error_messages={"required": "Bitte wählen Sie, wer es übernimmt."}
    )
    what = Words(
        label="Was ist vereinbart?",
        max_length=500,
        error_messages={"required": "Bitte schreiben Sie, was vereinbart ist."},
    )
    until = DayField(earliest=2000, label="Bis wann?", required=False)

    def __init__(
        self, data: Any = None, *, who: list[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        field: Any = self.fields["who"]
        field.choices = [("", "Bitte wählen"), *who]


def _label(one: Candidate) -> str:
    parts = [one.name, one.described]
    if one.why.startswith("Vertritt "):
        parts.append(one.why.rstrip("."))
    return " · ".join(part for part in parts if part)
