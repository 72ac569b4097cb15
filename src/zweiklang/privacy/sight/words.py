"""The sentences of "Wer sieht was?": how far a category is open, who decided it, until when somebody has access. German, B1."""

from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.privacy.rules.selectors import RuleInForce
from zweiklang.rooms.public import Braked, LookDays, Membership, State, rule_cells, rule_keeps

OPEN = ("success", "visibility")
ITEMS = ("info", "checklist")
CLOSED = ("", "lock")
REGISTER_KEPT = timedelta(days=365)
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """How far a category is open by a membership: fully, since when of data, released items, since when of data."""

    full: bool
    since: date | None
    items: bool
    items_since: date | None

    @property
    def word(self) -> str:
        """Returns the state in one or two words."""
        if self.full:
            return f"ab {formats.day_long(self.since)}" if self.since else "offen"
        return "einzeln" if self.items else "geschlossen"

    @property
    def look(self) -> tuple[str, str]:
        """Returns tone and icon."""
        return OPEN if self.full else ITEMS if self.items else CLOSED

    @property
    def sentence(self) -> str:
        """Returns what the person sees of it; empty if nothing."""
        if self.full and self.since:
            before = " Ältere nur, wenn sie einzeln freigegeben sind." if self.items else ""
            return f"Nur Daten ab dem {formats.day_long(self.since)}.{before}"
        if self.full:
            return ""
        after = f" ab dem {formats.day_long(self.items_since)}" if self.items_since else ""
        return f"Nur, was eine Lehrkraft einzeln freigibt{after}." if self.items else ""


def held(membership: Membership | None, category: str) -> Held:
    """Returns how far the membership opens the category; None opens nothing."""
    if membership is None:
        return Held(full=False, since=None, items=False, items_since=None)
    item, starts = f"{category}:item", membership.starts or {}
    return Held(
        full=category in membership.scopes,
        since=_day(starts.get(category)),
        items=item in membership.scopes,
        items_since=_day(starts.get(item)),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Bodies:
    """Who decides in this room, by name: the school and the firm whose rules hold.

    `tells_consents`: whether the reader may know that nobody consented. Firms read only that a consent is needed: no reason to ask for it.
    """

    school: str = "Die Schule"
    firm: str = "Der Betrieb"
    tells_consents: bool = False


def reason_of(
    rule: RuleInForce, opened: Held, *, bodies: Bodies, brake: Braked | None, restricted: bool
) -> str:
    """Returns why the category is as open as it is, and who decided that, in one or two sentences."""
    cell = rule_cells()[rule.key]
    if restricted and not rule_keeps(cell):
        return "Die Daten sind eingeschränkt (Art. 18 DSGVO)."
    if brake is not None and not rule_keeps(cell):
        return f"Notbremse seit {formats.day_long_of(brake.since)}: {brake.reason}"
    return " ".join(filter(None, [opened.sentence, _who_decided(rule, opened, bodies)]))


def _who_decided(rule: RuleInForce, opened: Held, bodies: Bodies) -> str:
    if rule.fixed:
        return f"{rule.sentence} Das legt das Gesetz fest."
    if rule.state == State.CONSENT:
        asked = bodies.school if rule.decided_by == "school" else "Das Land"
        answer = " Sie liegt vor." if opened.full else " Sie liegt nicht vor."
        return f"{asked} verlangt dafür eine Einwilligung.{answer if bodies.tells_consents else ''}"
    since = f" (gilt seit {formats.day_long(rule.since)})" if rule.since else ""
    if rule.decided_by in ("start", "land") and rule.land_state == rule.state:
        return f"{rule.sentence} Das hat das Land festgelegt{since}."
    done = "so entschieden" if rule.state != State.TEACHER else "den Lehrkräften überlassen"
    if rule.decided_by in ("start", "land"):
        who = bodies.firm if rule.land_state == State.FIRM else bodies.school
        return f"Darüber entscheidet: {who}. Noch ist nichts geöffnet."
    who = {"school": bodies.school, "firm": bodies.firm, "class": "Die Klassenleitung"}[rule.decided_by]
    return f"{who} hat das {done}{since}."


def until(capacity: str, last_day: date | None, *, contract: Contract | None, adult_on: date | None) -> str:
    """Returns until when somebody has access, in words that name what ends it."""
    if last_day is None:
        return "ohne Ende: Der Nachweis gehört der Person" if capacity == "apprentice" else "ohne Ende"
    day = formats.day_long(last_day)
    if capacity == "guardian" and adult_on and last_day == adult_on - ONE:
        return f"bis zum 18. Geburtstag am {formats.day_long(adult_on)}"
    if contract and last_day == contract.last_day:
        return f"bis zum Ende des Vertrags, {day}"
    if capacity == "guardian" and adult_on is None:
        # The day would tell the date of birth to people whom it does not concern.
        return "längstens bis zum 18. Geburtstag"
    if contract and capacity == "chamber_adviser" and last_day == contract.last_day + REGISTER_KEPT:
        return f"bis ein Jahr nach dem Ende des Vertrags, {day}"
    of_year = (last_day.month, last_day.day) == (7, 31) and capacity in ("class_teacher", "subject_teacher")
    return f"bis zum Ende des Schuljahrs, {day}" if of_year else f"bis {day}"


def looked(days: LookDays | None) -> str:
    """Returns on how many days somebody looked, and when last."""
    if days is None:
        return "in den letzten 12 Monaten nicht"
    often = "an einem Tag" if days.days == 1 else f"an {days.days} Tagen"
    return f"{often} in den letzten 12 Monaten, zuletzt am {formats.day_long(days.last_day)}"


def change_of(before: Membership, after: Membership, labels: dict[str, str]) -> str:
    """Returns what is different in the second membership: categories opened and closed, by their labels; empty if nothing people see."""
    opened, closed = [], []
    for category, label in labels.items():
        was, becomes = held(before, category), held(after, category)
        if was == becomes:
            continue
        if (becomes.full, becomes.items) > (was.full, was.items):
            opened.append(label if becomes.full else f"{label} (einzeln)")
        elif (becomes.full, becomes.items) < (was.full, was.items):
            closed.append(label)
    parts = [
        f"{', '.join(opened)} wird geöffnet, für Daten ab diesem Tag" if opened else "",
        f"{', '.join(closed)} wird geschlossen" if closed else "",
    ]
    return "; ".join(filter(None, parts))
