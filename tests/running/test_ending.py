"""One web process that is told to end: it says so, answers what it has begun, and is gone."""

import http.client
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests.cli.processes import becomes
from tests.running.load import TOKEN
from tests.running.stage import Installation, asked
from zweiklang.cli.roles import DATABASE
from zweiklang.kernel.ids import new_id


class Saving(threading.Thread):
    """Somebody who saves a line and waits for the answer; `status` 0 means that none came."""

    def __init__(self, installation: Installation, port: int) -> None:
        super().__init__(daemon=True)
        world = installation.cast.worlds["d"]
        self.port, self.status, self.text = port, -1, f"Dosen gesetzt {new_id().hex}"
        self._path = f"/nachweis/{world['first']['room']}/{world['first']['quiet'][1]}/feld/"
        self._session = installation.cast.session("d", "apprentice")

    def run(self) -> None:
        """Saves once."""
        values = {"field": f"line_{new_id()}_week_text", "base": "", "value": self.text, "place": "company"}
        headers = {
            "Cookie": f"zk_session={self._session}; zk_csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            line.request("POST", self._path, urlencode(values), headers)
            self.status = line.getresponse().status
        except (OSError, http.client.HTTPException):
            self.status = 0


@contextmanager
def _held(installation: Installation) -> Iterator[psycopg.Connection[Any]]:
    """Inside the block whoever wants to write a line waits."""
    with psycopg.connect(installation.server.url("postgres", DATABASE)) as holder:
        holder.execute("LOCK TABLE records_line IN EXCLUSIVE MODE")
        yield holder


def _waits(installation: Installation) -> bool:
    return bool(
        installation.rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%records_line%%'"
        )
    )


def test_it_says_that_it_goes_answers_what_it_has_begun_and_is_gone(installation: Installation) -> None:
    web = installation.pages(ZWEIKLANG_DRAIN_SECONDS="2")
    with _held(installation) as holder:
        saving = Saving(installation, web.port)
        saving.start()
        assert becomes(lambda: _waits(installation))
        web.process.send_signal(signal.SIGTERM)
        # For as long as balancers need to notice, it serves on.
        assert becomes(lambda: asked(web.port, "/health/ready") == 503, within=1.5)
        assert asked(web.port, "/impressum/") == 200
        assert becomes(lambda: asked(web.port, "/impressum/") == 0, within=30)
        assert web.process.poll() is None
        assert saving.status == -1
        holder.rollback()
    saving.join(20)
    assert saving.status == 200
    assert installation.rows("SELECT count(*) FROM records_line WHERE text = %s", saving.text) == [(1,)]
    assert web.process.wait(20) == 0
    assert "killed" not in web.text()


def test_a_second_signal_ends_it_at_once(installation: Installation) -> None:
    web = installation.pages()
    with _held(installation):
        saving = Saving(installation, web.port)
        saving.start()
        assert becomes(lambda: _waits(installation))
        web.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert web.process.poll() is None
        web.process.send_signal(signal.SIGTERM)
        web.process.wait(5)
        saving.join(5)
        assert saving.status == 0
    assert installation.rows("SELECT count(*) FROM records_line WHERE text = %s", saving.text) == [(0,)]
