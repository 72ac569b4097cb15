"""The product through PgBouncer in transaction mode, whose two connections to the server all of its clients share."""

import http.client
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.cli.processes import Running, becomes, free_port
from tests.faults.cast import WORLDS
from tests.running.conftest import needs
from tests.running.load import TOKEN
from tests.running.pooler import keeps_statements, running_pooler
from tests.running.stage import Installation, page
from tests.worlds import PASSWORD
from zweiklang.cli.roles import APP, DATABASE
from zweiklang.kernel.ids import new_id

CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class Pooled:
    """Web, worker and live on one database; `pooler` is the port that web processes know."""

    installation: Installation
    pooler: int
    web: Running
    live: int


@pytest.fixture(scope="module")
def pooled(place: Installation) -> Iterator[Pooled]:
    """Everything runs, for the tests of this file."""
    needs("pgbouncer")
    folder = place.folder / "pooler"
    folder.mkdir(mode=0o755)
    with running_pooler(folder, place.server, connections=CONNECTIONS) as port:
        live = free_port()
        settings = place.settings(
            through=port, ZWEIKLANG_PGBOUNCER="transaction", ZWEIKLANG_LIVE_URL=f"http://127.0.0.1:{live}"
        )
        place.start("live", port=live, **settings)
        place.start_worker(**settings)
        web = place.pages(through=port, **{key: settings[key] for key in settings if "ZWEIKLANG" in key})
        yield Pooled(place, port, web, live)
        place.end()


class Person:
    """Somebody at a browser who signs in with a password."""

    def __init__(self, port: int, email: str) -> None:
        self.port, self.cookies = port, {"zk_csrf": TOKEN}
        self.ask("POST", "/konto/login/", {"login": email, "password": PASSWORD}, wanted=302)
        assert "zk_session" in self.cookies

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, *, wanted: int = 200) -> str:
        """Returns the body of the answer, which is of that status."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self.cookies["zk_csrf"]}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = line.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(value).items() if one.value}
        line.close()
        assert answer.status == wanted, f"{answer.status} {path} {body[:300]}"
        return body

    def listens(self) -> http.client.HTTPResponse:
        """An open stream of this person."""
        found = re.search(r"http://127\.0\.0\.1:(\d+)([^\"]+)", self.ask("GET", "/nachrichten/live-karte/"))
        assert found
        line = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=30)
        line.request("GET", found[2])
        answer = line.getresponse()
        assert answer.status == 200
        assert answer.readline() == b"event: hello\n"
        return answer


def test_a_week_goes_its_way(pooled: Pooled) -> None:
    world = pooled.installation.cast.worlds["c"]
    apprentice, trainer = (
        Person(pooled.web.port, world["people"][capacity]) for capacity in ("apprentice", "trainer")
    )
    week = f"/nachweis/{world['first']['room']}/{world['first']['quiet'][0]}/"
    text = f"Verteiler beschriftet {new_id().hex}"
    name = f"line_{new_id()}_week_text"
    apprentice.ask("POST", f"{week}feld/", {"field": name, "base": "", "value": text, "place": "company"})
    apprentice.ask("POST", f"{week}einreichen/", {}, wanted=302)
    body = trainer.ask("GET", week)
    assert text in body
    seen = re.search(r'name="seen" value="(\w{64})"', body)
    assert seen
    trainer.ask("POST", f"{week}unterschreiben/", {"seen": seen[1]}, wanted=302)
    [(state,)] = pooled.installation.rows(
        "SELECT w.state FROM records_week w JOIN records_line l ON l.week_id = w.id WHERE l.text = %s", text
    )
    assert state == "signed"


def test_a_message_is_heard_at_once(pooled: Pooled) -> None:
    world = pooled.installation.cast.worlds["c"]
    teacher, trainer = (
        Person(pooled.web.port, world["people"][capacity]) for capacity in ("class_teacher", "trainer")
    )
    [(talk,)] = pooled.installation.rows(
        "SELECT room_id FROM exchange_conversation WHERE about_room_id = %s", world["first"]["room"]
    )
    stream = trainer.listens()
    message = {"message": str(new_id()), "text": f"Zeugnis liegt bei {new_id().hex}", "fragment": "1"}
    teacher.ask("POST", f"/nachrichten/gespraeche/{talk}/", message)
    lines = iter(
        stream.readline, b"event: news\n"
    )  # an unread stream ends with an error after thirty seconds
    assert all(line in {b"\n", b":\n"} or line.startswith(b"data:") for line in lines)
    assert message["text"] in trainer.ask("GET", f"/nachrichten/gespraeche/{talk}/")


def test_a_mail_asked_for_through_the_pooler_leaves(pooled: Pooled) -> None:
    email = pooled.installation.cast.worlds["c"]["people"]["class_teacher"]
    line = http.client.HTTPConnection("127.0.0.1", pooled.web.port, timeout=30)
    headers = {
        "Cookie": f"zk_csrf={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line.request("POST", "/konto/login/code/", urlencode({"email": email}), headers)
    assert line.getresponse().status == 302
    line.close()
    mails = pooled.installation.var_dir / "mail"
    assert becomes(lambda: any(_is_to(path, email) for path in mails.glob("*.eml")), within=40)


def _is_to(path: Path, email: str) -> bool:
    return f"To: {email}" in path.read_text() or email in path.read_text().partition("\n\n")[0]


def test_nobody_sees_anything_of_whose_connection_it_was_before(pooled: Pooled) -> None:
    """As many people as there are worlds, all at once, over two connections: each reads the own record and no other."""
    cast, port = pooled.installation.cast, pooled.web.port
    rooms = {name: cast.worlds[name]["first"]["room"] for name in WORLDS}
    wrong: list[str] = []

    def read(name: str) -> None:
        session, others = cast.session(name, "apprentice"), [rooms[one] for one in WORLDS if one != name]
        for turn in range(10):
            own = page(port, f"/nachweis/{rooms[name]}/", session)
            if rooms[name] not in own or any(other in own for other in others):
                wrong.append(f"{name} reads another record, or not the own one")
            other = page(port, f"/nachweis/{others[turn % len(others)]}/", session)
            if "data-error-message" not in other or rooms[name] in other:
                wrong.append(f"{name} is let in elsewhere: {other[:200]}")

    readers = [threading.Thread(target=read, args=(name,)) for name in WORLDS for _ in range(2)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(120)
    assert wrong == []
    assert _sessions(pooled) <= CONNECTIONS


def test_what_a_transaction_says_of_itself_ends_with_it(pooled: Pooled) -> None:
    """Straight at the pooler: a client without a person follows one with a person and one in the system role."""
    url = pooled.installation.server.url(APP, DATABASE, port=pooled.pooler)
    [(person,)] = pooled.installation.rows(
        "SELECT id::text FROM people_person WHERE email = %s",
        pooled.installation.cast.worlds["a"]["people"]["apprentice"],
    )
    with (
        psycopg.connect(url, prepare_threshold=None) as before,
        psycopg.connect(url, prepare_threshold=None) as after,
    ):
        served = set()
        for _ in range(20):
            before.execute("SELECT set_config('zweiklang.person', %s, true)", [person])
            [(count, backend)] = before.execute(
                "SELECT count(*), pg_backend_pid() FROM records_week"
            ).fetchall()
            assert count > 0
            before.execute("SET LOCAL ROLE zweiklang_system")
            before.commit()
            [found] = after.execute(
                "SELECT current_user, coalesce(current_setting('zweiklang.person', true), ''), (SELECT count(*) FROM records_week),"
                " pg_backend_pid()"
            ).fetchall()
            after.commit()
            assert found[:3] == (APP, "", 0)
            served.add(backend == found[3])
        assert True in served, "the second client never had the connection of the first"


def _sessions(pooled: Pooled) -> int:
    """How many connections the pooler holds for the application."""
    [(count,)] = pooled.installation.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND application_name NOT LIKE 'zweiklang %%'",
        APP,
    )
    return int(count)


def test_without_the_setting_prepared_statements_would_be_missed(pooled: Pooled) -> None:
    """What ZWEIKLANG_PGBOUNCER is for: this pooler does not keep them."""
    url = pooled.installation.server.url(APP, DATABASE, port=pooled.pooler)
    if keeps_statements():
        _ask_twice(url, prepare_threshold=0)
        return
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        _ask_twice(url, prepare_threshold=0)
    _ask_twice(url, prepare_threshold=None)


def _ask_twice(url: str, *, prepare_threshold: int | None) -> None:
    """The same statement over one connection of the server and then over the other, because somebody holds the first."""
    with (
        psycopg.connect(url, prepare_threshold=prepare_threshold) as one,
        psycopg.connect(url, prepare_threshold=None) as other,
    ):
        one.execute("SELECT 1")
        one.commit()
        other.execute("SELECT 2")
        one.execute("SELECT 1")
