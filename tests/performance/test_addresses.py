"""Addresses made without resolving their name again are those Django makes."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, reverse

from zweiklang.kernel.addresses import address
from zweiklang.kernel.ids import new_id

MONDAY = date(2026, 11, 16)
CASES = {
    "no id": ("web:today", 0, ()),
    "one id": ("records:weeks", 1, ()),
    "two ids": ("exchange:message", 2, ()),
    "an id and a week": ("records:week", 1, (MONDAY,)),
    "an id, a week and a word": ("records:add_line", 1, (MONDAY, "week")),
    "a word with signs of its own": ("joining:act", 2, ("100 %s",)),
}


@pytest.mark.parametrize("case", CASES)
def test_an_address_is_what_reverse_says_for_any_ids(case: str) -> None:
    name, ids, others = CASES[case]
    for _ in range(3):
        args = (*(new_id() for _ in range(ids)), *others)
        assert address(name, *args) == reverse(name, args=args)


def test_two_ids_keep_their_places() -> None:
    first, second = new_id(), new_id()
    assert address("exchange:message", first, second) != address("exchange:message", second, first)
    assert address("exchange:message", first, first) == reverse("exchange:message", args=[first, first])


def test_numbers_of_another_type_are_another_address() -> None:
    room = new_id()
    assert address("planning:fields_version", room, 1) == reverse("planning:fields_version", args=[room, 1])
    with pytest.raises(NoReverseMatch):
        address("planning:fields_version", room, "eins")


def test_a_name_that_takes_no_ids_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        address("web:today", UUID(int=1))
