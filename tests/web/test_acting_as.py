"""Somebody with several posts can look at one of them at a time; nothing is ever widened."""

import pytest
from django.urls import reverse

from tests.worlds import Crossing, Worlds
from zweiklang.people.public import Person

HERE = reverse("web:acting_as")


def _chooses(browser, organisation) -> int:
    data = {"organisation": str(organisation.pk) if organisation else ""}
    return int(browser.post(HERE, data).status_code)


def _listed(browser) -> str:
    return str(browser.get(reverse("apprenticeships:index")).content.decode())


def test_the_crossing_person_looks_at_the_firm_then_at_the_school_then_at_everything(
    worlds: Worlds, crossing: Crossing, client_of
) -> None:
    browser = client_of(crossing.person)
    firm, school = worlds.a.first.firm.organisation, worlds.b.school
    apprentice, pupil = worlds.a.first.apprentice.name, worlds.b.first.apprentice.name
    assert all(name in _listed(browser) for name in (apprentice, pupil))
    assert _chooses(browser, firm) == 302
    page = _listed(browser)
    assert (apprentice in page, pupil in page, crossing.teaches.label in page) == (True, False, False)
    assert f"Sie sehen nur <strong>{firm.name}</strong>" in page
    assert _chooses(browser, school) == 302
    page = _listed(browser)
    assert (apprentice in page, pupil in page, crossing.teaches.label in page) == (False, True, True)
    assert _chooses(browser, None) == 302
    page = _listed(browser)
    assert all(name in page for name in (apprentice, pupil))
    assert "Sie sehen nur" not in page


def test_heute_and_the_queue_show_only_what_belongs_to_the_choice(
    worlds: Worlds, crossing: Crossing, client_of
) -> None:
    browser = client_of(crossing.person)
    apprentice = worlds.a.first.apprentice.name
    for address in ("web:today", "records:queue"):
        assert apprentice in browser.get(reverse(address)).content.decode()
    _chooses(browser, worlds.b.school)
    for address in ("web:today", "records:queue"):
        assert apprentice not in browser.get(reverse(address)).content.decode()


def test_the_menu_offers_the_choice_to_whoever_has_one(worlds: Worlds, crossing: Crossing, client_of) -> None:
    for person, offered in ((crossing.person, True), (worlds.a.people["apprentice"], False)):
        browser = client_of(person)
        browser.get("/")
        assert (HERE in browser.get("/").content.decode()) is offered


def test_only_organisations_one_works_for_can_be_chosen(
    worlds: Worlds, crossing: Crossing, client_of
) -> None:
    browser = client_of(crossing.person)
    for organisation in (worlds.a.school, worlds.b.first.firm.organisation, worlds.a.chamber):
        assert _chooses(browser, organisation) == 404
    assert browser.post(HERE, {"organisation": "no id"}).status_code == 404
    assert worlds.a.first.apprentice.name in _listed(browser)


@pytest.mark.parametrize("who", ["apprentice", "guardian"])
def test_a_choice_smuggled_into_the_session_opens_nothing(who: str, worlds: Worlds, client_of) -> None:
    browser = client_of(worlds.a.people[who])
    session = browser.session
    session["acting_as"] = [str(worlds.b.school.pk), worlds.b.school.name]
    session.save()
    foreign = reverse("apprenticeships:room", args=[worlds.b.first.room_id])
    assert browser.get(foreign).status_code == 404
    assert worlds.b.first.apprentice.name not in _listed(browser)


def test_a_room_outside_the_choice_still_opens_by_its_address(
    worlds: Worlds, crossing: Crossing, client_of
) -> None:
    browser = client_of(crossing.person)
    _chooses(browser, worlds.b.school)
    address = reverse("apprenticeships:room", args=[worlds.a.first.room_id])
    assert browser.get(address).status_code == 200


def test_the_choice_ends_with_the_session(worlds: Worlds, crossing: Crossing, client_of) -> None:
    person: Person = crossing.person
    browser = client_of(person)
    _chooses(browser, worlds.b.school)
    browser.post(reverse("account_logout"))
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Sie sehen nur" not in browser.get("/").content.decode()
