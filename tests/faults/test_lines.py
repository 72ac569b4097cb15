"""Lost connections, between web and database and between browser and web; a database that is slow, or away for a while."""

import random
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
import pytest

from tests.cli.processes import becomes
from tests.faults.acting import Press, pressing, saying, writing
from tests.faults.browser import TOKEN, Answer, Browser, unclear
from tests.faults.conftest import Place
from tests.faults.judge import judged
from tests.faults.line import Line, line
from tests.faults.machine import Machine
from zweiklang.cli.roles import APP, DATABASE

SECONDS = 8
"""How long one statement may take here; a lock a quarter of it."""


@dataclass(slots=True)
class Far:
    """One web process whose database is reached through `line`; the people are those of world c."""

    machine: Machine
    line: Line
    place: Place

    def browser(self, capacity: str) -> Browser:
        """A browser in which that person is signed in."""
        return Browser(self.machine.port, self.place.cast.session("c", capacity))

    def week(self, number: int) -> str:
        """The address of one of the weeks nobody has begun."""
        first = self.place.cast.worlds["c"]["first"]
        return f"/nachweis/{first['room']}/{first['quiet'][number]}/"

    def talk(self) -> str:
        """The room of a conversation in which the class teacher takes part."""
        room = self.place.cast.worlds["c"]["first"]["room"]
        return str(
            self.machine.value(
                "SELECT room_id FROM exchange_conversation WHERE about_room_id = %s LIMIT 1", room
            )
        )


@pytest.fixture(scope="module")
def far(place: Place) -> Iterator[Far]:
    """It serves; the line is as it should be."""
    folder = place.machine.var_dir.with_name("far")
    folder.mkdir()
    with line(folder / "line", place.machine.postgres.socket_dir) as between:
        url = f"postgresql://{APP}@/{DATABASE}?host={quote(str(folder / 'line'))}"
        settings = {"DATABASE_URL": url, "ZWEIKLANG_STATEMENT_SECONDS": str(SECONDS)}
        machine = Machine(folder / "var", postgres=place.machine.postgres, **settings)
        machine.arguments = ("serve", "--workers", "1", "--no-worker", "--no-live")
        yield Far(machine.start(), between, place)
        machine.end()


@pytest.fixture(autouse=True)
def as_it_should_be(far: Far) -> Iterator[None]:
    """Each test begins and ends with a line that carries."""
    yield
    far.line.delay, far.line.lose_answers_of_commits = 0.0, 0
    far.line.open()
    far.machine.answers()


def once(far: Far, press: Press) -> Answer:
    """The commit reaches PostgreSQL, its answer nobody; the same request again is one effect. Returns what was read at last."""
    far.line.lose_answers_of_commits = 1
    first = press.send()
    assert (first.status, bool(first.sentence)) == (503, True), (press.name, first)
    assert far.line.lose_answers_of_commits == 0
    assert press.effects() == 1, f"{press.name} was not committed: nothing was tried here"
    again = press.send()
    assert again.is_known, (press.name, again)
    assert press.effects() == 1, press.name
    return again


def test_what_was_committed_before_the_line_broke_counts_once(far: Far) -> None:
    apprentice, trainer, teacher = (far.browser(one) for one in ("apprentice", "trainer", "class_teacher"))
    signed, returned = far.week(0), far.week(1)
    for week in (signed, returned):
        assert once(far, writing(far.machine, apprentice, week)).status == 200
        once(far, pressing(far.machine, apprentice, week, "einreichen", "submitted"))
    seen = re.search(r'name="seen" value="(\w{64})"', trainer.get(signed).text)
    assert seen
    once(far, pressing(far.machine, trainer, signed, "unterschreiben", "signed", seen=seen[1]))
    once(far, pressing(far.machine, trainer, returned, "zurueckgeben", "returned", reason="Bitte genauer."))
    assert once(far, saying(far.machine, teacher, far.talk())).status == 200
    assert judged(far.machine) == []


def test_cuts_at_random_moments_lose_and_double_nothing(far: Far) -> None:
    luck, apprentice, week = random.Random(8), far.browser("apprentice"), far.week(2)
    far.line.delay = 0.004  # long enough to be cut anywhere between the first and the last statement
    presses, broken = [writing(far.machine, apprentice, week) for _ in range(12)], 0
    for press in presses:
        knife = threading.Timer(luck.uniform(0.0, 0.2), far.line.cut)
        knife.start()
        answer = press.send()
        knife.join()
        broken += not answer.is_known
        assert apprentice.insist(press.send).status == 200
    assert broken >= 2, "hardly anything was cut in the middle"
    assert [press.effects() for press in presses] == [1] * len(presses)
    assert unclear(apprentice.answers) == []
    assert judged(far.machine) == []


def test_a_slow_line_is_slow_and_nothing_else(far: Far) -> None:
    teacher = far.browser("class_teacher")
    far.line.delay = 0.03
    press = saying(far.machine, teacher, far.talk())
    assert press.send().status == 200
    assert press.effects() == 1
    assert far.browser("apprentice").get("/").status in {200, 302}


def test_a_lock_that_somebody_holds_ends_in_a_sentence_and_leaves_others_alone(far: Far) -> None:
    apprentice, week = far.browser("apprentice"), far.week(3)
    assert writing(far.machine, apprentice, week).send().status == 200
    room, slug = week.strip("/").split("/")[1:]
    waiting = [writing(far.machine, far.browser("apprentice"), week) for _ in range(9)]
    answers: list[Answer] = []
    with psycopg.connect(far.machine.postgres.superuser_url(DATABASE)) as holder:
        holder.execute(
            "SELECT FROM records_week WHERE room_id = %s AND monday = to_date(%s, 'IYYY-\"W\"IW') FOR UPDATE",
            (room, slug),
        )
        threads = [
            threading.Thread(target=lambda press=press: answers.append(press.send())) for press in waiting
        ]
        for thread in threads[:2]:
            thread.start()
        time.sleep(0.5)
        other = far.browser("class_teacher").get(f"/nachweis/{room}/")
        assert (other.status, other.seconds < SECONDS / 4) == (200, True), other.seconds
        for thread in threads[2:]:
            thread.start()
        for thread in threads:
            thread.join(60)
        holder.rollback()
    assert {answer.status for answer in answers} == {503}
    assert {"zu lange" in answer.sentence for answer in answers} == {True}
    assert len(answers) == len(waiting)
    assert unclear(answers) == []
    assert [press.effects() for press in waiting] == [0] * len(waiting)
    assert [press.send().status for press in waiting[:2]] == [200, 200]


def test_while_the_database_is_away_people_read_so_and_afterwards_it_goes_on_at_once(far: Far) -> None:
    apprentice, week = far.browser("apprentice"), far.week(4)
    far.line.close()
    asked = apprentice.get(week)
    sent = writing(far.machine, apprentice, week)
    refused = sent.send()
    for answer in (asked, refused):
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert '<html lang="de">' in answer.text
        assert "Unsere Datenbank antwortet gerade nicht." in answer.sentence
        assert answer.seconds < 9
    assert f'href="{week}"' in asked.text
    assert "Laden Sie diese Seite in Ihrem Browser neu" in refused.text
    style = re.search(r'href="(/static/[^"]+\.css)"', asked.text)
    assert style
    assert Browser(far.machine.port).get(style[1]).status == 200, (
        "the page has no style while the database is away"
    )
    time.sleep(18)
    far.line.open()
    began = time.monotonic()
    assert apprentice.insist(sent.send).status == 200
    assert time.monotonic() - began < 6, "it took longer to come back than to notice"
    assert sent.effects() == 1


def test_a_browser_that_leaves_in_the_middle_and_asks_again_has_one_effect(far: Far) -> None:
    teacher = far.browser("class_teacher")
    press = saying(far.machine, teacher, far.talk())
    captured: list[tuple[str, bytes]] = []
    teacher_ask = teacher.ask
    teacher.ask = lambda method, path, body=None, headers=None: (
        captured.append((path, body or b"")) or Answer(0)
    )
    press.send()
    teacher.ask = teacher_ask
    ((path, body),) = captured
    session = far.place.cast.session("c", "class_teacher")
    for moment in (0.0, 0.01, 0.05):
        leave(far.machine.port, path, body, session, moment)
    assert becomes(lambda: press.effects() == 1)
    assert press.send().status == 200
    assert press.effects() == 1


def leave(port: int, path: str, body: bytes, session: str, moment: float) -> None:
    """The request is sent whole; the connection is cut after so many seconds, whatever was answered."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: zk_csrf={TOKEN}; zk_session={session}\r\n"
        f"X-CSRFToken: {TOKEN}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as sent:
        sent.sendall(head.encode() + body)
        time.sleep(moment)
