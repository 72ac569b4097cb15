"""A regulation's file as the positions that are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zweiklang.planning.matching.values import PlanPosition, Reach, Skill

if TYPE_CHECKING:
    from zweiklang.curricula.public import FilePlan, FilePosition

_FOR_ALL = "mandatory"


def as_position(position: FilePosition, key: str, *, chosen: bool = False) -> PlanPosition:
    """Returns what is compared of a position. `chosen`: only positions of one specialisation are compared, so they hold for all there."""
    skills = tuple(Skill(letter, text) for letter, text in position.skills)
    for_all = position.kind == _FOR_ALL or (chosen and bool(position.specialisation))
    reach: Reach = "all" if for_all else "part"
    return PlanPosition(key, position.section, position.number, position.title, skills, reach)


def holding_for(plan: FilePlan, *, occupation: str = "", specialisation: str = "") -> Sequence[FilePosition]:
    """Returns the positions that hold for this occupation and specialisation; an empty one leaves all in."""
    return [
        position
        for position in plan.positions
        if _fits(position.occupation_name, occupation) and _fits(position.specialisation, specialisation)
    ]


def _fits(stated: str, wanted: str) -> bool:
    return not stated or not wanted or stated == wanted
