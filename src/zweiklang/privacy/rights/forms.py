"""Forms of rights: what somebody asks, what is answered, what a school notes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from zweiklang.people.public import Person
from zweiklang.privacy.models import ParentsInformed, RightsRequest
from zweiklang.privacy.rights.facts import BORN_ON, NAME, Fact

Kind = RightsRequest.Kind
# What a refusal usually rests on, so that nobody has to search the law.
BASES: dict[str, str] = {
    Kind.CORRECTION: "Art. 16 DSGVO (die Angabe stimmt)",
    Kind.ERASURE: "Art. 17 Abs. 3 lit. b DSGVO, § 34 BBiG",
    Kind.RESTRICTION: "Art. 18 Abs. 1 DSGVO (die Voraussetzungen liegen nicht vor)",
    Kind.OBJECTION: "Art. 21 Abs. 1 DSGVO, § 83 HSchG",
}

DAY_WORDS = {
    "invalid": "Bitte ein Datum angeben, zum Beispiel 15.03.2008.",
    "required": "Bitte ein Datum angeben, zum Beispiel 15.03.2008.",
}


class CorrectionForm(forms.Form):
    """Which of one's own facts is wrong, and what is right."""

    fact = forms.ChoiceField(label="Welche Angabe stimmt nicht?")
    wanted = forms.CharField(
        label="Was ist richtig?", max_length=400, help_text="Zum Beispiel „Müller-Lüdenscheidt, mit dt“."
    )
    note = forms.CharField(
        label="Was sollen wir noch wissen?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zum Beispiel, woran man es sieht: Ausweis, Vertrag, Zeugnis. Schicken Sie keine Kopien.",
    )

    def __init__(self, data: Any = None, *, facts: Sequence[Fact], **options: Any) -> None:
        super().__init__(data, **options)
        groups: dict[str, list[tuple[str, str]]] = {}
        for fact in facts:
            groups.setdefault(fact.group, []).append((fact.key, f"{fact.label}: {fact.value}"))
        self.fields["fact"].choices = [("", "Bitte wählen"), *groups.items()]  # type: ignore[attr-defined]  # of this field


class AskForm(forms.Form):
    """Why somebody asks; needed only to object."""

    note = forms.CharField(
        label="Begründung",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nicht nötig, hilft aber bei der Antwort.",
    )

    def __init__(self, data: Any = None, *, kind: str, **options: Any) -> None:
        super().__init__(data, **options)
        if kind == Kind.OBJECTION:
            note = self.fields["note"]
            note.label, note.required = "Wogegen widersprechen Sie, und warum?", True
            note.help_text = "Zum Beispiel „Meine Fehlzeiten sollen nicht an den Betrieb gehen, weil …“."
        if kind == Kind.ERASURE:
            self.fields["understood"] = forms.BooleanField(
                label="Ich habe gelesen, was gelöscht wird und was bleibt.",
                error_messages={"required": "Bitte lesen Sie zuerst, was gelöscht wird und was bleibt."},
            )


class AnswerForm(forms.Form):
    """What the person reads, and on which legal basis."""

    answer = forms.CharField(
        label="Antwort an die Person",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In ganzen Sätzen. Bei einer Ablehnung: warum.",
    )
    legal_basis = forms.CharField(label="Rechtsgrundlage", max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, asked: RightsRequest, born_on: date | None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["legal_basis"].initial = BASES[asked.kind]
        self.fields["legal_basis"].help_text = "Steht in der Antwort, wenn Sie ablehnen."
        for name, field in _corrected(asked, born_on).items():
            self.fields[name] = field
        self.order_fields(["given_name", "family_name", "born_on", "answer", "legal_basis"])

    @property
    def corrections(self) -> dict[str, Any]:
        """Returns the values that the answer itself corrects."""
        names = ("given_name", "family_name", "born_on")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _corrected(asked: RightsRequest, born_on: date | None) -> Mapping[str, forms.Field]:
    """The fields for facts that have no page of their own; what stands there now is what one begins with."""
    if asked.fact == NAME:
        person: Person = asked.person
        return {
            "given_name": forms.CharField(label="Vorname", max_length=100, initial=person.given_name),
            "family_name": forms.CharField(label="Nachname", max_length=100, initial=person.family_name),
        }
    if asked.fact == BORN_ON:
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        formats = ["%Y-%m-%d", "%d.%m.%Y"]
        return {
            "born_on": forms.DateField(
                label="Geburtsdatum",
                initial=born_on,
                widget=day,
                input_formats=formats,
                error_messages=DAY_WORDS,
            )
        }
    return {}


class InformedForm(forms.Form):
    """When the parents were told, and about which kind of matter."""

    matter = forms.ChoiceField(
        label="Anlass", choices=ParentsInformed.Matter.choices, widget=forms.RadioSelect
    )
    informed_on = forms.DateField(
        label="Informiert am",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages=DAY_WORDS,
        help_text="Nur der Tag und die Art des Anlasses, nicht was gesagt wurde. Die Schülerin oder der Schüler liest das.",
    )
