"""The disk is full: people read it, nothing is half done, and once there is room it goes on without anybody's hand."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.processes import becomes
from tests.faults.acting import Press, writing
from tests.faults.browser import Answer, Browser, unclear
from tests.faults.cast import Cast
from tests.faults.conftest import still_copy
from tests.faults.judge import judged
from tests.faults.machine import Machine
from zweiklang.cli.roles import DATABASE
from zweiklang.kernel.ids import new_id

SIZE = "400m"
# A file system of its own, seen by this server alone and gone with it.
IN_SMALL = 'mount -t tmpfs -o size="$1",mode=755 tmpfs "$2" && mkdir "$2/var" && cp -a "$3" "$2/var/postgres" && shift 3 && exec "$@"'


class Small(Machine):
    """A machine whose var folder is a small file system; from outside it is seen through the process."""

    @property
    def inside(self) -> Path:
        """The var folder as the server sees it."""
        return Path(f"/proc/{self.main.pid}/root{self.var_dir}")

    def superuser_url(self) -> str:
        """The socket, through the process."""
        return f"postgresql://postgres@/{DATABASE}?host={self.inside}/postgres"

    def fill(self) -> None:
        """Not a byte is left."""
        with (self.inside / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
            while True:
                ballast.write(b"\0" * 65536)

    def exhaust_log(self) -> None:
        """The next segment of the log of changes had no place: PostgreSQL cannot go on, and cannot start either."""
        with contextlib.suppress(psycopg.OperationalError):
            for _ in range(60):
                self.rows("SELECT pg_logical_emit_message(false, 'faults', 'one more'), pg_switch_wal()")
            raise AssertionError("the log of changes has always found a place")

    def free(self) -> None:
        """There is room again."""
        (self.inside / "ballast").unlink()


def can_mount() -> bool:
    """Whether this account may have a file system of its own."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    tried = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def small(filled: tuple[Machine, Cast]) -> Iterator[tuple[Small, Cast]]:
    """It serves, with some room left."""
    if not can_mount():
        reason = "needs root on Linux, and the right to mount a file system"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    first, cast = filled
    folder = first.var_dir.with_name("small")
    folder.mkdir()
    machine = Small(folder / "var")
    machine.log = folder.with_name("small.txt")
    under = (
        "unshare",
        "-m",
        "--propagation",
        "private",
        "sh",
        "-ec",
        IN_SMALL,
        "sh",
        SIZE,
        str(folder),
        str(still_copy(first)),
    )
    yield machine.start(under=under), cast
    machine.end()


def week(cast: Cast, number: int) -> str:
    """One of the weeks nobody has begun."""
    first = cast.worlds["a"]["first"]
    return f"/nachweis/{first['room']}/{first['quiet'][number]}/"


def long_line(machine: Machine, browser: Browser, where: str) -> Press:
    """A new line with as much text as fits, hard to compress."""
    line, text = str(new_id()), os.urandom(1900).hex()
    values = {"field": f"line_{line}_week_text", "base": "", "value": text, "place": "company"}
    query = "SELECT count(*) FROM records_line WHERE id = %s AND text = %s"
    return Press(
        "line", lambda: browser.post(f"{where}feld/", values), lambda: machine.value(query, line, text)
    )


def send_file(browser: Browser, room: str) -> Answer:
    """A file of 300 kB begins to arrive, and its first part is sent."""
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "300000", "Upload-Metadata": "filename YS50eHQ="}
    begun = browser.ask("POST", f"/nachrichten/dateien/raum/{room}/hochladen/", b"", headers)
    if begun.status != 201:
        return begun
    part = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    return browser.ask("PATCH", begun.headers["location"], b"Bericht\n" * 37500, part)


def test_a_full_disk_is_said_and_room_is_all_it_needs(small: tuple[Small, Cast]) -> None:
    machine, cast = small
    browser = Browser(machine.port, cast.session("a", "apprentice"))
    trainer = Browser(machine.port, cast.session("a", "trainer"))
    room = cast.worlds["a"]["first"]["room"]
    machine.fill()
    kept, refused = [], []
    for number in range(300):
        press = long_line(machine, browser, week(cast, number % 12))
        answer = press.send()
        (kept if answer.status == 200 else refused).append((press, answer))
        if len(refused) == 3:
            break
    assert len(refused) == 3, f"{len(kept)} lines were saved on a disk without room"
    assert {answer.status for _, answer in refused} == {507}
    assert all("Unser Speicher ist gerade voll." in answer.sentence for _, answer in refused)
    assert [press.effects() for press, _ in refused] == [0, 0, 0]
    assert browser.get(f"/nachweis/{room}/").status == 200, "reading needs no room"
    file = send_file(trainer, room)
    assert (file.status, "Unser Speicher ist gerade voll." in file.sentence) == (507, True), file
    machine.free()
    assert [press.send().status for press, _ in refused] == [200, 200, 200]
    assert send_file(trainer, room).status == 204
    assert all(press.effects() == 1 for press, _ in (*kept, *refused))
    assert unclear([*browser.answers, *trainer.answers]) == []
    assert judged(machine) == []


def test_a_database_that_falls_over_for_want_of_room_comes_back_when_there_is_some(
    small: tuple[Small, Cast],
) -> None:
    machine, cast = small
    browser = Browser(machine.port, cast.session("a", "apprentice"))
    before = writing(machine, browser, week(cast, 13))
    assert before.send().status == 200
    press = writing(machine, browser, week(cast, 13))
    machine.fill()
    machine.exhaust_log()
    answers = [press.send() for _ in range(2)]
    assert {answer.status for answer in answers} <= {503, 507}, answers
    assert machine.main.is_running(), machine.wrote()
    assert becomes(lambda: "PostgreSQL starts again when" in machine.wrote(), within=40), machine.wrote()
    machine.free()
    assert browser.insist(press.send, within=90).status == 200, machine.wrote()
    assert (before.effects(), press.effects()) == (1, 1)
    assert unclear(browser.answers) == []
    assert judged(machine) == []
