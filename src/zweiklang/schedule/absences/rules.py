"""Until when a school wants absences explained, and from which day on it wants a sick note."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.hesse import public_holiday
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_standing
from zweiklang.schedule import policy
from zweiklang.schedule.models import AbsenceRule

MOST_DAYS = 30
LONGEST_NOTE = 300


@transaction.atomic
def set_absence_rule(
    actor: Actor,
    *,
    school: Organisation,
    excuse_within_days: int | None,
    note_from_day: int | None,
    note: str,
) -> AbsenceRule:
    """These are the school's deadlines from now on; None: the school sets none."""
    require(policy.may_set_absence_rule(actor, standing=team_standing(school.pk)))
    for field, value in (("excuse_within_days", excuse_within_days), ("note_from_day", note_from_day)):
        if value is not None and not 1 <= value <= MOST_DAYS:
            raise Rejected(f"Bitte eine Zahl von 1 bis {MOST_DAYS}, zum Beispiel 3.", field=field)
    cleaned = " ".join(note.replace("\x00", "").split())
    if len(cleaned) > LONGEST_NOTE:
        raise Rejected(f"Der Hinweis hat höchstens {LONGEST_NOTE} Zeichen.", field="note")
    with as_system(actor):
        rule, _ = AbsenceRule.objects.update_or_create(
            school=school,
            defaults={
                "excuse_within_days": excuse_within_days,
                "note_from_day": note_from_day,
                "note": cleaned,
            },
        )
    return rule


def rule_of(school_id: UUID) -> AbsenceRule | None:
    """Returns the deadlines of that school, or None where it has set none."""
    return AbsenceRule.objects.filter(school_id=school_id).first()


def due_on(rule: AbsenceRule | None, day: date) -> date | None:
    """Returns the last day on which an absence of that day is explained in time; a weekend or public holiday at the end does not count.

    Days are those of the calendar, counted from the day after the absence.
    """
    if rule is None or rule.excuse_within_days is None:
        return None
    last = day + timedelta(days=rule.excuse_within_days)
    while last.weekday() > 4 or public_holiday(last):
        last += timedelta(days=1)
    return last


def rule_in_words(rule: AbsenceRule | None) -> list[str]:
    """Returns what the school wants, in sentences for apprentices; empty where it has said nothing."""
    if rule is None:
        return []
    within, note_from = rule.excuse_within_days, rule.note_from_day
    days = "am nächsten Tag" if within == 1 else f"innerhalb von {within} Tagen"
    return [
        *([f"Fehlzeiten bitte {days} entschuldigen."] if within else []),
        *(
            [f"Ab dem {note_from}. Fehltag in Folge bitte eine ärztliche Bescheinigung vorlegen."]
            if note_from
            else []
        ),
        *([rule.note] if rule.note else []),
    ]
