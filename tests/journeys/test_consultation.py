"""A consultation day: the school makes one with forty times, a firm books on a phone in three taps, sixty come at once, the school calls it off."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import perf_counter

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESKTOP, PHONE
from tests.journeys.looking import looks_right
from tests.journeys.stage import Known, Stage
from zweiklang.kernel.clock import today

LIST = "/nachrichten/sprechtage/"
CLIENTS, TIMES = 60, 40
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FREE = re.compile(r'href="([^"]+/buchen/([0-9a-f-]+)/)"')


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of this journey's own."""
    return site.world("ad")


def the_school_makes_a_day(office: Page, title: str) -> str:
    """Ten hours of a quarter of an hour each with the class teacher, for the firms of the class; returns its address."""
    office.get_by_role("link", name=re.compile("Sprechtag anlegen|Ersten Sprechtag")).first.click()
    office.get_by_label("Name", exact=True).fill(title)
    office.get_by_label("Tag", exact=True).fill((today() + timedelta(days=14)).isoformat())
    office.get_by_label("Von", exact=True).fill("08:00")
    office.get_by_label("Bis", exact=True).fill("18:00")
    office.get_by_role("group", name=re.compile("Welche Klassen")).get_by_role("checkbox").first.check()
    office.get_by_role("group", name=re.compile("Welche Lehrkräfte")).get_by_label(
        re.compile("class_teacher")
    ).check()
    looks_right(office)
    office.get_by_role("button", name="Weiter").click()
    expect(office.get_by_text(f"0 von {TIMES} Zeiten")).to_be_visible()
    looks_right(office)
    office.get_by_role("button", name="Öffnen und einladen").click()
    expect(office.get_by_text(re.compile("Der Sprechtag ist offen"))).to_be_visible()
    return office.url.removesuffix("verwalten/")


def the_firm_books(firm: Page, title: str) -> float:
    """Three taps: the day, a time, the button. Returns how long the product took for them, in seconds."""
    took = -perf_counter()
    firm.get_by_role("link", name=re.compile(f"Gespräch buchen: {title}")).click()
    firm.get_by_role("link", name=re.compile("9:15 frei")).click()
    firm.get_by_role("button", name="Gespräch buchen").click()
    expect(firm.get_by_text("Gebucht. Die Lehrkraft weiß Bescheid.")).to_be_visible()
    took += perf_counter()
    expect(firm.locator("main")).to_contain_text("9:15 bis 9:30")
    looks_right(firm)
    return took


def pages_of_the_firm_look_right(firm: Page, day: str) -> None:
    """The table of times and the form, on a phone."""
    firm.goto(day)
    looks_right(firm)
    firm.get_by_role("link", name=re.compile("frei")).first.click()
    expect(firm.get_by_role("button", name="Gespräch buchen")).to_be_visible()
    looks_right(firm)


def test_a_day_from_making_it_to_calling_it_off(
    visit: Callable[..., Page], world: Known, site: Stage
) -> None:
    people, title = world["people"], "Sprechtag vor den Ferien"
    office = visit(people["school_office"], LIST)
    day = the_school_makes_a_day(office, title)
    firm = visit(people["trainer"], LIST, size=PHONE)
    took = the_firm_books(firm, title)
    assert took < 30, took
    pages_of_the_firm_look_right(firm, day)
    teacher = visit(people["class_teacher"], day.removeprefix(site.url))
    teacher.get_by_role("link", name="Meine Zeiten").click()
    row = teacher.get_by_role("row", name=re.compile("9:15 bis 9:30"))
    expect(row).to_contain_text(world["first"]["name"])
    looks_right(teacher)
    other = visit(people["other_trainer"], day.removeprefix(site.url))
    expect(other.get_by_text("belegt")).to_have_count(1)
    looks_right(other)
    assert world["first"]["name"] not in other.content()
    office.get_by_role("link", name="Sprechtag absagen").click()
    expect(office.locator("main")).to_contain_text("1 Gespräch ist gebucht")
    looks_right(office)
    office.get_by_role("button", name="Absagen und benachrichtigen").click()
    expect(office.get_by_text(re.compile("Der Sprechtag ist abgesagt"))).to_be_visible()
    firm.goto(f"{site.url}/nachrichten/")
    expect(firm.locator("main")).to_contain_text(f"{title} ist abgesagt")
    looks_right(firm)
    firm.goto(f"{site.url}{LIST}")
    expect(firm.locator("main")).to_contain_text("von der Schule abgesagt")


def test_with_keys_alone_a_time_is_booked_and_given_back(
    visit: Callable[..., Page], world: Known, site: Stage
) -> None:
    day = the_school_makes_a_day(visit(world["people"]["head_of_school"], LIST), "Sprechtag mit Tasten")
    firm = visit(world["people"]["deputy_trainer"], day.removeprefix(site.url), size=DESKTOP)
    time = firm.get_by_role("link", name=re.compile("frei")).nth(3)
    time.focus()
    firm.keyboard.press("Enter")
    expect(firm.get_by_role("button", name="Gespräch buchen")).to_be_visible()
    firm.get_by_label("Worum geht es?").focus()
    firm.keyboard.type("Zwischenprüfung")
    firm.keyboard.press("Enter")
    expect(firm.get_by_text("Gebucht.")).to_be_visible()
    firm.get_by_role("button", name="Gespräch absagen").focus()
    firm.keyboard.press("Enter")
    firm.get_by_role("button", name="Absagen", exact=True).press("Enter")
    expect(firm.get_by_text("Abgesagt. Die Lehrkraft weiß Bescheid.")).to_be_visible()


def test_sixty_clients_book_forty_times_without_a_double(
    visit: Callable[..., Page], world: Known, site: Stage
) -> None:
    """Real HTTP against the served site: all want the first time at once; who did not get it takes another from the table as it is then."""
    day = the_school_makes_a_day(visit(world["people"]["head_of_school"], LIST), "Sprechtag für viele")
    clients = site.order("trainers", name="ad", number=CLIENTS)
    room, begin = world["first"]["room"], Barrier(CLIENTS)

    def run(number: int) -> str:
        client = Client(site.url, clients[number])
        free = FREE.findall(client.text(day.removeprefix(site.url)))
        begin.wait(timeout=120)
        wanted = 0
        while free:
            path, slot = free[wanted % len(free)]
            if client.books(path, slot=slot, about=room):
                return str(slot)
            free, wanted = FREE.findall(client.text(day.removeprefix(site.url))), number
        return "nothing left"

    with ThreadPoolExecutor(CLIENTS) as pool:
        said = list(pool.map(run, range(CLIENTS)))
    booked = [one for one in said if one != "nothing left"]
    assert len(booked) == len(set(booked)) == TIMES
    assert Counter(said)["nothing left"] == CLIENTS - TIMES
    assert site.order("talks", day=day.rstrip("/").rpartition("/")[2]) == {"talks": TIMES, "times": TIMES}


class Client:
    """A browser without a window: it keeps cookies, follows redirects, and sends the form's token."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        self.browser = requests.Session()
        self.browser.cookies.set("zk_session", session)

    def books(self, path: str, *, slot: str, about: str) -> bool:
        """True if the time is this client's now."""
        found = TOKEN.search(self.text(path))
        if not found:
            return False
        sent = {"csrfmiddlewaretoken": found[1], "slot": slot, "about": about, "topic": ""}
        answer = self.browser.post(f"{self.address}{path}", sent, timeout=120)
        assert answer.status_code in {200, 409}, (answer.status_code, answer.text[:500])
        return "Gebucht. Die Lehrkraft" in answer.text

    def text(self, path: str) -> str:
        """Returns the page."""
        answer = self.browser.get(f"{self.address}{path}", timeout=120)
        assert answer.status_code == 200, answer.status_code
        return answer.text
