"""Numbers that are no numbers: too long, too many digits, digits of other alphabets. None of them may end a request with an error of ours."""

import pytest

from zweiklang.exchange.files.serving import range_of

LONG = "9" * 5000


@pytest.mark.parametrize("header", [f"bytes={LONG}-", f"bytes=0-{LONG}", f"bytes=-{LONG}", "bytes=٣-٤"])
def test_a_range_with_thousands_of_digits_is_no_range(header: str) -> None:
    assert range_of(header, 100) is None
