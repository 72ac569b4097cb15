"""Pages of confidential help: whom one finds, what the browser keeps, the way out, and how many queries."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import show_before, standing_as
from tests.exchange.help.scenes import REPLY, SECRET, Helpers, keep_helpers, open_case
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.help.cases import cases_of
from zweiklang.exchange.help.services import answer, end
from zweiklang.exchange.models import HelpContact, Notice
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import add_post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

type ClientOf = Callable[[Person | None], Client]
HELP, LEAVE, COME = (reverse(f"exchange:{name}") for name in ("help", "help_leave", "help_come"))
CALENDAR = reverse("calendar:index")
# What the world's own case with its counsellor adds: a second line, no query more.
LIST_QUERIES, CASE_QUERIES = 12, 12


@pytest.fixture
def helpers(world_a: World) -> Helpers:
    return keep_helpers(world_a)


@pytest.fixture
def apprentice(world_a: World) -> Person:
    return world_a.first.apprentice


@pytest.fixture
def case_id(apprentice: Person, helpers: Helpers) -> UUID:
    return open_case(apprentice, helpers.of_school)


def text_of(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def queries(browser: Client, path: str) -> int:
    show_before(browser, path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(path).status_code == 200
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")) for one in found)


def test_an_apprentice_finds_who_helps_here(
    client_of: ClientOf, apprentice: Person, helpers: Helpers
) -> None:
    page = text_of(client_of(apprentice), HELP)
    for words in ("Bea Vertraut", "Quirin Bleib", "Kammertelefon", "montags 9:00", "116 111", "116 123"):
        assert words in page
    for number in ("tel:05611234", "tel:0561990", "tel:110", "tel:112"):
        assert f'href="{number}"' in page
    assert reverse("exchange:help_write", args=[helpers.of_school.pk]) in page
    assert reverse("exchange:help_write", args=[helpers.of_chamber.pk]) not in page
    assert "nur am Telefon" in page


def test_a_contact_of_another_place_or_school_is_not_for_me(
    client_of: ClientOf, worlds: Worlds, helpers: Helpers
) -> None:
    with as_system("tests"):
        worlds.a.school.postcode = "34117"
        worlds.a.school.save()
        HelpContact.objects.create(
            kind="quabb", organisation=helpers.authority, name="Quabb Nord", phone="1234", postcodes=["34"]
        )
        far = HelpContact.objects.create(
            kind="quabb",
            organisation=helpers.authority,
            name="Quabb Süd",
            phone="1234",
            postcodes=["64", "35"],
        )
        HelpContact.objects.create(
            kind="school", organisation=worlds.a.school, name="Nicht mehr", active=False
        )
    browser = client_of(worlds.a.first.apprentice)
    page = text_of(browser, HELP)
    assert "Quabb Nord" in page
    assert "Quabb Süd" not in page
    assert "Nicht mehr" not in page
    assert browser.get(reverse("exchange:help_write", args=[far.pk])).status_code == 404
    other = text_of(client_of(worlds.b.first.apprentice), HELP)
    assert "Bea Vertraut" not in other
    assert "Kammertelefon" not in other
    assert "Quirin Bleib" in other


def test_a_pupil_without_contract_finds_the_school_and_quabb(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    page = text_of(client_of(world_a.pupil), HELP)
    assert "Bea Vertraut" in page
    assert "Quirin Bleib" in page
    assert "Kammertelefon" not in page


def test_everybody_else_finds_numbers_and_no_names(
    client_of: ClientOf, world_a: World, helpers: Helpers
) -> None:
    browser = client_of(world_a.first.firm.trainer)
    page = text_of(browser, HELP)
    assert "116 123" in page
    assert "Bea Vertraut" not in page
    assert browser.get(reverse("exchange:help_write", args=[helpers.of_school.pk])).status_code == 404


def test_whoever_holds_no_such_post_any_more_is_reached_by_telephone_only(
    client_of: ClientOf, world_a: World, apprentice: Person, helpers: Helpers
) -> None:
    with as_system("tests"):
        helpers.of_school.person = world_a.people["class_teacher"]
        helpers.of_school.save()
    address = reverse("exchange:help_write", args=[helpers.of_school.pk])
    browser = client_of(apprentice)
    assert address not in text_of(browser, HELP)
    assert browser.get(address).status_code == 403


def test_asking_and_answering_by_forms(client_of: ClientOf, apprentice: Person, helpers: Helpers) -> None:
    browser, address = client_of(apprentice), reverse("exchange:help_write", args=[helpers.of_school.pk])
    empty = browser.post(address, {"text": " ", "message_id": new_id()})
    assert empty.status_code == 422
    assert "Ein Satz genügt" in empty.content.decode()
    sent = browser.post(address, {"text": SECRET, "message_id": new_id()})
    with standing_as(apprentice):
        newest = max(cases_of(actor_of(apprentice)), key=lambda one: one.opened_at)
    case = reverse("exchange:help_case", args=[newest.room_id])
    assert sent["Location"] == case
    assert SECRET in text_of(browser, case)
    # The form is still open in another tab: it goes to the same case, and so does the link.
    assert browser.get(address)["Location"] == case
    assert browser.post(address, {"text": "Noch etwas.", "message_id": new_id()})["Location"] == case
    answers = client_of(helpers.teacher)
    assert SECRET in text_of(answers, case)
    assert answers.post(case, {"text": REPLY, "message_id": new_id()})["Location"] == case
    assert REPLY in text_of(browser, case)


def test_what_was_written_stays_where_it_cannot_be_sent(
    client_of: ClientOf, apprentice: Person, case_id: UUID
) -> None:
    with standing_as(apprentice):
        end(actor_of(apprentice), case_id=case_id)
    sent = client_of(apprentice).post(
        reverse("exchange:help_case", args=[case_id]), {"text": "Doch noch.", "message_id": new_id()}
    )
    assert sent.status_code == 422
    assert "beendet" in sent.content.decode()


def test_opening_a_case_settles_its_notice(
    client_of: ClientOf, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    browser = client_of(helpers.teacher)
    assert "neu</span>" in text_of(browser, HELP) or ">neu<" in text_of(browser, HELP)
    text_of(browser, reverse("exchange:help_case", args=[case_id]))
    with as_system("tests"):
        assert not Notice.objects.filter(about=case_id, done_at=None).exists()


def all_pages(helpers: Helpers, case_id: UUID) -> list[str]:
    return [
        HELP,
        reverse("exchange:help_write", args=[helpers.of_quabb.pk]),
        reverse("exchange:help_case", args=[case_id]),
        reverse("exchange:help_end", args=[case_id]),
    ]


def test_no_page_is_kept_tells_where_one_was_or_says_anything_in_its_title(
    client_of: ClientOf, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    browser = client_of(apprentice)
    for path in all_pages(helpers, case_id):
        response = browser.get(path)
        assert "no-store" in response["Cache-Control"], path
        assert response["Referrer-Policy"] == "same-origin", path
        page = response.content.decode()
        assert "<title>Zweiklang</title>" in page, path
        assert f'href="{LEAVE}" data-quick-exit' in page, path
        for word in ("hilfe", "beratung", "help", "quabb", "counsel"):
            assert word not in path, path


def test_whoever_left_is_led_to_the_calendar_from_everywhere_until_coming_again(
    client_of: ClientOf, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    browser = client_of(apprentice)
    left = browser.get(LEAVE)
    assert left["Location"] == CALENDAR
    for path in all_pages(helpers, case_id):
        back = browser.get(path)
        assert (back.status_code, back["Location"]) == (302, CALENDAR), path
        assert SECRET not in back.content.decode()
        assert "no-store" in back["Cache-Control"]
    assert browser.get(COME)["Location"] == HELP
    assert "Bea Vertraut" in text_of(browser, HELP)
    browser.get(LEAVE)
    case = reverse("exchange:help_case", args=[case_id])
    assert browser.get(reverse("exchange:help_come_to_case", args=[case_id]))["Location"] == case
    assert SECRET in text_of(browser, case)


def test_what_was_written_in_another_tab_is_not_lost_by_leaving(
    client_of: ClientOf, apprentice: Person, case_id: UUID
) -> None:
    browser, case = client_of(apprentice), reverse("exchange:help_case", args=[case_id])
    browser.get(LEAVE)
    browser.post(case, {"text": "Aus dem anderen Fenster.", "message_id": new_id()})
    assert "Aus dem anderen Fenster." in text_of(browser, case)


def test_going_back_to_a_form_that_was_refused_shows_nothing_after_leaving(
    client_of: ClientOf, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    """ "Back" sends such a form again."""
    browser, case = client_of(apprentice), reverse("exchange:help_case", args=[case_id])
    browser.get(LEAVE)
    for path in (case, reverse("exchange:help_write", args=[helpers.of_quabb.pk])):
        again = browser.post(path, {"text": "", "message_id": new_id()})
        assert (again.status_code, again["Location"]) == (302, CALENDAR), path
        assert browser.get(path)["Location"] == CALENDAR


def test_an_apprentice_finds_the_way_on_every_page_and_nobody_else_does(
    client_of: ClientOf, world_a: World
) -> None:
    footer = f'<a class="zk-footer__help" href="{COME}">'
    for person, learns in (
        (world_a.first.apprentice, True),
        (world_a.pupil, True),
        (world_a.first.firm.trainer, False),
        (world_a.people["class_teacher"], False),
        (world_a.people["guardian"], False),
    ):
        browser = client_of(person)
        browser.get("/")
        for path in ("/", "/hilfe/", HELP):
            assert (footer in text_of(browser, path)) == learns, (person, path)


def test_signing_in_is_enough_to_find_the_way(world_a: World) -> None:
    browser = Client()
    browser.force_login(
        world_a.first.apprentice, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert browser.session["learns"] is True
    browser.force_login(
        world_a.first.firm.trainer, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "learns" not in browser.session


def test_pages_ask_few_queries(
    client_of: ClientOf, apprentice: Person, helpers: Helpers, case_id: UUID
) -> None:
    for person in (apprentice, helpers.teacher):
        with standing_as(helpers.teacher):
            answer(actor_of(helpers.teacher), case_id=case_id, message_id=new_id(), text=REPLY)
        browser = client_of(person)
        assert queries(browser, HELP) <= LIST_QUERIES
        assert queries(browser, reverse("exchange:help_case", args=[case_id])) <= CASE_QUERIES


def test_whoever_works_for_quabb_and_at_a_school_is_found_under_quabb(
    client_of: ClientOf, worlds: Worlds, helpers: Helpers
) -> None:
    with as_system("tests"):
        add_post(
            ACTOR,
            person=helpers.quabb,
            organisation=worlds.b.school,
            capacity="counsellor",
            first_day=today(),
        )
    page = text_of(client_of(worlds.a.first.apprentice), HELP)
    assert "<p>Landkreis Test</p>" in page
    assert worlds.b.school.name not in page
    assert "<p>Testland</p>" not in page
