"""The rules about school days with their paragraphs, as they stand in rules.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zweiklang.rooms.public import law_url
from zweiklang.schedule.release.shapes import ADULT, Conclusion, Paragraph


@dataclass(frozen=True, slots=True)
class Law:
    """A place in a law as data: how it is cited, where its text is, its own words and since when they hold."""

    key: str
    label: str
    reference: str
    words: str
    valid_from: date

    def cited(self, whom: str = "") -> Paragraph:
        """Returns it as people see it."""
        return Paragraph(self.label, law_url(self.reference), self.words, whom)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its paragraph for those under 18 and for adults; None: it is only about the others."""

    key: str
    sentence: str
    minor: Law | None
    adult: Law | None
    disputed: bool = False

    def holds_on(self, day: date | None) -> bool:
        """Returns whether its words were in force that day; None is the present."""
        return day is None or all(one.valid_from <= day for one in (self.minor, self.adult) if one)

    def paragraphs(self, age: int | None) -> tuple[Paragraph, ...]:
        """Returns the paragraph for that age; without a known age the one of each law."""
        if age is not None:
            found = self.minor if age < ADULT else self.adult
            return (found.cited(),) if found else ()
        named = ((self.minor, "unter 18 Jahren"), (self.adult, "ab 18 Jahren"))
        return tuple(law.cited(whom) for law, whom in named if law)


@cache
def _source() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files("zweiklang.schedule.release") / "rules.toml").read_text(encoding="utf-8"))


@cache
def laws() -> dict[str, Law]:
    """Returns all paragraphs by key."""
    return {one["key"]: Law(**one) for one in _source()["paragraph"]}


@cache
def rules() -> dict[str, Rule]:
    """Returns all rules by key."""
    found = {}
    for one in _source()["rule"]:
        minor, adult = (laws()[one[side]] if side in one else None for side in ("minor", "adult"))
        found[one["key"]] = Rule(one["key"], one["sentence"], minor, adult, one.get("disputed", False))
    return found


def conclude(
    key: str, *, age: int | None, minutes: int | None = None, arithmetic: str = "", **values: str
) -> Conclusion:
    """Returns what that rule says, its sentence filled with `values`."""
    rule = rules()[key]
    sentence = rule.sentence.format(**values)
    return Conclusion(key, rule.paragraphs(age), sentence, minutes, arithmetic, rule.disputed)
