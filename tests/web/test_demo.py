"""Demo mode: one click signs in, the mail can be read; without demo mode none of it exists."""

import importlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import clear_url_caches, reverse

from tests.worlds import ACTOR
from zweiklang.cli.demo_world.setting import add_personas
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.web.public import PERSONAS

NAMES = {
    "apprentice", "second_apprentice", "trainer", "training_manager", "class_teacher", "subject_teacher", "head_of_school",
    "guardian", "chamber_adviser", "counsellor", "support", "second_support", "land", "crossing", "newcomer",
}  # fmt: skip


def _reload_addresses() -> None:
    clear_url_caches()
    importlib.reload(importlib.import_module("zweiklang.config.urls"))


@pytest.fixture
def demo(db: None, settings, tmp_path: Path) -> Iterator[Path]:
    """Demo mode is on; the folder holds its mail."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    _reload_addresses()
    yield tmp_path / "mail"
    settings.DEMO = False
    _reload_addresses()


@pytest.fixture
def people(demo: Path) -> dict[str, Person]:
    """An account for each persona."""
    with as_system(ACTOR):
        return add_personas(ACTOR)


def _write(folder: Path, number: int, subject: str, text: str) -> None:
    message = EmailMessage()
    message["To"], message["Subject"], message["Date"] = (
        "leyla@zweiklang.example",
        subject,
        "Mon, 16 Mar 2026 08:05:00 +0100",
    )
    message.set_content(text)
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.eml").write_bytes(message.as_bytes())


def _main(client: Client, path: str) -> str:
    """What the page says, without the frame (whose forms carry a fresh token each time)."""
    return client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]


def test_outside_demo_mode_none_of_its_addresses_exists(client: Client, worlds: object) -> None:
    for path in ("/demo/", "/demo/as/trainer/", "/demo/mail/", "/demo/mail/1/", "/demo/bausteine/"):
        assert client.get(path).status_code == 404, path
    assert "_auth_user_id" not in client.session


def test_the_personas_are_those_of_the_issue() -> None:
    assert {p.key for p in PERSONAS} == NAMES
    assert len({p.email for p in PERSONAS}) == len(PERSONAS)


def test_the_list_names_every_persona_with_its_address(demo: Path, client: Client) -> None:
    page = client.get("/demo/").content.decode()
    for one in PERSONAS:
        assert one.name in page
        assert f'href="/demo/as/{one.key}/"' in page


@pytest.mark.parametrize("key", sorted(NAMES))
def test_one_click_signs_in_and_leads_to_heute(key: str, people: dict[str, Person], client: Client) -> None:
    response = client.get(f"/demo/as/{key}/")
    assert (response.status_code, response["Location"]) == (302, reverse("web:today"))
    assert client.session["_auth_user_id"] == str(people[key].pk)
    assert client.get(response["Location"]).status_code == 200


def test_the_session_key_is_a_new_one_after_signing_in(people: dict[str, Person], client: Client) -> None:
    client.get("/demo/as/trainer/")
    before = client.session.session_key
    client.get("/demo/as/apprentice/")
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(people["apprentice"].pk)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://anderswo.example/",
        "//anderswo.example/",
        "/\\anderswo.example",
        "javascript:alert(1)",
        "///x",
        "hilfe/",
    ],
)
def test_next_leads_only_to_own_paths(wanted: str, people: dict[str, Person], client: Client) -> None:
    assert client.get("/demo/as/trainer/", {"next": wanted})["Location"] == reverse("web:today")


def test_the_session_stands_in_the_list_of_sign_ins(people: dict[str, Person], client: Client) -> None:
    client.get("/demo/as/apprentice/")
    assert UserSession.objects.filter(user=people["apprentice"]).count() == 1


def test_next_leads_to_an_own_path(people: dict[str, Person], client: Client) -> None:
    assert client.get("/demo/as/trainer/", {"next": "/hilfe/?a=b"})["Location"] == "/hilfe/?a=b"


def test_an_unknown_persona_is_not_found_and_changes_no_session(
    people: dict[str, Person], client: Client
) -> None:
    assert client.get("/demo/as/superuser/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_only_a_click_signs_in(people: dict[str, Person], client: Client) -> None:
    for method in ("post", "head", "put"):
        assert getattr(client, method)("/demo/as/trainer/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_without_mail_the_page_says_what_will_be_there(demo: Path, client: Client) -> None:
    assert "Noch keine E-Mail" in client.get("/demo/mail/").content.decode()


def test_a_letter_keeps_its_number_when_another_arrives(demo: Path, client: Client) -> None:
    _write(demo, 1, "Erster Brief", "Guten Tag\n\nhttps://zweiklang.example/konto/ <b>fett</b>")
    first = _main(client, "/demo/mail/1/")
    _write(demo, 2, "Zweiter Brief", "Nochmals")
    assert _main(client, "/demo/mail/1/") == first
    assert "Erster Brief" in first
    assert 'href="https://zweiklang.example/konto/"' in first
    assert "<b>fett</b>" not in first
    listed = client.get("/demo/mail/").content.decode()
    assert listed.index("Zweiter Brief") < listed.index("Erster Brief")
    assert "Mo, 16. März 2026, 8:05" in listed


@pytest.mark.parametrize("number", [0, 2, 999])
def test_a_letter_that_was_never_sent_is_not_found(number: int, demo: Path, client: Client) -> None:
    _write(demo, 1, "Brief", "Text")
    assert client.get(f"/demo/mail/{number}/").status_code == 404
