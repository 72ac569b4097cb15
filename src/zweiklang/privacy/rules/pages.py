"""What the pages of rules show: cells in words, the tables of a school, class, firm and the Land, the preview of a decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import Decision
from zweiklang.privacy.rules.choosing import choices_for
from zweiklang.privacy.rules.history import Change, changes_of, coming_of, last_of
from zweiklang.privacy.rules.policy import may_change
from zweiklang.privacy.rules.ruling import Ruler
from zweiklang.privacy.rules.selectors import LAND, Body, Key, RuleInForce, decisions_of, rules_from
from zweiklang.privacy.rules.wording import FOR_WHOM, WHO, WHO_EASY, Look, easy_answer, look_of, meaning
from zweiklang.rooms.public import RULING_CAPACITIES, Category, Effect, State, rule_categories


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words: who sees what, how, since when, by whose decision. `may`: whether this person may change it here."""

    rule: RuleInForce
    who: str
    who_easy: str
    look: Look
    easy: str
    since: str
    may: Decision | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One category with its cells, in the order of the capacities."""

    category: Category
    cells: list[Shown]


_BY = {"land": "das Land", "school": "die Schule", "class": "die Klassenleitung", "firm": "den Betrieb"}


def shown(rule: RuleInForce, may: Decision | None = None) -> Shown:
    """Returns the cell in words."""
    since = (
        f"seit {formats.day_long(rule.since)} durch {_BY[rule.decided_by]}" if rule.since else "seit Beginn"
    )
    return Shown(
        rule=rule,
        who=WHO[rule.capacity],
        who_easy=WHO_EASY[rule.capacity],
        look=look_of(rule.state),
        easy=easy_answer(rule.state),
        since=since,
        may=may,
    )


def lines_of(rules: dict[Key, RuleInForce]) -> list[Line]:
    """Returns all cells by category."""
    return [
        Line(category, [shown(rules[key, capacity]) for capacity in RULING_CAPACITIES])
        for key, category in rule_categories().items()
    ]


def land_page() -> dict[str, Any]:
    """Returns the rules of the Land for everybody: cells, history, what is to come. One query."""
    decisions = decisions_of(LAND)
    return {
        "lines": lines_of(rules_from(decisions, today())),
        "who": [WHO[capacity] for capacity in RULING_CAPACITIES],
        "changes": changes_of(decisions, LAND),
        "coming": coming_of(decisions, LAND, after=today()),
        "on": today(),
    }


def school_page(school: Body) -> dict[str, Any]:
    """Returns what a school decides for itself, for everybody: cells, history without names, what is to come. One query."""
    decisions = decisions_of(school)
    rules = rules_from(decisions, today(), school=school)
    return {
        "cells": [shown(rule) for rule in rules.values() if choices_for(school, rule)],
        "changes": changes_of(decisions, school),
        "coming": coming_of(decisions, school, after=today()),
        "on": today(),
    }


_HEADS = {
    "land": {
        "heading": "Was das Land entscheidet",
        "lead": "Eine Änderung gilt für alle Schulen und Betriebe in Hessen. Sie öffnet nie ältere Daten.",
        "why_empty": "",
    },
    "school": {
        "heading": "Was diese Schule entscheidet",
        "lead": "Wählen Sie einen Bereich. Vor jeder Änderung sehen Sie, für wie viele Menschen sich etwas ändert. Sie öffnet nie ältere Daten.",
        "why_empty": "Das Land lässt Schulen zurzeit nichts entscheiden.",
    },
    "class": {
        "heading": "Was die Klassenleitung entscheidet",
        "lead": "Hier stehen die Bereiche, die Ihre Schule den Lehrkräften überlässt.",
        "why_empty": "Ihre Schule überlässt den Lehrkräften zurzeit keinen Bereich. Das ändern kann die Schulleitung.",
    },
    "firm": {
        "heading": "Was Ihr Betrieb entscheidet",
        "lead": "Über den eigenen Ausbildungsplan entscheidet der Betrieb. Andere Betriebe sehen ihn nie.",
        "why_empty": "Das Land lässt Betriebe zurzeit nichts entscheiden.",
    },
}


def room_page(ruler: Ruler) -> dict[str, Any]:
    """Returns the rules as those see them who decide about them: what they may change, what is fixed and why, history with names."""
    decisions = decisions_of(*ruler.below.values())
    cells = [
        shown(rule, _may(ruler, rule)) for rule in rules_from(decisions, today(), **ruler.below).values()
    ]
    own = [cell for cell in cells if choices_for(ruler.body, cell.rule)]
    changes = changes_of(decisions, ruler.body, authors=True)
    return {
        **_HEADS[ruler.kind],
        "here": reverse("privacy:rules_room", args=[ruler.room_id]),
        "own": own,
        "others": [cell for cell in cells if cell not in own and not cell.rule.fixed],
        "fixed": [cell for cell in cells if cell.rule.fixed],
        "changes": changes,
        "coming": coming_of(decisions, ruler.body, after=today()),
        "undo": changes[0].id if changes and ruler.may else None,
    }


def _may(ruler: Ruler, rule: RuleInForce) -> Decision:
    has_choices = bool(choices_for(ruler.body, rule))
    return may_change(ruler.body, may_decide=ruler.may, rule=rule, has_choices=has_choices)


@dataclass(frozen=True, slots=True)
class CellPage:
    """One cell and what may be decided about it. `choices`: state, how it looks, and what it means for whom."""

    cell: Shown
    may: Decision
    choices: list[tuple[str, Look, str]]
    coming: list[Change]
    seen: str


def cell_page(ruler: Ruler, key: Key) -> CellPage:
    """Returns the cell as it stands in this room today; 404 for a cell that does not exist. One query."""
    decisions = decisions_of(*ruler.below.values())
    rule = rules_from(decisions, today(), **ruler.below).get(key)
    if rule is None:
        raise Http404
    last = last_of(decisions, ruler.body, key)
    may = _may(ruler, rule)
    of_cell = (WHO[rule.capacity], rule.category.label)
    coming = coming_of(decisions, ruler.body, after=today())
    return CellPage(
        cell=shown(rule, may),
        may=may,
        choices=[
            (str(one), look_of(one), _meaning(ruler, rule, one)) for one in choices_for(ruler.body, rule)
        ],
        coming=[one for one in coming if (one.who, one.label) == of_cell],
        seen=str(last.pk) if last else "",
    )


def _meaning(ruler: Ruler, rule: RuleInForce, state: State) -> str:
    return meaning(
        state,
        label=rule.category.label,
        capacity=rule.capacity,
        items=rule.category.items,
        body=ruler.kind,
    )


def told_before(cell: Shown, state: str, day: date) -> list[str]:
    """Returns sentences about what a decision does to data that are there already."""
    who = FOR_WHOM[cell.rule.capacity]
    since = formats.day_long(day)
    if state in (State.OPEN, State.TEACHER):
        return [
            f"Sichtbar wird nur, was den {since} oder einen späteren Tag betrifft. Ältere Daten bleiben geschlossen."
        ]
    if state == State.CONSENT:
        return ["Nur wer einwilligt, öffnet den Bereich, und nur für Daten ab diesem Tag."]
    if state == State.CLOSED:
        return [
            f"Ab dem {since} ist alles aus diesem Bereich geschlossen für {who}, auch was vorher offen war."
        ]
    return ["Was bis dahin niemand entscheidet, bleibt geschlossen."]


def effect_told(effect: Effect) -> list[str]:
    """Returns in sentences how many accesses and persons a decision changes."""
    if not effect.memberships:
        return ["An diesem Tag sieht dadurch niemand mehr oder weniger als vorher."]
    found = [f"Betrifft {_count(effect.memberships, 'Zugang', 'Zugänge')} von {_persons(effect.persons)}."]
    if effect.gaining:
        found.append(f"{_persons(effect.gaining)} {_see(effect.gaining)} mehr als vorher.")
    if effect.losing:
        found.append(f"{_persons(effect.losing)} {_see(effect.losing)} weniger als vorher.")
    return found


def _persons(number: int) -> str:
    return _count(number, "Person", "Personen")


def _see(number: int) -> str:
    return "sieht" if number == 1 else "sehen"


def _count(number: int, one: str, many: str) -> str:
    thousands = f"{number:,}".replace(",", ".")
    return f"{thousands} {one if number == 1 else many}"
