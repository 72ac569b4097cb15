"""Lines that ask for the same act are folded where they are many, and nothing is lost or moved by that."""

from dataclasses import dataclass

import pytest

from zweiklang.web.folding import SHOWN, folded


@dataclass(frozen=True)
class Line:
    act: str
    number: int


@dataclass(frozen=True)
class Other:
    act: str
    kind: str


def lines(*acts: str) -> list[Line]:
    return [Line(act, number) for number, act in enumerate(acts)]


def shape(found: list) -> list[tuple[int, int]]:
    return [(len(fold.first), len(fold.more)) for fold in found]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], []),
        (["a"], [(1, 0)]),
        (["a"] * 7, [(7, 0)]),
        (["a"] * 8, [(5, 3)]),
        (["a", "a", "b", "a"], [(2, 0), (1, 0), (1, 0)]),
        (["a", *["b"] * 30, "c"], [(1, 0), (5, 25), (1, 0)]),
    ],
)
def test_more_than_seven_neighbours_with_the_same_act_are_folded_after_five(
    acts: list[str], expected: list[tuple[int, int]]
) -> None:
    assert shape(folded(lines(*acts))) == expected


def test_lines_of_different_kinds_are_not_folded_together_though_their_buttons_say_the_same() -> None:
    given = [
        *lines(*["Ansehen"] * 8),
        Other("Ansehen", "claim"),
        Other("Ansehen", "claim"),
        Other("Ansehen", "register"),
    ]
    assert shape(folded(given)) == [(5, 3), (2, 0), (1, 0)]


def test_the_order_stays_and_every_line_is_there() -> None:
    given = lines(*"aaabbbbbbbbbbbbca")
    assert [line for fold in folded(given) for line in (*fold.first, *fold.more)] == given
    assert SHOWN == 5
