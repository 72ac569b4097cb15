"""Proposals in words: one line that says what is suggested, with both weeks."""

from datetime import date

from zweiklang.kernel import formats
from zweiklang.planning.models import AlignmentProposal

Kind = AlignmentProposal.Kind
LONGEST_TITLE = 90


def title_of(row: AlignmentProposal) -> str:
    """Returns "LF 9 „Software anpassen“ verschieben: KW 12 → KW 16 (4 Wochen später)" and the like. The row brings what it points to."""
    if row.kind == Kind.MOVE and row.learning_field:
        field = row.learning_field
        return f"LF {field.number} „{shortened(field.title)}“ verschieben{_weeks(row.from_week, row.to_week)}"
    if row.kind == Kind.SWAP and row.position:
        position = row.position
        name = f"{position.section.key} {position.number}".strip()
        return f"{name} „{shortened(position.title)}“ verlegen{_weeks(row.from_week, row.to_week)}"
    if row.kind == Kind.VISIT:
        return f"Besuch, {formats.week(row.to_week)}" if row.to_week else "Besuch"
    return shortened(row.text, LONGEST_TITLE) or "Vorschlag"


def shortened(text: str, most: int = 60) -> str:
    """Returns the text in one line, with "…" where it is cut at a word."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return f"{words[: most - 1].rsplit(' ', 1)[0]}…"


def week(monday: date) -> str:
    """Returns "KW 12"."""
    return f"KW {monday.isocalendar().week}"


def later(weeks: int) -> str:
    """Returns "4 Wochen später", "1 Woche früher", "zur selben Zeit"."""
    if not weeks:
        return "zur selben Zeit"
    number = "1 Woche" if abs(weeks) == 1 else f"{abs(weeks)} Wochen"
    return f"{number} {'später' if weeks > 0 else 'früher'}"


def _weeks(was: date | None, to: date | None) -> str:
    if to is None:
        return ""
    if was is None:
        return f" in {week(to)}"
    return f": {week(was)} → {week(to)} ({later((to - was).days // 7)})"
