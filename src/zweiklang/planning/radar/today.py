"""Lines of "Heute" for firms and class teachers: new signs of the radar, proposals that wait for an answer. Nothing for anybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.urls import reverse

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.rooms.public import Scope, Standing

# A teacher cannot settle signs: they leave "Heute" by themselves.
FOR_TEACHERS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlanningLine:
    """One line of "Was wartet auf mich?": what, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


# Signs of a class the apprentice has left are nothing a page can show: its plan is not the firm's to read any more.
_COUNTS = """
    SELECT (SELECT count(*) FROM planning_radarsign s JOIN planning_didacticplan d ON d.id = s.plan_id
             WHERE s.room_id = ANY (%(rooms)s) AND s.settled_on IS NULL
               AND (s.room_id = ANY (%(firm)s) OR s.made_on > %(since)s)),
           (SELECT count(DISTINCT p.batch) FROM planning_alignmentproposal p
             WHERE p.room_id = ANY (%(rooms)s) AND p.side = CASE WHEN p.room_id = ANY (%(firm)s) THEN 'school' ELSE 'firm' END
               AND (p.to_week IS NULL OR p.to_week >= %(monday)s)
               AND NOT EXISTS (SELECT FROM planning_proposalact a WHERE a.proposal_id = p.id AND a.says <> 'comment'))"""


def planning_waiting(actor: Actor, standings: Iterable[Standing]) -> list[PlanningLine]:
    """Returns at most two lines: signs of the radar, and proposals. One query, none for whoever neither trains nor leads a class."""
    held = [one for one in standings if one.kind == "apprenticeship"]
    firm = [one.room_id for one in held if one.carries(Scope.PLAN_WRITE)]
    school = [
        one.room_id
        for one in held
        if one.carries(Scope.SCHEDULE_WRITE) and one.reads(Scope.DEVELOPMENT) and one.room_id not in firm
    ]
    if actor.person_id is None or not (firm or school):
        return []
    values: dict[str, Any] = {"rooms": [*firm, *school], "firm": firm}
    values |= {"since": today() - FOR_TEACHERS, "monday": monday_of(today())}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        signs, proposals = cursor.fetchone()
    page = reverse("planning:radar")
    found = [_signs(signs, page)] if signs else []
    return found + ([_proposals(proposals, f"{page}#vorschlaege")] if proposals else [])


def _signs(number: int, page: str) -> PlanningLine:
    title = "1 Hinweis zur Planung" if number == 1 else f"{number} Hinweise zur Planung"
    note = "Ein Lernfeld beginnt bald oder ist verschoben. Das betrifft Ausbildungspläne."
    return PlanningLine(title, note, "Ansehen", page)


def _proposals(number: int, page: str) -> PlanningLine:
    title = (
        "Ein Vorschlag wartet auf Ihre Antwort"
        if number == 1
        else f"{number} Vorschläge warten auf Ihre Antwort"
    )
    return PlanningLine(title, "Schule und Betrieb stimmen ihre Pläne ab.", "Antworten", page)
