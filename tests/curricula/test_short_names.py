"""Short names of occupations, for lists."""

import pytest

from zweiklang.curricula.occupation_names import short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Mechatroniker und Mechatronikerin", "Mechatroniker/in"),
        (
            "Anlagenmechaniker und Anlagenmechanikerin für Sanitär-, Heizungs- und Klimatechnik",
            "Anlagenmechaniker/in für Sanitär-, Heizungs- und Klimatechnik",
        ),
        ("Kaufmann und Kauffrau für Büromanagement", "Kaufmann und Kauffrau für Büromanagement"),
        ("Fachkraft Agrarservice", "Fachkraft Agrarservice"),
    ],
)
def test_both_forms_become_one_word_only_where_german_allows(name: str, short: str) -> None:
    assert short_name(name) == short
