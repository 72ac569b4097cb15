"""Signs in words: what moved or begins, by how much, with both weeks."""

from datetime import date

from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.models import RadarSign
from zweiklang.planning.proposals.wording import later, shortened, week
from zweiklang.planning.timeline.alignment import Kind

# Word, tone, icon of how a part of the plan lies to the Lernfeld now.
LIES: dict[Kind, tuple[str, str, str]] = {
    "with": ("zur gleichen Zeit wie in der Schule", "success", "check"),
    "before": ("kurz nach der Schule", "success", "check"),
    "long_before": ("lange nach der Schule", "info", "info"),
    "after": ("vor der Schule", "warning", "warning"),
    "none": ("in der Schule nicht geplant", "warning", "warning"),
}
_NUMBERS = {1: "einer", 2: "zwei", 3: "drei", 4: "vier", 5: "fünf", 6: "sechs"}


def title_of(sign: RadarSign, today: date) -> str:
    """Returns "In zwei Wochen beginnt LF 5", "LF 7 beginnt 4 Wochen später" and the like; the sign brings its Lernfeld."""
    name = f"LF {sign.learning_field.number}"
    if sign.kind == RadarSign.Kind.SOON:
        return begins(name, sign.is_first, today)
    if sign.is_first is None:
        return f"{name} ist nicht mehr geplant"
    if sign.was_first is None:
        return f"{name} ist neu geplant"
    return f"{name} beginnt {later(sign.shift)}"


def note_of(sign: RadarSign) -> str:
    """Returns the Lernfeld's title and both weeks: "Software anpassen: KW 16 statt KW 12"."""
    title = shortened(sign.learning_field.title, 90)
    if sign.is_first is None:
        return f"{title}: bisher {week(sign.was_first)}" if sign.was_first else title
    if sign.was_first is None or sign.kind == RadarSign.Kind.SOON:
        return f"{title}: ab {week(sign.is_first)}"
    return f"{title}: ab {week(sign.is_first)} statt {week(sign.was_first)}"


def begins(name: str, first: date | None, today: date) -> str:
    """Returns "In zwei Wochen beginnt LF 5", "Nächste Woche beginnt LF 5", "LF 5 hat begonnen"."""
    weeks = (first - monday_of(today)).days // 7 if first else 0
    if weeks < 0:
        return f"{name} hat begonnen"
    when = {0: "Diese Woche", 1: "Nächste Woche"}.get(weeks, f"In {_NUMBERS.get(weeks, weeks)} Wochen")
    return f"{when} beginnt {name}"


def span(first: date, last: date) -> str:
    """Returns "KW 12" or "KW 12–15"."""
    return week(first) if first == last else f"{week(first)}–{last.isocalendar().week}"
