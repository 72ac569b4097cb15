"""The pages: what their forms do, how errors come back, and what stands there when there is nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.offices.staff import DAY, Staff, days_in, is_in
from tests.worlds import ACTOR, Worlds
from zweiklang.apprenticeships.public import Contract, TeachingAssignment
from zweiklang.kernel.clock import today
from zweiklang.offices.models import Handover, Merge
from zweiklang.organisations.public import Department, Site, add_site
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]


@pytest.fixture
def manager(staff: Staff, client_of: Clients) -> Client:
    """The training manager's browser."""
    return client_of(staff.world.people["training_manager"])


@pytest.fixture
def head(staff: Staff, client_of: Clients) -> Client:
    """The head of school's browser."""
    return client_of(staff.world.people["head_of_school"])


@pytest.fixture
def adviser(staff: Staff, client_of: Clients) -> Client:
    """The browser of the chamber's adviser."""
    return client_of(staff.world.people["chamber_adviser"])


def url(name: str, *args: Any) -> str:
    """Returns the address of a page of offices."""
    return reverse(f"offices:{name}", args=args)


def done(answer: HttpResponse) -> None:
    """The form was taken."""
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_the_menu_leads_to_ones_organisation_once_heute_was_open(
    staff: Staff, manager: Client, client_of: Clients
) -> None:
    manager.get(reverse("web:today"))
    assert "Meine Organisation" in manager.get(reverse("web:help")).content.decode()
    apprentice = client_of(staff.world.first.apprentice)
    apprentice.get(reverse("web:today"))
    assert "Meine Organisation" not in apprentice.get(reverse("web:help")).content.decode()


def test_the_menu_leads_the_support_desk_to_its_page(worlds: Worlds, client_of: Clients) -> None:
    browser = client_of(worlds.roomless["support"])
    today_page = browser.get(reverse("web:today")).content.decode().partition("<main")[2]
    assert "Meine Organisation" in today_page
    assert "Wie bekomme ich Zugang?" not in today_page
    assert "Meine Organisation" in browser.get(reverse("web:help")).content.decode()
    assert url("desk") in browser.get(url("index")).content.decode()


def test_heute_counts_the_contracts_that_wait_for_the_chamber(staff: Staff, adviser: Client) -> None:
    contract = staff.world.first.contract
    with as_system(ACTOR):
        Contract.objects.update(confirmed_by=contract.chamber)
        Contract.objects.filter(pk=contract.pk).update(confirmed_by=staff.world.school)
    page = adviser.get(reverse("web:today")).content.decode()
    assert "Ein Vertrag wartet auf Ihre Bestätigung" in page
    team = url("register", staff.room(contract.chamber))
    assert f"{team}?zeige=open" in page
    with as_system(ACTOR):
        Contract.objects.filter(pk=contract.pk).update(confirmed_by=contract.chamber)
    assert "auf Ihre Bestätigung" not in adviser.get(reverse("web:today")).content.decode()


def test_with_several_organisations_one_chooses(staff: Staff, client_of: Clients) -> None:
    page = client_of(staff.colleague).get(url("index")).content.decode()
    assert staff.firm.name in page
    assert staff.world.school.name in page


def test_who_has_none_reads_why(staff: Staff, client_of: Clients) -> None:
    page = client_of(staff.world.first.apprentice).get(url("index")).content.decode()
    assert "Sie haben keine Aufgabe in einer Organisation" in page


def test_a_colleague_reads_who_works_here_but_not_what_the_office_keeps(
    staff: Staff, client_of: Clients
) -> None:
    browser, room = client_of(staff.colleague), staff.room(staff.firm)
    home, people = (
        browser.get(url("home", room)).content.decode(),
        browser.get(url("people", room)).content.decode(),
    )
    assert staff.world.people["training_manager"].name in home
    assert staff.world.people["trainer"].name in people
    for page in (home, people):
        assert "Abteilungen" not in page
        assert "Person hinzufügen" not in page


def test_each_kind_of_organisation_has_its_own_tabs(
    staff: Staff, manager: Client, head: Client, adviser: Client
) -> None:
    own = {"Zuständigkeiten": manager, "Unterricht": head, "Verträge": adviser}
    rooms = {manager: staff.firm, head: staff.world.school, adviser: staff.world.chamber}
    for browser, organisation in rooms.items():
        page = browser.get(url("home", staff.room(organisation))).content.decode()
        assert {label for label in own if f"</svg>{label}</a>" in page} == {
            label for label, owner in own.items() if owner is browser
        }


def test_a_person_is_added_put_into_a_department_and_ended(staff: Staff, manager: Client) -> None:
    room = staff.room(staff.firm)
    done(manager.post(url("departments", room), {"name": "Werkstatt"}))
    department = Department.objects.get(organisation=staff.firm, name="Werkstatt")
    person = staff.colleague
    data = {
        "email": person.email,
        "capacity": "training_manager",
        "first_day": f"{today()}",
        "department": department.pk,
    }
    done(manager.post(url("appoint", room), data))
    post = person.posts.get(organisation=staff.firm, capacity="training_manager")
    assert post.department == department
    page = manager.get(url("departments", room)).content.decode()
    assert person.name in page
    done(manager.post(url("post", room, post.pk), {"act": "department", "department-department": ""}))
    done(manager.post(url("post", room, post.pk), {"act": "end", "end-last_day": f"{today()}"}))
    post.refresh_from_db()
    assert (post.department, post.last_day) == (None, today())


def test_a_deputy_is_entered_on_the_page_of_the_post(staff: Staff, manager: Client) -> None:
    post = staff.post(staff.firm, staff.world.people["training_manager"])
    data = {
        "act": "deputy",
        "deputy-person": staff.colleague.pk,
        "deputy-first_day": f"{today()}",
        "deputy-last_day": f"{today() + 3 * DAY}",
    }
    done(manager.post(url("post", staff.room(staff.firm), post.pk), data))
    page = manager.get(url("people", staff.room(staff.firm))).content.decode()
    assert f"vertritt {post.person.name}" in page


def test_what_was_wrong_stands_at_the_field_and_what_was_typed_stays(staff: Staff, manager: Client) -> None:
    room = staff.room(staff.firm)
    data = {"email": staff.colleague.email, "capacity": "training_manager", "first_day": f"{today() - DAY}"}
    answer = manager.post(url("appoint", room), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_first_day_error"' in page
    assert staff.colleague.email in page
    assert 'role="alert"' in page


def test_the_button_to_end_the_last_post_says_why_not(staff: Staff, manager: Client) -> None:
    post = staff.post(staff.firm, staff.world.people["training_manager"])
    page = manager.get(url("post", staff.room(staff.firm), post.pk)).content.decode()
    assert 'aria-disabled="true"' in page
    assert "Bestimmen Sie zuerst eine Nachfolge" in page


def test_departments_are_renamed_and_dissolved(staff: Staff, manager: Client) -> None:
    room = staff.room(staff.firm)
    for name in ("Werkstatt", "Lager"):
        done(manager.post(url("departments", room), {"name": name}))
    assert manager.post(url("departments", room), {"name": "Lager"}).status_code == 422
    found = Department.objects.get(organisation=staff.firm, name="Lager")
    assert manager.post(url("department", room, found.pk), {"name": "Werkstatt"}).status_code == 422
    done(manager.post(url("department", room, found.pk), {"name": "Versand"}))
    done(manager.post(url("department", room, found.pk), {"act": "dissolve"}))
    names = set(staff.firm.departments.values_list("name", flat=True))
    assert "Werkstatt" in names
    assert not names & {"Lager", "Versand"}


def test_sites_are_added_changed_and_closed_when_nobody_is_trained_there(
    staff: Staff, manager: Client
) -> None:
    room, address = staff.room(staff.firm), {"street": "Weg 1", "postcode": "34117", "town": "Kassel"}
    done(manager.post(url("new_site", room), {"name": "Werk 2", **address}))
    assert manager.post(url("new_site", room), {"name": "Werk 2", **address}).status_code == 422
    assert (
        manager.post(url("new_site", room), {"name": "Werk 3", **address, "postcode": "341"}).status_code
        == 422
    )
    site = Site.objects.get(organisation=staff.firm, name="Werk 2")
    done(manager.post(url("site", room, site.pk), {"name": "Werk Ost", **address}))
    with as_system(ACTOR):
        staff.world.first.contract.__class__.objects.filter(pk=staff.world.first.contract.pk).update(
            site=site
        )
    answer = manager.post(url("site", room, site.pk), {"act": "close"})
    assert "Hier wird noch ausgebildet" in answer.content.decode()
    site.refresh_from_db()
    assert (site.name, site.closed_on) == ("Werk Ost", None)
    with as_system(ACTOR):
        staff.world.first.contract.__class__.objects.filter(pk=staff.world.first.contract.pk).update(
            site=None
        )
    done(manager.post(url("site", room, site.pk), {"act": "close"}))
    site.refresh_from_db()
    assert site.closed_on == today()


def test_tasks_are_given_deputised_ended_handed_over_and_taken_back(staff: Staff, manager: Client) -> None:
    room, contract = staff.room(staff.firm), staff.world.first.contract
    days = {"first_day": f"{today()}", "last_day": f"{today() + 5 * DAY}"}
    deputy = {"person": staff.colleague.pk, "contracts": contract.pk, **days}
    done(manager.post(url("training_deputy", room), deputy))
    assert is_in(contract.room_id, staff.colleague)
    done(
        manager.post(
            url("training_end", room, staff.training(staff.colleague).pk), {"end-last_day": f"{today()}"}
        )
    )
    assert not is_in(contract.room_id, staff.colleague, on=today() + DAY)
    wish = {
        "from_person": staff.world.people["trainer"].pk,
        "to_person": staff.colleague.pk,
        "first_day": f"{today()}",
    }
    done(manager.post(url("handover", room), {**wish, "last_day": ""}))
    assert not is_in(contract.room_id, staff.world.people["trainer"])
    page = manager.get(url("training", room)).content.decode()
    assert "Rückgängig machen" in page
    with as_system(ACTOR):
        handover = Handover.objects.get(room_id=room)
    done(manager.post(url("handover_undo", room, handover.pk)))
    assert is_in(contract.room_id, staff.world.people["trainer"])
    data = {"person": staff.colleague.pk, "first_day": f"{today() + DAY}"}
    done(manager.post(url("trainee", room, contract.pk), data))
    assert "trainer" in days_in(contract.room_id, staff.colleague)


def test_an_apprentice_without_anybody_in_charge_is_named_on_the_first_page(
    staff: Staff, manager: Client
) -> None:
    room, name = staff.room(staff.firm), staff.world.first.apprentice.name
    assert f"{name} hat niemanden" not in manager.get(url("home", room)).content.decode()
    with as_system(ACTOR):
        staff.world.first.contract.trainer_assignments.all().delete()
    assert f"{name} hat niemanden" in manager.get(url("home", room)).content.decode()


def test_a_class_gets_teachers_and_substitutes_on_its_page(staff: Staff, head: Client) -> None:
    room, school_class = staff.room(staff.world.school), staff.world.school_class
    data = {
        "person": staff.colleague.pk,
        "capacity": "subject_teacher",
        "subject": "Sport",
        "first_day": f"{today()}",
    }
    done(head.post(url("class_staff", room, school_class.pk), data))
    absent = staff.teaching(staff.world.people["class_teacher"])
    days = {"person": staff.colleague.pk, "first_day": f"{today()}", "last_day": f"{today() + DAY}"}
    done(head.post(url("substitution", room, absent.pk), days))
    page = head.get(url("class_staff", room, school_class.pk)).content.decode()
    assert f"vertritt {absent.person.name}" in page
    with as_system(ACTOR):
        sport = TeachingAssignment.objects.get(person=staff.colleague, subject="Sport")
    done(head.post(url("teaching_end", room, sport.pk), {"end-last_day": f"{today()}"}))
    assert f"vertritt {absent.person.name}" in head.get(url("teaching", room)).content.decode()


def test_the_register_is_searched_and_filtered(staff: Staff, adviser: Client) -> None:
    room, world = staff.room(staff.world.chamber), staff.world
    first, second = world.first.apprentice.name, world.second.apprentice.name

    def names(query: str) -> set[str]:
        page = adviser.get(url("register", room) + query).content.decode()
        return {name for name in (first, second) if f">{name}</a>" in page}

    assert names("") == names("?zeige=open") == names("?zeige=running") == {first, second}
    assert names(f"?q={first.split()[-1]}") == {first}
    assert names(f"?q={world.second.firm.organisation.name[:14]}") == {second}
    assert names("?q=niemand") == names("?zeige=ended") == set()
    done(adviser.post(url("contract_confirm", world.first.room_id), {"number": "KS-77"}))
    assert names("?q=KS-77") == {first}
    assert names("?zeige=open") == {second}
    assert "Nichts gefunden" in adviser.get(url("register", room) + "?q=niemand").content.decode()


def test_the_page_of_the_end_says_that_nothing_is_terminated_here(staff: Staff, adviser: Client) -> None:
    for name in ("contract_end", "contract_change"):
        page = adviser.get(url(name, staff.world.first.room_id)).content.decode()
        assert "Hier wird nichts gekündigt" in page
        assert "§ 22 Abs. 3 BBiG" in page


def test_a_contract_is_corrected_changed_to_another_firm_and_ended_by_its_pages(
    staff: Staff, adviser: Client
) -> None:
    world, room = staff.world, staff.world.first.room_id
    contract = world.first.contract
    facts = {
        "first_day": f"{contract.first_day:%d.%m.%Y}",
        "last_day": f"{contract.last_day - DAY:%Y-%m-%d}",
        "occupation": contract.occupation_id,
        "site": "",
        "number": "KS-1",
    }
    done(adviser.post(url("contract_correct", room), facts))
    change = {
        "last_day": f"{today() - DAY}",
        "document_date": f"{today()}",
        "firm": world.second.firm.organisation.pk,
        "first_day": f"{today()}",
        "new_last_day": f"{contract.last_day}",
        "number": "",
    }
    done(adviser.post(url("contract_change", room), change))
    page = adviser.get(url("contract", room)).content.decode()
    assert "Ende eingetragen" in page
    assert "KS-1" in page
    assert world.second.firm.organisation.name not in page
    days = {"last_day": f"{today()}", "document_date": f"{today()}"}
    firm = world.second.firm.organisation
    data = {"contracts": world.second.contract.pk, **days}
    done(adviser.post(url("firm_end", staff.room(world.chamber), firm.pk), data))
    assert not is_in(world.second.room_id, firm.posts.get().person, on=today() + DAY)


def test_firms_are_joined_split_and_taken_apart_again_by_their_pages(staff: Staff, adviser: Client) -> None:
    world, room = staff.world, staff.room(staff.world.chamber)
    other = world.second.firm.organisation
    done(
        adviser.post(
            url("firm_merge", room, other.pk), {"merge-target": staff.firm.pk, "merge-reason": "Fusion"}
        )
    )
    page = adviser.get(url("firms", room)).content.decode()
    assert "Fusion" in page
    with as_system(ACTOR):
        merge = Merge.objects.get(room_id=room)
    done(adviser.post(url("merge_undo", room, merge.pk)))
    split = {"name": "Neu GmbH", "town": "Kassel", "reason": "Ausgründung", "manager": staff.colleague.pk}
    data = {f"split-{key}": value for key, value in split.items()} | {
        "split-contracts": world.first.contract.pk
    }
    done(adviser.post(url("firm_split", room, staff.firm.pk), data))
    assert "Neu GmbH" in adviser.get(url("firms", room)).content.decode()
    with as_system(ACTOR):
        add_site(ACTOR, organisation=other, name="Werk 2", town="Kassel")
    names = {site.name: site.pk for site in other.sites.all()}
    sites = {"sites-source": names["Hauptsitz"], "sites-target": names["Werk 2"], "sites-reason": "Umzug"}
    done(adviser.post(url("firm_sites", room, other.pk), sites))


def test_firms_that_look_alike_are_proposed(staff: Staff, adviser: Client) -> None:
    room = staff.room(staff.world.chamber)
    assert "Keine zwei gleichen" in adviser.get(url("firms_alike", room)).content.decode()
    with as_system(ACTOR):
        staff.firm.__class__.objects.filter(pk=staff.world.second.firm.organisation.pk).update(
            name=staff.firm.name.replace("GmbH", "KG")
        )
    page = adviser.get(url("firms_alike", room)).content.decode()
    assert "gleicher Name am gleichen Ort" in page
