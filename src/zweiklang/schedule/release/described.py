"""Release in words for pages and the command line, and as plain values for JSON."""

from typing import Any

from zweiklang.kernel import formats
from zweiklang.schedule.release.shapes import BackToWork, Conclusion, Reading, Release

FIRM_DECIDES = "Das ist eine Auskunft über das Gesetz. Es entscheidet der Betrieb."


def clock(minutes: int) -> str:
    """Returns "13:05" for minutes after midnight."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def verdict(reading: Reading) -> str:
    """Returns whether somebody goes back to the firm that day, from when and for how long, in one or two sentences."""
    if reading.back_to_work is BackToWork.NO:
        return "Nicht zurück in den Betrieb."
    since = f"frühestens ab {clock(reading.back_from)} Uhr, " if reading.back_from is not None else ""
    left = f"{since}es bleiben {formats.minutes(reading.remaining)} Ausbildungszeit."
    if reading.back_to_work is BackToWork.POSSIBLE:
        return f"Das Gesetz ist hier nicht eindeutig. Zählt nur der gehaltene Unterricht: zurück in den Betrieb, {left}"
    return f"Zurück in den Betrieb: {left}"


def as_values(release: Release) -> dict[str, Any]:
    """Returns the release as values of JSON; times are "HH:MM"."""
    return {
        **_reading(release.reading),
        "conclusions": [_conclusion(one) for one in release.conclusions],
        "other_reading": _reading(release.other) if release.other else None,
        "note": FIRM_DECIDES,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    since = reading.back_from
    return {
        "minutes_credited": reading.minutes_credited,
        "back_to_work": reading.back_to_work.value,
        "back_from": None if since is None else f"{since // 60:02d}:{since % 60:02d}",
        "remaining_minutes": reading.remaining,
        "arithmetic": list(reading.arithmetic),
    }


def _conclusion(one: Conclusion) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "paragraph": "; ".join(paragraph.label for paragraph in one.paragraphs),
        "paragraphs": [
            {"label": paragraph.label, "url": paragraph.url, "words": paragraph.words, "for": paragraph.whom}
            for paragraph in one.paragraphs
        ],
        "sentence": one.sentence,
        "minutes": one.minutes,
        "disputed": one.disputed,
    }
