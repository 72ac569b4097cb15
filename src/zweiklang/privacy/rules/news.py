"""What "Heute" says about rules: what a brake has closed, who must still agree to open it, what was decided lately and concerns me."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.privacy.rules.wording import FOR_WHOM, moved
from zweiklang.rooms.public import (
    RULING_CAPACITIES,
    EmergencyBrake,
    Jurisdiction,
    ReleaseDecision,
    Standing,
    brake_notice,
    rule_categories,
    ruling_capacity,
)

DAYS = 14
MOST = 5
CONCERNED = frozenset({"apprentice", "guardian"})
OFFICES = frozenset({"head_of_school", "school_office", "land"})


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change in "Was hat sich geändert?": when it was decided, what, and its address."""

    moment: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class WaitingBrake:
    """One line of "Was wartet auf mich?": a brake whose opening somebody else has asked for."""

    title: str
    note: str
    act: str
    href: str


@dataclass(slots=True)
class RuleNews:
    """Everything of the rules on "Heute"; `notices` are title and text."""

    notices: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[WaitingBrake] = field(default_factory=list)
    changes: list[RuleChange] = field(default_factory=list)


def rule_news(actor: Actor, standings: Mapping[UUID, Standing]) -> RuleNews:
    """Returns the news of the rules for somebody with these standings. Two queries, none for somebody outside of all rooms."""
    ruled = {key: one for key, one in standings.items() if one.kind == "apprenticeship" and _has_rules(one)}
    teams = [one for one in standings.values() if one.kind == "team" and one.capacities & OFFICES]
    places = Jurisdiction.objects.filter(room__in=list(ruled))
    news = RuleNews()
    if ruled or teams:
        for brake in _brakes(places, teams):
            _tell_brake(news, brake, actor, teams)
    if ruled:
        news.changes = _changes(places, ruled.values())
    return news


def _has_rules(standing: Standing) -> bool:
    return any(ruling_capacity(capacity) in RULING_CAPACITIES for capacity in standing.capacities)


def _brakes(places: "QuerySet[Jurisdiction]", teams: list[Standing]) -> "QuerySet[EmergencyBrake]":
    rows = EmergencyBrake.objects.filter(released_at=None).select_related("organisation__team_room")
    if any("land" in team.capacities for team in teams):
        return rows
    mine = Q(organisation=None) | Q(organisation__in=places.exclude(school=None).values("school"))
    return rows.filter(mine | Q(organisation__team_room__in=[team.room_id for team in teams]))


def _tell_brake(news: RuleNews, brake: EmergencyBrake, actor: Actor, teams: list[Standing]) -> None:
    news.notices.append(brake_notice(brake.category, brake.reason, brake.closed_at))
    if brake.release_asked_at is None or brake.release_asked_by_id == actor.person_id:
        return
    rooms = {team.room_id: team for team in teams}
    own = brake.organisation.team_room.pk if brake.organisation else None
    room_id = next((key for key, team in rooms.items() if key == own or "land" in team.capacities), None)
    if room_id:
        label = rule_categories()[brake.category].label
        note = "Eine andere Person schlägt vor, die Notbremse zu lösen. Eine zweite muss zustimmen."
        href = reverse("privacy:rules_brakes", args=[room_id])
        news.waiting.append(WaitingBrake(f"{label}: wieder öffnen?", note, "Ansehen", href))


def _changes(places: "QuerySet[Jurisdiction]", standings: Iterable[Standing]) -> list[RuleChange]:
    """What was decided for these rooms about the person's own capacities, or (about own data) about anybody's; the last word on each cell."""
    capacities = {capacity for one in standings for capacity in one.capacities}
    rows = ReleaseDecision.objects.filter(decided_at__gte=now() - timedelta(days=DAYS)).filter(
        Q(body="land")
        | Q(body="school", organisation__in=places.exclude(school=None).values("school"))
        | Q(body="firm", organisation__in=places.values("firm"))
        | Q(body="class", class_room__in=places.exclude(class_room=None).values("class_room"))
    )
    own = {ruling_capacity(capacity) for capacity in capacities}
    if not capacities & CONCERNED:
        rows = rows.filter(capacity__in=own)
    last: dict[tuple[object, ...], ReleaseDecision] = {}
    for row in rows.select_related("organisation").order_by("decided_at", "pk"):
        last[row.body, row.organisation_id, row.class_room_id, row.category, row.capacity] = row
    newest = sorted(last.values(), key=lambda row: row.decided_at, reverse=True)[:MOST]
    return [_told(row, own, apprentice="apprentice" in capacities) for row in newest]


def _told(row: ReleaseDecision, own: set[str], *, apprentice: bool) -> RuleChange:
    """Returns "Ihre Schule hat „Fehlzeiten“ für Ausbildende geöffnet, ab 1. Dezember 2026"."""
    name = row.organisation.name if row.organisation else ""
    who = {
        "land": "Das Land Hessen",
        "school": "Ihre Schule" if apprentice else name,
        "class": f"Die Klassenleitung ({name})",
        "firm": "Ihr Betrieb" if apprentice else name,
    }[row.body]
    whom = "Sie" if row.capacity in own else FOR_WHOM[row.capacity]
    text = f"{who} hat „{rule_categories()[row.category].label}“ für {whom} {moved('', row.state)}"
    return RuleChange(
        formats.moment(row.decided_at), f"{text}, ab {formats.day_long(row.effective_on)}", _address(row)
    )


def _address(row: ReleaseDecision) -> str:
    number = row.organisation.number if row.organisation and row.body == "school" else ""
    page = reverse("privacy:rules_school", args=[number]) if number else reverse("privacy:rules_public")
    return f"{page}#{row.category}-{row.capacity}"
