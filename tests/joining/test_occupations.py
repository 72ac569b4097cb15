"""Which occupation does a school's file mean?"""

import pytest

from zweiklang.curricula.public import Occupation
from zweiklang.joining.occupations import occupation_named, stems

KNOWN = [
    Occupation(name="Fachinformatiker und Fachinformatikerin", specialisation="Anwendungsentwicklung"),
    Occupation(name="Fachinformatiker und Fachinformatikerin", specialisation="Systemintegration"),
    Occupation(name="Kaufmann und Kauffrau für Büromanagement"),
    Occupation(name="Kaufmann und Kauffrau im Einzelhandel"),
    Occupation(name="Verkäufer und Verkäuferin"),
    Occupation(name="Fachverkäufer und Fachverkäuferin im Lebensmittelhandwerk"),
    Occupation(name="Koch und Köchin"),
    Occupation(name="Anlagenmechaniker und Anlagenmechanikerin für Sanitär-, Heizungs- und Klimatechnik"),
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Fachinformatiker/in FR Anwendungsentwicklung", 0),
        ("Fachinformatikerin Systemintegration", 1),
        ("Fachinformatiker*in Fachrichtung Systemintegration", 1),
        ("Kauffrau für Büromanagement", 2),
        ("Kaufleute für Büromanagement", None),
        ("Kaufmann im Einzelhandel", 3),
        ("Verkäuferin", 4),
        ("Verkäufer/-in", 4),
        ("Anlagenmechaniker/in für Sanitär-, Heizungs- und Klimatechnik", 7),
        ("Fachinformatiker", None),
        ("Raumfahrer", None),
        ("", None),
    ],
)
def test_the_occupation_is_found_or_left_to_a_person(said: str, meant: int | None) -> None:
    assert occupation_named(said, KNOWN) == (KNOWN[meant] if meant is not None else None)


def test_gender_does_not_matter() -> None:
    assert stems("Verkäuferin") == stems("Verkäufer") == stems("Verkäufer/-in")
    assert stems("Kauffrau") == stems("Kaufmann")
