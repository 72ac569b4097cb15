"""The lists of words of `lists.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lists:
    """Words as written, lower-case; what each list means stands in the file."""

    function: frozenset[str]
    routine: frozenset[str]
    whole: frozenset[str]
    no_first_piece: frozenset[str]
    no_last_piece: frozenset[str]
    families: tuple[frozenset[str], ...]


@cache
def lists() -> Lists:
    """Returns all lists."""
    text = (files("zweiklang.planning.matching") / "lists.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    words = {
        name: frozenset(data[name].split())
        for name in ("function", "routine", "whole", "no_first_piece", "no_last_piece")
    }
    return Lists(**words, families=tuple(frozenset(line.split()) for line in data["families"]))
