"""Forms of people."""

from typing import Any

from django import forms

from zweiklang.people.mailing.kinds import EXPLANATIONS, MailKind
from zweiklang.people.mailing.unsubscribing import preferences
from zweiklang.people.models import Person


class MailForm(forms.Form):
    """Language of mails, and one tick for each kind of notice."""

    mail_language = forms.ChoiceField(
        label="Sprache Ihrer E-Mails",
        choices=[("de", "Deutsch"), ("en", "English")],
        widget=forms.RadioSelect,
        help_text="Auf Englisch gibt es bisher nur die E-Mails. Die Seiten von Zweiklang sind auf Deutsch.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, explanation in EXPLANATIONS.items():
            self.fields[kind.value] = forms.BooleanField(
                label=str(kind.label), help_text=explanation, required=False
            )

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """Returns what holds for the person now."""
        chosen = {kind.value: wanted for kind, wanted in preferences(person).items()}
        return {"mail_language": person.language, **chosen}

    @property
    def language(self) -> str:
        """The chosen language, once valid."""
        return str(self.cleaned_data["mail_language"])

    @property
    def wanted(self) -> dict[MailKind, bool]:
        """For each kind of notice whether it is wanted, once valid."""
        return {kind: bool(self.cleaned_data[kind.value]) for kind in EXPLANATIONS}
