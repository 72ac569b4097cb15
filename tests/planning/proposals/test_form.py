"""What the form of a proposal offers: only what can still be moved, weeks with the year in which they end. Pure."""

from datetime import date
from typing import Any

from tests.planning.timeline.lanes import entry, field, monday
from zweiklang.planning.proposals.forms import ProposalForm


def form_of(kind: str, **offered: Any) -> ProposalForm:
    return ProposalForm(kind=kind, monday=monday(10), **offered)


def offered_in(form: ProposalForm, name: str) -> list[str]:
    chosen: Any = form.fields[name]
    return [str(label) for _, label in chosen.choices][1:]


def test_what_is_over_is_not_offered() -> None:
    fields = [field("6", 2, 9), field("7", 5, 10), field("8", 20, 25)]
    assert [one[:4] for one in offered_in(form_of("move", fields=fields), "learning_field")] == [
        "LF 7",
        "LF 8",
    ]
    entries = [entry("1", 2, 9), entry("2", 5, 10)]
    assert len(offered_in(form_of("swap", entries=entries), "entry")) == 1


def test_a_week_over_the_turn_of_a_year_is_of_the_year_in_which_it_ends() -> None:
    form = ProposalForm(kind="visit", monday=date(2026, 12, 21))
    assert offered_in(form, "to_week")[:2] == [
        "KW 52 · 21.–27. Dezember 2026",
        "KW 53 · 28. Dezember – 3. Januar 2027",
    ]
