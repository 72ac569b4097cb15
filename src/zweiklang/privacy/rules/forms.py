"""Forms of decisions and of the emergency brake."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zweiklang.kernel.clock import today
from zweiklang.offices.public import DayField
from zweiklang.privacy.rules.pages import CellPage
from zweiklang.privacy.rules.services import TEXTS, Wish
from zweiklang.privacy.rules.wording import Look

REASON = "Bitte in einem Satz begründen."
PUBLIC = "Ein Satz ohne Namen. Er ist öffentlich: Alle können ihn lesen, auch ohne Anmeldung."
LONGEST = timedelta(days=731)


class RuleForm(forms.Form):
    """What holds from a day on, and why. `seen` is the decision that stood last when the page was opened."""

    state = forms.ChoiceField(label="Was soll gelten?", widget=forms.RadioSelect)
    effective_on = DayField(
        label="Ab wann?", help_text="Heute oder später. Ein Tag in der Vergangenheit geht nicht."
    )
    reason = forms.CharField(
        label="Warum?",
        help_text="Ein Satz ohne Namen. Alle, die es betrifft, können ihn lesen.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REASON},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, data: Any = None, *, page: CellPage, public: bool, **options: Any) -> None:
        super().__init__(data, **{"initial": self.start(page), **options})
        if public:
            self.fields["reason"].help_text = PUBLIC
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # of this field
            (state, _choice(look, words)) for state, look, words in page.choices
        ]

    def clean_effective_on(self) -> date:
        """Returns the day; a slip of the year would stand on all pages for decades."""
        day: date = self.cleaned_data["effective_on"]
        if day > today() + LONGEST:
            raise forms.ValidationError("Wählen Sie einen Tag in den nächsten zwei Jahren.")
        return day

    def start(self, page: CellPage) -> dict[str, Any]:
        """Returns what stands in the fields at first."""
        return {"state": page.cell.rule.state, "effective_on": today(), "seen": page.seen}

    @property
    def wish(self) -> Wish:
        """Returns what was sent."""
        return Wish(**self.cleaned_data)


class LandRuleForm(RuleForm):
    """The Land also writes the texts that everybody reads beside the rule."""

    basis = forms.CharField(
        label="Rechtsgrundlage", max_length=200, help_text="Zum Beispiel: § 14 Abs. 2 BBiG; § 39 HSchG"
    )
    sentence = forms.CharField(
        label="In einfachen Worten", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    easy = forms.CharField(
        label="In Leichter Sprache", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def start(self, page: CellPage) -> dict[str, Any]:
        """Returns the texts as they stand, and tomorrow: what holds for all of Hesse should not change within a day."""
        texts = {one: getattr(page.cell.rule, one) for one in TEXTS}
        return {**super().start(page), **texts, "effective_on": today() + timedelta(days=1)}


class BrakeForm(forms.Form):
    """What is closed at once, and why."""

    category = forms.ChoiceField(label="Was soll sofort zu sein?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Was ist geschehen?",
        help_text=PUBLIC,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REASON},
    )

    def __init__(self, data: Any = None, *, categories: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]  # of this field


def _choice(look: Look, words: str) -> SafeString:
    word = look.word[0].upper() + look.word[1:]
    return format_html('<strong>{}</strong><br><span class="zk-small zk-muted">{}</span>', word, words)
