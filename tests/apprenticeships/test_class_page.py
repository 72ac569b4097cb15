"""The page of a class names everybody in it: with firm where one may see the apprenticeship, else by name alone."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.worlds import World
from zweiklang.people.public import Person


def _page(client: Client, world: World) -> str:
    return client.get(
        reverse("apprenticeships:school_class", args=[world.school_class.room_id])
    ).content.decode()


def test_teacher_reads_who_has_no_confirmed_contract_yet(
    client_of: Callable[[Person | None], Client], world_a: World
) -> None:
    page = _page(client_of(world_a.people["class_teacher"]), world_a)
    assert "Noch ohne bestätigten Vertrag: 1" in page
    assert "Pia Ohnevertrag" in page
    assert world_a.first.firm.organisation.name in page


@pytest.mark.parametrize("persona", ["head_of_school", "school_office"])
def test_the_office_reads_names_and_no_firm(
    persona: str, client_of: Callable[[Person | None], Client], world_a: World
) -> None:
    page = _page(client_of(world_a.people[persona]), world_a)
    assert "3 Auszubildende" in page
    assert world_a.first.apprentice.name in page
    assert world_a.first.firm.organisation.name not in page


@pytest.mark.parametrize("persona", ["trainer", "apprentice", "guardian"])
def test_nobody_else_reads_classmates(
    persona: str, client_of: Callable[[Person | None], Client], world_a: World
) -> None:
    page = _page(client_of(world_a.people[persona]), world_a)
    assert "Pia Ohnevertrag" not in page
    assert world_a.second.apprentice.name not in page
