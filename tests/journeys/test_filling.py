"""A lesson's topic is typed once, by the teacher, and stands in the record of that week: taken with one tap, signed with its mark."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import PHONE
from tests.journeys.looking import too_wide, violations
from tests.journeys.stage import Known, Stage
from tests.journeys.words import SAVED, Thumb
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of

# What the journey may cost on the phone; docs/ux.md tells the measured figures.
MOST_TAPS = 4
MOST_SECONDS = 20
TOPIC = "Schleifen und Felder"
WORDS = f"LF 6 · Fach 1 · {TOPIC}"


@pytest.fixture(scope="module")
def world(site: Stage) -> Known:
    """A world of these journeys' own: four lessons today, and firms read topics from today on."""
    found = site.world("u")
    site.order("lessons_today", world="u")
    site.order("decide", world="u", category="lessons", state="open")
    return found


def week_of(world: Known) -> str:
    return f"/nachweis/{world['first']['room']}/{world['first']['this_week']}/"


def test_the_teacher_types_a_topic_once_for_a_lesson_of_the_week(
    visit: Callable[..., Page], world: Known
) -> None:
    path = f"/schulzeit/klasse/{world['class_room']}/unterricht/?woche={monday_of(today()).isoformat()}"
    page = visit(world["people"]["class_teacher"], path)
    page.get_by_role("link", name="Ganze Woche eintragen").click()
    line = page.get_by_role("row").filter(has=page.locator('input[value="Fach 1"]'))
    line.get_by_label("Lernfeld").fill("6")
    line.get_by_label("Thema").fill(TOPIC)
    assert violations(page) == []
    line.get_by_label("Thema").press("Enter")
    expect(page.get_by_text("1 Thema eingetragen.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=TOPIC)).to_contain_text("LF 6 Anfragen bearbeiten")


def test_the_week_fills_itself_and_is_submitted_on_the_phone(
    visit: Callable[..., Page], world: Known, record_property: Callable[[str, object], None]
) -> None:
    page = visit(world["people"]["apprentice"], size=PHONE, has_touch=True)
    thumb, began = Thumb(), time.monotonic()
    thumb.tap(page.get_by_role("list", name="Was wartet auf mich?").get_by_role("link", name="Woche öffnen"))
    expect(page.get_by_role("group", name="Vorschlag aus dem Klassenbuch")).to_contain_text(WORDS)
    thumb.tap(page.get_by_role("button", name="Alles übernehmen"))
    line = page.get_by_role("group", name="Zeile").filter(has_text=TOPIC)
    expect(line).to_contain_text("von der Schule")
    thumb.tap(line.get_by_label("Ihr Satz dazu"))
    page.keyboard.type("Im Betrieb habe ich damit Messwerte gelesen.")
    line.get_by_label("Zeit").focus()
    expect(line.get_by_text(SAVED).first).to_be_visible()
    thumb.tap(page.get_by_role("button", name="Woche einreichen"))
    expect(page.get_by_text("eingereicht. Ihr Betrieb findet sie in seiner Liste.")).to_be_visible()
    seconds = time.monotonic() - began
    record_property("seconds", round(seconds, 1))
    record_property("taps", thumb.taps)
    row = page.get_by_role("row").filter(has_text=TOPIC)
    expect(row).to_contain_text("Im Betrieb habe ich damit Messwerte gelesen.")
    expect(page.get_by_role("row").filter(has_text="Fach 2, Fach 3, Fach 4")).to_be_visible()
    assert thumb.taps <= MOST_TAPS
    assert seconds < MOST_SECONDS


def test_proposals_are_within_reach_of_everybody(visit: Callable[..., Page], world: Known) -> None:
    second = world["second"]
    page = visit(
        world["people"]["second_apprentice"], f"/nachweis/{second['room']}/{second['this_week']}/", size=PHONE
    )
    expect(page.get_by_role("group", name="Vorschlag aus dem Klassenbuch")).to_contain_text(WORDS)
    assert violations(page) == []
    assert too_wide(page) == []


def test_the_trainer_signs_with_the_schools_words_before_the_eyes(
    visit: Callable[..., Page], world: Known
) -> None:
    page = visit(world["people"]["trainer"], week_of(world), size=PHONE)
    row = page.get_by_role("row").filter(has_text=TOPIC)
    expect(row).to_contain_text(WORDS)
    expect(row).to_contain_text("von der Schule")
    expect(row).to_contain_text("Unterrichtsthema laut Klassenbuch, freigegeben am")
    assert violations(page) == []
    page.get_by_role("button", name="Für den Betrieb unterschreiben").click()
    expect(page.get_by_text(re.compile("unterschrieben"))).not_to_have_count(0)


def test_without_script_a_proposal_is_taken_and_refused(visit: Callable[..., Page], world: Known) -> None:
    second = world["second"]
    path = f"/nachweis/{second['room']}/{second['this_week']}/"
    page = visit(world["people"]["second_apprentice"], path, script=False)
    page.get_by_label("Tätigkeit oder Thema").first.fill("Kabel verlegt")
    page.get_by_role("button", name=f"Übernehmen: {WORDS}").click()
    expect(page.get_by_role("group", name="Zeile").filter(has_text=TOPIC)).to_contain_text("von der Schule")
    expect(page.get_by_label("Tätigkeit oder Thema").first).to_have_value("Kabel verlegt")
    page.get_by_role("button", name=re.compile("Verwerfen: ")).first.click()
    expect(page.get_by_text("Der Vorschlag kommt nicht wieder.")).to_be_visible()
    page.get_by_role("button", name="Wieder vorschlagen").click()
    expect(page.get_by_text("Alle Vorschläge stehen wieder da.")).to_be_visible()
