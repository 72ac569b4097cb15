"""Each page of an organisation sends a fixed number of statements, whether there is little or much to show."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before
from tests.offices.staff import Staff
from tests.worlds import ACTOR
from zweiklang.apprenticeships.public import ContractTerms, conclude_contract
from zweiklang.organisations.public import Department, add_organisation, add_site
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"
EXPECTED = {
    ("training_manager", "home"): 7,
    ("training_manager", "people"): 6,
    ("training_manager", "departments"): 6,
    ("training_manager", "training"): 7,
    ("training_manager", "sites"): 6,
    ("head_of_school", "teaching"): 7,
    ("chamber_adviser", "home"): 6,
    ("chamber_adviser", "register"): 6,
    ("chamber_adviser", "firms"): 7,
    ("chamber_adviser", "firms_alike"): 5,
}


@pytest.mark.parametrize(("who", "page"), EXPECTED)
def test_a_page_sends_its_fixed_number_of_statements(
    who: str, page: str, staff: Staff, client_of: Clients
) -> None:
    organisation = {"training_manager": staff.firm, "head_of_school": staff.world.school}.get(
        who, staff.world.chamber
    )
    browser, address = (
        client_of(staff.world.people[who]),
        reverse(f"offices:{page}", args=[staff.room(organisation)]),
    )

    def count() -> list[str]:
        show_before(browser, address)
        with statements() as found:
            assert browser.get(address).status_code == 200
        return [sql for sql in found if sql != FORGETTING]

    few = count()
    _more(staff)
    many = count()
    assert len(few) == EXPECTED[who, page], "\n".join(few)
    assert len(many) == EXPECTED[who, page], "\n".join(many)
    assert EXPECTED[who, page] <= 8


def _more(staff: Staff) -> None:
    """More apprentices, firms, sites, people and departments."""
    own = staff.world.first.contract
    for number in range(6):
        with as_system(ACTOR):
            firm = add_organisation(ACTOR, kind="firm", name=f"Mehr {number} GmbH", town="Kassel")
            person = add_person(
                ACTOR, email=f"mehr{number}@welten.example", given_name="Mo", family_name=f"Mehr {number}"
            )
            Department.objects.create(organisation=staff.firm, name=f"Abteilung {number}")
            add_site(ACTOR, organisation=staff.firm, name=f"Werk {number}", town="Kassel")
            for one in (firm, staff.firm):
                conclude_contract(
                    ACTOR,
                    terms=ContractTerms(
                        apprentice=person,
                        firm=one,
                        chamber=own.chamber,
                        occupation=own.occupation,
                        first_day=own.first_day,
                        last_day=own.last_day,
                        born_on=own.first_day.replace(year=2000),
                    ),
                )
