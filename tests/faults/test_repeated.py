"""The same request several times at once and once more later: one effect, and an answer that says how it stands. Two browsers on one week."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from tests.faults.acting import Press, pressing, saying, writing
from tests.faults.browser import Answer, unclear
from tests.faults.conftest import Place
from tests.faults.judge import judged
from tests.faults.machine import Machine
from zweiklang.kernel.ids import new_id

WORLD = "d"
AT_ONCE = 6
"""Requests in one instant."""
BOOKABLE = """
    SELECT s.day_id::text, s.id::text FROM exchange_consultationslot s
      JOIN exchange_consultationhost h ON h.id = s.host_id JOIN people_person p ON p.id = h.person_id
     WHERE NOT s.taken AND NOT s.blocked AND p.email = %s ORDER BY s.starts_at LIMIT 1"""


def at_once(press: Press) -> list[Answer]:
    """The answers to the same request, sent several times in one instant; browsers do so on a second click."""
    start = Barrier(AT_ONCE)

    def run(_: int) -> Answer:
        start.wait(timeout=30)
        return press.send()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def counts_once(press: Press, *answers: int) -> None:
    """It is done once, however often it was asked for; `answers` are the statuses that may be read."""
    found = [*at_once(press), press.send()]
    assert press.effects() == 1, (press.name, [(one.status, one.text[-1500:]) for one in found[-1:]])
    assert {one.status for one in found} <= set(answers), (
        press.name,
        [(one.status, one.sentence) for one in found],
    )
    assert unclear(found) == []


@pytest.fixture(scope="module")
def first(place: Place) -> dict[str, Any]:
    """The first apprenticeship of a world in which nothing was killed."""
    found: dict[str, Any] = place.cast.worlds[WORLD]["first"]
    return found


def week_of(first: dict[str, Any], number: int) -> str:
    return f"/nachweis/{first['room']}/{first['quiet'][number]}/"


def test_writing_submitting_signing_and_returning_count_once(place: Place, first: dict[str, Any]) -> None:
    machine = place.machine
    apprentice, trainer = place.browser(WORLD, "apprentice"), place.browser(WORLD, "trainer")
    for number in (0, 1):
        counts_once(writing(machine, apprentice, week_of(first, number)), 200)
        submit = pressing(machine, apprentice, week_of(first, number), "einreichen", "submitted")
        counts_once(submit, 302)
    page = apprentice.after(submit.send())
    assert "Holen Sie sie zurück, wenn Sie etwas ändern möchten." in page.text, (
        "the second press has an answer"
    )
    seen = re.search(r'name="seen" value="(\w{64})"', trainer.get(week_of(first, 0)).text)
    assert seen
    counts_once(pressing(machine, trainer, week_of(first, 0), "unterschreiben", "signed", seen=seen[1]), 302)
    reason = {"reason": "Am Dienstag fehlen die Stunden."}
    counts_once(pressing(machine, trainer, week_of(first, 1), "zurueckgeben", "returned", **reason), 302)
    assert judged(machine) == []


def test_a_signature_from_a_page_of_before_is_refused_and_changes_nothing(
    place: Place, first: dict[str, Any]
) -> None:
    """Replayed after the week came back changed: nobody signs what they did not see."""
    machine, week = place.machine, week_of(first, 2)
    apprentice, trainer = place.browser(WORLD, "apprentice"), place.browser(WORLD, "trainer")
    assert writing(machine, apprentice, week).send().status == 200
    apprentice.post(f"{week}einreichen/")
    seen = re.search(r'name="seen" value="(\w{64})"', trainer.get(week).text)
    assert seen
    signing = pressing(machine, trainer, week, "unterschreiben", "signed", seen=seen[1])
    apprentice.post(f"{week}zurueckholen/")
    assert writing(machine, apprentice, week).send().status == 200
    apprentice.post(f"{week}einreichen/")
    answer = signing.send()
    assert signing.effects() == 0
    assert "Die Woche hat sich geändert, seit Sie sie geöffnet haben." in trainer.after(answer).text


def test_a_remark_counts_once(place: Place, first: dict[str, Any]) -> None:
    trainer, text = place.browser(WORLD, "trainer"), f"Bitte genauer, {uuid4().hex[:8]}."
    week = f"/nachweis/{first['room']}/{first['weeks']['draft']}/"
    query, path, values = (
        "SELECT count(*) FROM records_comment WHERE text = %s",
        f"{week}anmerken/",
        {"comment": text},
    )
    counts_once(
        Press("remark", lambda: trainer.post(path, values), lambda: place.machine.value(query, text)), 302
    )


def test_a_message_counts_once(place: Place, first: dict[str, Any]) -> None:
    query = "SELECT room_id::text FROM exchange_conversation WHERE about_room_id = %s LIMIT 1"
    room = place.machine.value(query, first["room"])
    counts_once(saying(place.machine, place.browser(WORLD, "class_teacher"), room), 200)


def test_a_part_of_a_file_counts_once(place: Place, first: dict[str, Any]) -> None:
    browser, data = place.browser(WORLD, "trainer"), b"Bericht\n" * 4000
    begun = browser.ask(
        "POST",
        f"/nachrichten/dateien/raum/{first['room']}/hochladen/",
        b"",
        {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": "filename YS50eHQ="},
    )
    address = begun.headers["location"]
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    file = address.strip("/").rpartition("/")[2]
    query = "SELECT count(*) FROM exchange_storedfile WHERE id = %s AND received = 16000"
    part = Press(
        "part",
        lambda: browser.ask("PATCH", address, data[:16000], headers),
        lambda: place.machine.value(query, file),
    )
    found = [*at_once(part), part.send()]
    assert sorted(one.status for one in found) == [204] + [409] * AT_ONCE
    assert {one.headers["upload-offset"] for one in found} == {"16000"}
    assert part.effects() == 1


def test_a_time_of_a_consultation_day_is_booked_once(place: Place) -> None:
    teacher = place.cast.worlds[WORLD]["people"]["class_teacher"]
    day, slot = place.machine.rows(BOOKABLE, teacher)[0]
    path, browser = f"/nachrichten/sprechtage/{day}/buchen/{slot}/", place.browser(WORLD, "other_trainer")
    held = "SELECT count(*) FROM exchange_booking WHERE slot_id = %s AND cancelled_at IS NULL"
    before = browser.get(path)
    about = place.cast.worlds[WORLD]["second"]["room"]
    values = {"slot": slot, "about": about, "topic": "Zwischenprüfung"}
    assert before.status == 200
    counts_once(
        Press("booking", lambda: browser.post(path, values), lambda: place.machine.value(held, slot)), 302
    )


def announced(place: Place, capacity: str) -> tuple[str, Callable[[], Answer]]:
    """Returns the id of a draft to all firms, and how it is sent."""
    browser, draft = place.browser(WORLD, capacity), str(new_id())
    form = browser.get("/nachrichten/mitteilungen/neu/").text
    sender = re.search(r'name="sender"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="sender"', form)
    assert sender, form[-2000:]
    begun = browser.post("/nachrichten/mitteilungen/neu/", {"draft": draft, "sender": sender[1] or sender[2]})
    assert begun.status == 302, begun.text[-2000:]
    one = f"/nachrichten/mitteilungen/{draft}/"
    words = {
        "title": f"Projektwochen {uuid4().hex[:6]}",
        "text": "Bitte keine Urlaubstage.",
        "who": "firms",
        "of": "all",
    }
    kept = browser.post(f"{one}entwurf/", {**words, "check": "1"})
    assert kept.status == 302, kept.text[-2000:]
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', browser.get(f"{one}pruefen/").text)
    assert revision
    return draft, lambda: browser.post(f"{one}pruefen/", {"revision": revision[1], "when": "now"})


def test_an_announcement_is_sent_once(place: Place) -> None:
    draft, send = announced(place, "class_teacher")
    state = "SELECT (state IN ('sending', 'sent'))::int FROM exchange_announcement WHERE id = %s"
    counts_once(Press("announcement", send, lambda: place.machine.value(state, draft)), 302)
    twice = "SELECT count(*) FROM (SELECT person_id FROM exchange_delivery WHERE announcement_id = %s GROUP BY 1 HAVING count(*) > 1) d"
    assert place.machine.value(twice, draft) == 0


def text_of(machine: Machine, line: str) -> str:
    return str(machine.value("SELECT text FROM records_line WHERE id = %s", line))


def test_two_browsers_on_one_line_lose_nothing_either_wrote(place: Place, first: dict[str, Any]) -> None:
    machine, week, line = place.machine, week_of(first, 3), str(new_id())
    here, there = place.browser(WORLD, "apprentice"), place.browser(WORLD, "apprentice")
    field = {"field": f"line_{line}_week_text", "place": "company"}
    assert here.post(f"{week}feld/", {**field, "base": "", "value": "Kabel gezogen"}).status == 200
    assert (
        there.post(
            f"{week}feld/", {**field, "base": "Kabel gezogen", "value": "Kabel gezogen, Dosen gesetzt"}
        ).status
        == 200
    )
    late = here.post(f"{week}feld/", {**field, "base": "Kabel gezogen", "value": "Kabel gezogen und geprüft"})
    assert late.status == 409
    assert "Kabel gezogen, Dosen gesetzt" in late.text
    assert "Kabel gezogen und geprüft" in late.text
    assert text_of(machine, line) == "Kabel gezogen, Dosen gesetzt"
    both = "Kabel gezogen, Dosen gesetzt\nKabel gezogen und geprüft"
    assert (
        here.post(f"{week}feld/", {**field, "base": "Kabel gezogen, Dosen gesetzt", "value": both}).status
        == 200
    )
    assert text_of(machine, line) == both


def test_of_two_browsers_that_write_one_line_at_once_one_hears_of_the_other(
    place: Place, first: dict[str, Any]
) -> None:
    machine, week, line = place.machine, week_of(first, 4), str(new_id())
    browser, start = place.browser(WORLD, "apprentice"), Barrier(AT_ONCE)
    texts = [f"Fassung {number} {uuid4().hex[:6]}" for number in range(AT_ONCE)]

    def write(text: str) -> Answer:
        start.wait(timeout=30)
        values = {"field": f"line_{line}_week_text", "base": "", "value": text, "place": "company"}
        return browser.post(f"{week}feld/", values)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(texts, pool.map(write, texts), strict=True))
    kept = [text for text, answer in answers.items() if answer.status == 200]
    assert [text_of(machine, line)] == kept
    assert {answer.status for answer in answers.values()} == {200, 409}
    assert all(
        kept[0] in answer.text and text in answer.text
        for text, answer in answers.items()
        if answer.status == 409
    )


def test_a_field_saved_while_the_other_browser_submits_is_in_the_submitted_week_or_refused(
    place: Place, first: dict[str, Any]
) -> None:
    machine, week = place.machine, week_of(first, 5)
    browser = place.browser(WORLD, "apprentice")
    assert writing(machine, browser, week).send().status == 200
    writes = [writing(machine, browser, week) for _ in range(5)]
    submit = pressing(machine, browser, week, "einreichen", "submitted")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [pool.submit(press.send) for press in (*writes[:2], submit, *writes[2:])]
        answers = [one.result() for one in sent]
    saved = [*answers[:2], *answers[3:]]
    assert [press.effects() for press in writes] == [int(answer.status == 200) for answer in saved]
    assert all(
        "Holen Sie sie zurück" in json.loads(answer.text)["error"] for answer in saved if answer.status != 200
    )
    assert submit.effects() == 1
    assert judged(machine) == []
