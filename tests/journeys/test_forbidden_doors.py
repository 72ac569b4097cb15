"""What belongs to others looks exactly like what never existed."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import Watch
from tests.journeys.stage import Stage

TITLE = "Diese Seite gibt es hier nicht"


def doors(site: Stage) -> Iterator[str]:
    """Addresses in a world the person has nothing to do with, addresses of nothing, and those of demo mode."""
    other = site.world("b")["first"]
    room, week = other["room"], other["weeks"]["signed"]
    yield from (f"/ausbildung/{room}/", f"/ausbildung/{room}/wer-sieht-was/", f"/nachweis/{room}/")
    yield from (
        f"/nachweis/{room}/{week}/",
        f"/nachweis/{room}/{week}/verlauf/",
        f"/nachweis/{room}/abdeckung/",
    )
    yield from (f"/nachweis/{room}/pdf/woche/{week}/", f"/nachweis/{room}/pdf/gesamt/")
    yield from (
        f"/nachweis/{room}/plan-eintraege/?q=a",
        f"/ausbildung/klasse/{site.world('b')['class_room']}/",
    )
    yield from (f"/nachweis/{uuid4()}/{week}/", f"/ausbildung/{uuid4()}/", "/gibt/es/nicht/")
    yield from ("/demo/", "/demo/as/trainer/", "/demo/mail/", "/demo/bausteine/")


@pytest.mark.parametrize("who", ["apprentice", "trainer", "class_teacher", "guardian", "training_manager"])
def test_closed_doors_all_look_the_same(
    visit: Callable[..., Page], site: Stage, watch: Watch, who: str
) -> None:
    watch.expected.append("404")
    page, looks = visit(site.world("a")["people"][who]), set[str]()
    for door in doors(site):
        response = page.goto(door)
        assert response
        assert response.status == 404, f"{door}: {response.status}"
        looks.add(page.locator("main").inner_html())
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert len(looks) == 1


def test_own_doors_are_open(visit: Callable[..., Page], site: Stage) -> None:
    """So that the test above does not pass because nothing opens at all."""
    first = site.world("a")["first"]
    page = visit(site.world("a")["people"]["trainer"])
    for door in (f"/ausbildung/{first['room']}/", f"/nachweis/{first['room']}/{first['weeks']['signed']}/"):
        response = page.goto(door)
        assert response
        assert response.status == 200


@pytest.mark.parametrize(
    "act", ["unterschreiben", "zurueckgeben", "entsperren", "kenntnis", "schule-kenntnis"]
)
def test_posting_into_a_foreign_week_is_answered_the_same_way(
    visit: Callable[..., Page], site: Stage, act: str
) -> None:
    other = site.world("b")["first"]
    page = visit(site.world("a")["people"]["trainer"])
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    answer = page.context.request.post(
        f"/nachweis/{other['room']}/{other['weeks']['submitted']}/{act}/",
        form={"csrfmiddlewaretoken": token or "", "reason": "x", "seen": "x"},
        headers={"Referer": site.url},
    )
    assert answer.status == 404
    assert TITLE in answer.text()


def test_nobody_is_led_to_sign_in_and_then_to_the_page(visit: Callable[..., Page], site: Stage) -> None:
    first = site.world("a")["first"]
    address = f"/nachweis/{first['room']}/"
    page = visit(None, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    assert page.locator('form[action="/konto/login/"] input[name="next"]').get_attribute("value") == address
