"""Forms of notices."""

from datetime import datetime
from typing import Any

from django import forms

from zweiklang.exchange.notices.times import Wishes
from zweiklang.kernel.formats import WEEKDAY_NAMES
from zweiklang.people.public import EXPLANATIONS, MailKind, Person, Rhythm, rhythms

_HOURS = [(hour, f"{hour}:00") for hour in range(5, 23)]
_DAYS = list(enumerate(WEEKDAY_NAMES, start=1))
_FORMATS = ["%H:%M", "%H.%M", "%H:%M Uhr", "%H"]
_TIME_PROBLEM = {"invalid": "Bitte eine Uhrzeit angeben, zum Beispiel 20:00."}


class WishesForm(forms.Form):
    """How soon one hears of each kind, when one wants to be left in peace, and in which language mails come."""

    summary_hour = forms.TypedChoiceField(
        label="Zusammenfassungen kommen um",
        choices=_HOURS,
        coerce=int,
        help_text="Täglich oder an Ihrem Wochentag.",
    )
    summary_weekday = forms.TypedChoiceField(
        label="Wöchentliche Zusammenfassung am", choices=_DAYS, coerce=int
    )
    quiet_from = forms.TimeField(
        label="Ruhe ab",
        required=False,
        input_formats=_FORMATS,
        error_messages=_TIME_PROBLEM,
        help_text="Zum Beispiel 20:00. Ohne Uhrzeit gibt es keine Ruhezeit.",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_until = forms.TimeField(
        label="Ruhe bis",
        required=False,
        input_formats=_FORMATS,
        error_messages=_TIME_PROBLEM,
        help_text="Zum Beispiel 6:30. Was in der Ruhezeit kommt, wird danach gemeldet.",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_weekends = forms.BooleanField(
        label="Am Wochenende Ruhe", required=False, help_text="Samstag und Sonntag, den ganzen Tag."
    )
    mail_language = forms.ChoiceField(
        label="Sprache Ihrer E-Mails",
        choices=[("de", "Deutsch"), ("en", "English")],
        widget=forms.RadioSelect,
        help_text="Auf Englisch gibt es bisher nur die E-Mails. Die Seiten von Zweiklang sind auf Deutsch.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = {
            kind.value: forms.ChoiceField(
                label=str(kind.label), help_text=explanation, choices=Rhythm.choices
            )
            for kind, explanation in EXPLANATIONS.items()
        }
        self.fields = kinds | self.fields

    @staticmethod
    def initial_of(person: Person, wishes: Wishes) -> dict[str, Any]:
        """Returns what holds for the person now."""
        chosen = {kind.value: rhythm.value for kind, rhythm in rhythms(person).items()}
        return {
            "mail_language": person.language,
            "quiet_from": wishes.quiet_from,
            "quiet_until": wishes.quiet_until,
            "quiet_weekends": wishes.quiet_weekends,
            "summary_hour": wishes.summary_hour,
            "summary_weekday": wishes.summary_weekday,
            **chosen,
        }

    @property
    def kind_fields(self) -> list[forms.BoundField]:
        """The fields that say how soon one hears of each kind."""
        return [self[kind.value] for kind in EXPLANATIONS]

    @property
    def language(self) -> str:
        """The chosen language, once valid."""
        return str(self.cleaned_data["mail_language"])

    @property
    def chosen(self) -> dict[MailKind, Rhythm]:
        """How soon for each kind, once valid."""
        return {kind: Rhythm(self.cleaned_data[kind.value]) for kind in EXPLANATIONS}

    @property
    def wishes(self) -> Wishes:
        """Quiet hours and summaries, once valid."""
        given = self.cleaned_data
        return Wishes(
            given["quiet_from"],
            given["quiet_until"],
            given["quiet_weekends"],
            given["summary_hour"],
            given["summary_weekday"],
        )


class DeviceForm(forms.Form):
    """What a browser says of itself when it is to be told; `device` is a name a person recognises."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)


class MomentForm(forms.Form):
    """A moment that our own page has written into a form."""

    moment = forms.CharField(max_length=40)
    notice = forms.UUIDField(required=False)

    def clean_moment(self) -> datetime:
        """Returns the moment, aware."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["moment"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise forms.ValidationError("Bitte die Seite neu laden und noch einmal versuchen.")
        return found
