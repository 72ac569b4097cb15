""" "Heute": what waits for me, what happens this week, what changed. Nothing else (UX.md)."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.apprenticeships.public import acts_for_several, narrowed
from zweiklang.exchange.public import ExchangeToday, exchange_today, learns
from zweiklang.joining.public import guests_waiting
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today as current_day
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holidays
from zweiklang.kernel.navigation import duties_of
from zweiklang.offices.public import registers_waiting
from zweiklang.organisations.public import SEVERAL, chosen_organisation, posts_of
from zweiklang.people.public import actor_of
from zweiklang.planning.public import planning_waiting
from zweiklang.privacy.public import consents_waiting, ends_waiting, rights_waiting, rule_news
from zweiklang.records.public import recent_acts, waiting_for
from zweiklang.rooms.public import my_standings
from zweiklang.schedule.public import (
    absence_acts,
    absences_waiting,
    days_waiting,
    recent_absences,
    recent_changes,
)
from zweiklang.web.context import LEARNS, WORKS
from zweiklang.web.folding import folded

# Why nothing waits for somebody whose capacity opens no record (yet), and what to do first.
EMPTY = {
    "head_of_school": "Als Schulleitung sehen Sie die Klassen Ihrer Schule, aber keine Ausbildungsnachweise.",
    "chamber_adviser": "Sie sehen die Ausbildungsverträge Ihrer Kammer. Nachweise sehen Sie erst, wenn sie für die Prüfung freigegeben sind.",
    "counsellor": "Beratungen sind vertraulich: Hier erscheint etwas erst, wenn sich jemand selbst an Sie wendet.",
    "support": "Der Support hilft bei der Anmeldung und sieht keine Inhalte.",
    "land": "Das Land sieht keine Daten einzelner Personen.",
    "teacher": "Sobald Ihnen ein Unterrichtsauftrag zugeordnet ist, steht Ihre Klasse unter „Ausbildung“.",
}
MOST_RECENT = 8
NEWCOMER = "Sie gehören noch zu keiner Ausbildung und zu keiner Klasse. Den Zugang gibt Ihnen Ihre Schule, Ihr Betrieb oder Ihre Kammer."


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Answers the three questions for the person."""
    actor, standings = actor_of(request.user), my_standings()
    _remember_work(request, actor, standings)
    standings = narrowed(standings, chosen_organisation(request.session))
    news, talk = rule_news(actor, standings), exchange_today(actor, standings)
    waiting = [*news.waiting, *_waiting(actor, standings, news, talk)]
    context: dict[str, Any] = {
        "waiting": folded(waiting),
        "notices": news.notices,
        "inbox_count": talk.number,
        "recent": [*news.changes, *_lately(actor, standings)],
        "why_empty": _why_empty(actor, standings) if not waiting else "",
    }
    return render(request, "web/today.html", context | _around(standings, current_day()))


def _around(standings: dict[Any, Any], day: date) -> dict[str, Any]:
    """What stands around the three answers."""
    acts = absence_acts(standings.values())
    return {"day": formats.day(day), "this_week": this_week(day), "standings": standings, "acts": acts}


def _lately(actor: Actor, standings: dict[Any, Any]) -> list[Any]:
    """What others did lately, newest first, and no more than one reads."""
    found: list[Any] = [
        *recent_acts(actor, standings),
        *recent_absences(actor, standings),
        *recent_changes(actor, standings),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST_RECENT]


def _waiting(actor: Actor, standings: dict[Any, Any], news: Any, talk: ExchangeToday) -> list[Any]:
    held = standings.values()
    return [
        *days_waiting(actor, held),
        *waiting_for(actor, held),
        *absences_waiting(held),
        *talk.agreements,
        *planning_waiting(actor, held),
        *guests_waiting(actor, held),
        *registers_waiting(held),
        *ends_waiting(actor, held),
        *rights_waiting(actor, held),
        *consents_waiting(actor, held, asked=news.asks_consent),
        *talk.news,
    ]


def _remember_work(request: HttpRequest, actor: Actor, standings: dict[Any, Any]) -> None:
    """The frame knows whether the person learns, and works for an organisation, for several, or by a post in no room (support, Land)."""
    works = any(standing.kind == "team" for standing in standings.values())
    if not standings:
        held = {post.capacity for post in posts_of(actor.person, on=current_day())}
        works = "support" in held or bool(duties_of(held))
    facts = (
        (WORKS, works),
        (SEVERAL, acts_for_several(standings.values())),
        (LEARNS, learns(standings.values())),
    )
    for key, holds in facts:
        if bool(request.session.get(key)) != holds:
            request.session[key] = holds


def this_week(day: date) -> list[tuple[str, str]]:
    """Returns what the calendar of Hesse says about this and the next week: pairs of when and what."""
    monday = monday_of(day)
    days = [monday + timedelta(days=i) for i in range(14)]
    holidays = [(formats.day(d), f"{name} (Feiertag)") for d in days if (name := public_holiday(d))]
    last = days[-1]
    school = [
        (f"{formats.day(h.first_day)} bis {formats.day(h.last_day)}", f"{h.name} in Hessen")
        for h in school_holidays()
        if h.first_day <= last and h.last_day >= monday
    ]
    return [*holidays, *school]


def _why_empty(actor: Actor, standings: dict[Any, Any]) -> str:
    capacities = {capacity for standing in standings.values() for capacity in standing.capacities}
    if capacities & {
        "apprentice",
        "trainer",
        "deputy_trainer",
        "training_manager",
        "class_teacher",
        "subject_teacher",
        "guardian",
    }:
        return "Alles erledigt. Neues erscheint hier, sobald jemand auf Sie wartet."
    posts = [post.capacity for post in posts_of(actor.person, on=current_day())]
    return next((EMPTY[p] for p in posts if p in EMPTY), NEWCOMER)
