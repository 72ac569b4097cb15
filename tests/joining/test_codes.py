"""Codes of letters: what can be typed wrong is found, what can be guessed is not."""

import itertools
import math

import pytest

from zweiklang.joining.codes import ALPHABET, LENGTH, digest, new_code, new_token, normalised, spelled


def test_a_code_has_more_than_55_bits_and_no_letter_that_can_be_mixed_up() -> None:
    assert (LENGTH - 1) * math.log2(len(ALPHABET)) >= 55
    assert not set(ALPHABET) & set("01OI")
    assert len({new_code() for _ in range(1000)}) == 1000


def test_a_token_has_at_least_128_bits() -> None:
    assert len(new_token()) * 6 >= 128
    assert len({new_token() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "change", [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', ' – ')} "]
)
def test_a_code_may_be_typed_as_people_type(change) -> None:
    code = new_code()
    assert normalised(change(code)) == code.replace("-", "")


def test_every_single_wrong_character_is_found() -> None:
    code = normalised(new_code())
    for place, character in itertools.product(range(LENGTH), ALPHABET):
        wrong = code[:place] + character + code[place + 1 :]
        assert (normalised(wrong) == "") is (wrong != code)


def test_every_exchange_of_two_characters_is_found() -> None:
    for _ in range(20):
        code = normalised(new_code())
        for one, other in itertools.combinations(range(LENGTH), 2):
            swapped = list(code)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert code[one] == code[other] or normalised("".join(swapped)) == ""


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKL0", "x" * 5000, "ÄBCD-EFGH-JKLM", "\x00" * 12])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalised(typed) == ""


def test_digests_of_different_uses_differ_and_need_the_secret_key(settings) -> None:
    code = normalised(new_code())
    before = digest("code", code)
    assert before != digest("token", code)
    assert code not in before
    settings.SECRET_KEY = "another key that is long enough for django to accept it as one"
    assert digest("code", code) != before
    assert spelled(code).count("-") == 2
