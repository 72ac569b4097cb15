"""Which framework curriculum a class learns by: from its contracts, from its occupation's name, and said plainly where it is not clear."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.clients import standing_as
from tests.planning.school_lane.pages import curriculum, url
from tests.worlds import ACTOR, World
from zweiklang.curricula.public import FrameworkCurriculum
from zweiklang.people.public import Person
from zweiklang.planning.school_lane.curricula import curricula_known, curriculum_of, fitting
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
KNOWN = [
    FrameworkCurriculum(name=name, specialisation=part, document_number=name[:4] + part[:2])
    for name, part in (
        ("Fachinformatiker und Fachinformatikerin", "Anwendungsentwicklung"),
        ("Fachinformatiker und Fachinformatikerin", "Systemintegration"),
        ("Kaufmann und Kauffrau für Büromanagement", ""),
        ("Industriekaufmann und Industriekauffrau", ""),
        ("Industriemechaniker und Industriemechanikerin", ""),
        ("Mechatroniker und Mechatronikerin", ""),
        ("Kraftfahrzeugmechatroniker und Kraftfahrzeugmechatronikerin", "Personenkraftwagentechnik"),
    )
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Fachinformatiker und Fachinformatikerin, Anwendungsentwicklung", 0),
        ("Fachinformatiker/-in Systemintegration", 1),
        ("Fachinformatiker (Anwendungsentwicklung)", 0),
        ("Fachinformatiker/in", None),
        ("Kaufleute für Büromanagement", 2),
        ("Kauffrau für Büromanagement", 2),
        ("Industriekaufleute", 3),
        ("Industriemechaniker/-in", 4),
        ("Industriemechanikerin", 4),
        ("Mechatroniker", 5),
        ("Kraftfahrzeugmechatroniker/in, Personenkraftwagentechnik", 6),
        ("Bäckerin", None),
        ("", None),
    ],
)
def test_a_class_is_known_by_the_name_of_its_occupation(name: str, found: int | None) -> None:
    assert fitting(name, KNOWN) is (None if found is None else KNOWN[found])


def test_of_several_resolutions_the_latest_holds() -> None:
    old, new = (
        FrameworkCurriculum(name="Koch und Köchin", document_number="K", resolution=year)
        for year in ("1997", "2021")
    )
    assert fitting("Köchin", [new, old]) is new


def test_the_contracts_of_the_class_decide_for_whoever_sees_them(world_a: World) -> None:
    found = curriculum()
    with as_system(ACTOR):
        newer = FrameworkCurriculum.objects.create(
            name=world_a.school_class.occupation_name, document_number="TEST2", resolution="2030"
        )
    with standing_as(world_a.people["class_teacher"]):
        assert curriculum_of(world_a.school_class, curricula_known()) == found
    with standing_as(world_a.people["head_of_school"]):
        assert curriculum_of(world_a.school_class, curricula_known()) == newer


def test_a_class_of_an_unknown_occupation_chooses(client_of: ClientOf, world_a: World) -> None:
    curriculum()
    with as_system(ACTOR):
        world_a.school_class.occupation_name = "Bäckerin"
        world_a.school_class.save(update_fields=["occupation_name"])
        world_a.first.contract.enrolments.all().delete()
        world_a.second.contract.enrolments.all().delete()
    client = client_of(world_a.people["head_of_school"])
    page = client.get(url(world_a)).content.decode()
    assert "Plan anlegen" in page
    assert "Plan vorschlagen lassen" not in page
    answer = client.post(url(world_a, "begin"), {"start": "vorschlag", "curriculum": ""})
    assert answer.status_code == 422
    assert "Bitte den Rahmenlehrplan der Klasse wählen." in answer.content.decode()
