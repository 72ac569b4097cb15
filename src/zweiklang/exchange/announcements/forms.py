"""What is asked of whoever writes to many. Works without script: every choice is on the page, the server sees what fits together."""

import re
from datetime import datetime
from typing import Any

from django import forms

from zweiklang.exchange.announcements.audiences import DISTRICT, POSTCODE, TOWN
from zweiklang.exchange.announcements.choices import place_words
from zweiklang.exchange.announcements.drafting import Written
from zweiklang.exchange.announcements.shapes import (
    ALLOWED,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    MOST_CHOSEN,
    WHO_LABELS,
    Audience,
    Choices,
    Of,
    Reach,
    Sender,
    Who,
)
from zweiklang.exchange.models import Announcement
from zweiklang.kernel.clock import BERLIN
from zweiklang.kernel.form_fields import ClockField, DayField, Words
from zweiklang.kernel.ids import new_id

_POSTCODE = re.compile(r"\d{2,5}")
_ALL = {
    Reach.CLASSES: "Alle meiner Klassen",
    Reach.SCHOOL: "Alle der Schule",
    Reach.CHAMBER: "Alle der Kammer",
    Reach.LAND: "Alle in Hessen",
}
_OF_LABELS = {
    Of.CLASSES: "Bestimmte Klassen",
    Of.OCCUPATIONS: "Bestimmte Berufe",
    Of.PLACES: "Bestimmte Orte",
}
_WHAT = {Of.CLASSES: "classes", Of.OCCUPATIONS: "occupations", Of.PLACES: "places"}
_MISSING = {
    Of.CLASSES: "Bitte mindestens eine Klasse auswählen.",
    Of.OCCUPATIONS: "Bitte mindestens einen Beruf auswählen.",
    Of.PLACES: "Bitte mindestens einen Kreis auswählen oder einen Ort schreiben.",
}


class _InTime:
    """A field that a draft may leave empty and that is needed before it is sent; `may_send` says what is missing."""

    required: bool

    def validate(self, value: Any) -> None:
        """Nothing is a draft too."""
        if value:
            super().validate(value)  # type: ignore[misc]  # of the field beside it


class _WordsInTime(_InTime, Words):
    pass


class _TextInTime(_InTime, forms.CharField):
    pass


class _ChoiceInTime(_InTime, forms.ChoiceField):
    pass


class _ChoicesInTime(_InTime, forms.MultipleChoiceField):
    pass


class _DayInTime(_InTime, DayField):
    pass


class _ClockInTime(_InTime, ClockField):
    pass


class SenderForm(forms.Form):
    """For whom somebody with several offices writes; `draft` keeps a second click from beginning a second draft."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    sender = forms.ChoiceField(label="Sie schreiben für", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, senders: list[Sender]) -> None:
        super().__init__(
            data, initial={"draft": new_id(), "sender": senders[0].key if len(senders) == 1 else None}
        )
        field = self.fields["sender"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, f"{one.name} ({one.described})") for one in senders]


class DraftForm(forms.Form):
    """Words, audience, and whether one may answer and has to confirm."""

    title = _WordsInTime(label="Betreff", max_length=LONGEST_SUBJECT)
    text = _TextInTime(
        label="Text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Leere Zeilen trennen Absätze. Zeilen, die mit „- “ beginnen, werden eine Liste. Adressen mit https:// werden Links.",
    )
    who = _ChoiceInTime(label="Wer bekommt die Mitteilung?", widget=forms.RadioSelect)
    of = _ChoiceInTime(label="Welche?", widget=forms.RadioSelect)
    classes = _ChoicesInTime(label="Klassen", widget=forms.CheckboxSelectMultiple)
    occupations = _ChoicesInTime(label="Berufe", widget=forms.CheckboxSelectMultiple)
    districts = forms.MultipleChoiceField(
        label="Kreise und Städte", widget=forms.CheckboxSelectMultiple, required=False
    )
    places = Words(
        label="Weitere Orte oder Postleitzahlen",
        required=False,
        max_length=500,
        help_text="Mit Komma getrennt, zum Beispiel: Baunatal, 34246, 341 (alle, die mit 341 beginnen).",
    )
    needs_receipt = forms.BooleanField(
        label="Empfang bestätigen lassen",
        required=False,
        help_text="Nur wenn es nötig ist: Wer die Mitteilung bekommt, muss dann „Gelesen und verstanden“ drücken.",
    )
    may_answer = forms.BooleanField(label="Antworten erlauben", required=False)

    def __init__(self, data: Any = None, *, draft: Announcement, sender: Sender, choices: Choices) -> None:
        self.sender = sender
        super().__init__(data, initial=_initial(draft))
        allowed = ALLOWED[sender.reach]
        kinds = list(dict.fromkeys(of for each in allowed.values() for of in each))
        labels = {Of.ALL: _ALL[sender.reach], **_OF_LABELS}
        self._offer(
            "who", [(who.value, WHO_LABELS[who][:1].upper() + WHO_LABELS[who][1:]) for who in allowed]
        )
        self._offer("of", [(of.value, labels[of]) for of in kinds])
        self._offer("classes", choices.classes)
        self._offer("occupations", choices.occupations)
        self._offer("districts", choices.districts)
        self.kinds = kinds
        for name in ("title", "text"):
            base = getattr(draft, name)
            self.fields[name].widget.attrs |= {"data-autosave": "", "data-base": base}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What was chosen fits together; nothing chosen yet is a draft too."""
        cleaned: dict[str, Any] = super().clean() or {}
        who, of = cleaned.get("who"), cleaned.get("of")
        if who and of and Of(of) not in ALLOWED[self.sender.reach][Who(who)]:
            self.add_error("of", f"Das geht nicht für {WHO_LABELS[Who(who)]}. Bitte etwas anderes auswählen.")
        elif who and of and Of(of) != Of.ALL and not self._chosen(cleaned):
            self.add_error(_WHAT[Of(of)], _MISSING[Of(of)])
        elif of and len(self._chosen(cleaned)) > MOST_CHOSEN:
            self.add_error(_WHAT[Of(of)], f"Bitte höchstens {MOST_CHOSEN} auswählen.")
        return cleaned

    def clean_places(self) -> tuple[str, ...]:
        """Returns the places as an audience keeps them."""
        words = [" ".join(one.split()) for one in self.cleaned_data["places"].split(",")]
        return tuple(
            dict.fromkeys(f"{POSTCODE if _POSTCODE.fullmatch(one) else TOWN}{one}" for one in words if one)
        )

    def written(self, data: Any, files: Any) -> Written:
        """Returns what was written; call when the form is valid."""
        said = self.cleaned_data
        who, of = said["who"], said["of"]
        audience = Audience(Who(who), Of(of), self._chosen(said)) if who and of else None
        texts = {"title": said["title"], "text": said["text"]}
        seen = {name: str(data.get(f"seen_{name}", "")) for name in texts}
        brought = (tuple(data.getlist("file")), tuple(files.getlist("files")))
        return Written(texts, seen, said["needs_receipt"], said["may_answer"], audience, *brought)

    def _chosen(self, cleaned: dict[str, Any]) -> tuple[str, ...]:
        if cleaned.get("of") == Of.PLACES:
            return (*cleaned.get("districts", ()), *cleaned.get("places", ()))
        name = _WHAT.get(Of(cleaned["of"])) if cleaned.get("of") else None
        return tuple(cleaned.get(name, ())) if name else ()


class AnswerForm(forms.Form):
    """What somebody answers; `message` keeps a second click from being a second answer."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Ihre Antwort",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Bitte schreiben Sie eine Antwort."},
    )


class MomentForm(forms.Form):
    """Now, or on a day at a time."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    when = forms.ChoiceField(
        label="Wann senden?",
        choices=[("now", "Sofort"), ("later", "Später")],
        widget=forms.RadioSelect,
    )
    day = _DayInTime(label="Tag")
    time = _ClockInTime(label="Uhrzeit")

    def clean(self) -> dict[str, Any]:
        """A moment is complete."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == "later":
            for name, sentence in (
                ("day", "Bitte einen Tag angeben."),
                ("time", "Bitte eine Uhrzeit angeben."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def moment(self) -> datetime | None:
        """Returns the moment in Hesse's time, None for now; call when the form is valid."""
        said = self.cleaned_data
        if said["when"] == "now":
            return None
        return datetime.combine(said["day"], said["time"], tzinfo=BERLIN)


def _initial(draft: Announcement) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "title": draft.title,
        "text": draft.text,
        "needs_receipt": draft.needs_receipt,
        "may_answer": draft.may_answer,
    }
    audience = Audience.from_data(draft.audience)
    if audience is None:
        return initial
    initial |= {"who": audience.who.value, "of": audience.of.value}
    if audience.of == Of.PLACES:
        districts = [one for one in audience.chosen if one.startswith(DISTRICT)]
        others = [place_words(one).rstrip("…") for one in audience.chosen if not one.startswith(DISTRICT)]
        return initial | {"districts": districts, "places": ", ".join(others)}
    return initial | ({_WHAT[audience.of]: list(audience.chosen)} if audience.of != Of.ALL else {})
