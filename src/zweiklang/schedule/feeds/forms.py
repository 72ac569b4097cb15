"""Forms of calendar feeds."""

from typing import Any

from django import forms

from zweiklang.kernel.ids import new_id
from zweiklang.schedule.feeds.shapes import Switches
from zweiklang.schedule.models import CalendarFeed


class FeedForm(forms.Form):
    """What a feed is called and what it may say."""

    label = forms.CharField(
        label="Name des Abos",
        required=False,
        max_length=60,
        help_text="Zum Beispiel „Handy“. Der Name steht auch in Ihrem Kalenderprogramm.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    with_subjects = forms.BooleanField(
        label="Fächer, Räume und Bezeichnungen zeigen",
        required=False,
        help_text="Ohne Haken steht dort nur „Berufsschule“, „Prüfung“ oder „Überbetrieblicher Kurs“.",
    )
    with_names = forms.BooleanField(
        label="Namen zeigen",
        required=False,
        help_text=(
            "Namen von Auszubildenden, Klassen und Kürzel von Lehrkräften. Ohne Haken steht bei mehreren Auszubildenden nur "
            "eine Zahl. Die Namen liegen dann auch beim Anbieter Ihres Kalenderprogramms: Fragen Sie im Betrieb, ob das erlaubt ist."
        ),
    )

    @property
    def switches(self) -> Switches:
        """What is switched on, once valid."""
        return Switches(subjects=self.cleaned_data["with_subjects"], names=self.cleaned_data["with_names"])

    @staticmethod
    def initial_of(feed: CalendarFeed) -> dict[str, Any]:
        """Returns what holds for the feed now."""
        return {
            "label": feed.label,
            "with_subjects": feed.with_subjects,
            "with_names": feed.with_names,
        }


class NewFeedForm(FeedForm):
    """One more feed; the page chooses its id, so that sending twice makes one."""

    feed_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
