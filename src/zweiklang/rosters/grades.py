"""Which year of training a class label means, and how the label reads a year later ("10FI1" → "11FI1")."""

import re

# Vocational schools of Hesse count on from lower secondary: the first year of training is grade 10.
FIRST_GRADE = 10
MOST_GRADES = 4
_LEADING = re.compile(r"^(\d{1,2})(?=\D|$)")


def grade_of(label: str, stated: str = "") -> int:
    """Returns the year of training 1 to 4: as the file states it ("12/2", "2"), else from the label ("11FI1" → 2), else 1."""
    for text in (stated, label):
        match = _LEADING.match(text.strip())
        if match and (year := _year(int(match[1]))):
            return year
    return 1


def next_label(label: str) -> str:
    """Returns the label of the same class one school year later, or "" if the label does not begin with a grade."""
    match = _LEADING.match(label)
    if not match or not _year(int(match[1])):
        return ""
    return f"{int(match[1]) + 1:0{len(match[1])}d}{label[match.end() :]}"


def _year(number: int) -> int:
    if FIRST_GRADE <= number < FIRST_GRADE + MOST_GRADES:
        return number - FIRST_GRADE + 1
    return number if 1 <= number <= MOST_GRADES else 0
