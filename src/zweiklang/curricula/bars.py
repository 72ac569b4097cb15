"""Horizontal bars of time, drawn as SVG by the template: numbers here, no markup. All lengths are per cent of the bar's width."""

from collections.abc import Sequence
from dataclasses import dataclass

_NARROWEST_LABEL = 9.0


@dataclass(frozen=True, slots=True)
class Amount:
    """Time of one section in one period; `low` and `high` differ for a range."""

    label: str
    low: float
    high: float
    look: str


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar. `label` is empty where the piece is too narrow for words; the table beside the bar has them all."""

    x: float
    width: float
    text_x: float
    label: str
    look: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its label, its sum in words, its pieces from left to right, and the same as a sentence."""

    label: str
    total: str
    sentence: str
    parts: tuple[Part, ...]


def amount_text(low: float, high: float) -> str:
    """Returns "8", "2,5" or "2 bis 4"."""
    texts = [f"{value:g}".replace(".", ",") for value in (low, high)]
    return texts[0] if low == high else f"{texts[0]} bis {texts[1]}"


def bars(periods: Sequence[tuple[str, Sequence[Amount]]], *, unit: str) -> list[Bar]:
    """One bar per period that has time; the longest fills the width, so that lengths compare between periods."""
    timed = [(label, amounts) for label, amounts in periods if any(a.high for a in amounts)]
    longest = max((sum(a.high for a in amounts) for _, amounts in timed), default=0) or 1
    return [_bar(label, [a for a in amounts if a.high], longest, unit) for label, amounts in timed]


def _bar(label: str, amounts: Sequence[Amount], longest: float, unit: str) -> Bar:
    parts: list[Part] = []
    x = 0.0
    for amount in amounts:
        low, rest = 100 * amount.low / longest, 100 * (amount.high - amount.low) / longest
        words = f"{amount.label} · {amount_text(amount.low, amount.high)}"
        shown = words if low + rest >= max(_NARROWEST_LABEL, 1.1 * len(words)) else ""
        parts.append(Part(round(x, 2), round(low, 2), round(x + 1, 2), shown, amount.look))
        if rest:
            parts.append(Part(round(x + low, 2), round(rest, 2), 0, "", f"{amount.look}-range"))
        x += low + rest
    total = f"{amount_text(sum(a.low for a in amounts), sum(a.high for a in amounts))} {unit}"
    pieces = ", ".join(f"{a.label} {amount_text(a.low, a.high)}" for a in amounts)
    return Bar(label, total, f"{label}: {total}, davon {pieces}", tuple(parts))
