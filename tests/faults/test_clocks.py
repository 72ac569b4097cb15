"""The web server's clock jumps, two days ahead and an hour back, while PostgreSQL's goes on.

Acts carry PostgreSQL's time, and nobody is sent away.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tools.debian import fetch, program

from tests.cli.processes import becomes, environment
from tests.faults.acting import pressing, saying, writing
from tests.faults.browser import Browser, unclear
from tests.faults.conftest import Place
from tests.faults.judge import judged
from tests.faults.machine import FIRST_PAGE, SECRET, Machine
from zweiklang.cli.roles import APP, DATABASE

FAR_APART = """
    SELECT count(*) FROM (SELECT at AS moment FROM records_recordact UNION ALL SELECT sent_at FROM exchange_message) acts
     WHERE moment > clock_timestamp()"""


@dataclass(slots=True)
class Wrong:
    """A web process that reads its clock from us."""

    machine: Machine
    place: Place
    file: Path

    def says(self, offset: str) -> None:
        """Its clock is so far off from now on; PostgreSQL's is right."""
        self.file.write_text(offset)

    def browser(self, capacity: str) -> Browser:
        """A browser in which that person is signed in."""
        return Browser(self.machine.port, self.place.cast.session("d", capacity))

    def settings(self) -> dict[str, str]:
        """The variables with which any process of this machine reads that clock."""
        found = program("libfaketime.so.1")
        assert found
        return {
            "LD_PRELOAD": str(found.path),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture(scope="module")
def wrong(place: Place) -> Iterator[Wrong]:
    """It serves on the database of the machine, with a right clock."""
    if sys.platform != "linux" or fetch("libfaketime.so.1") is None:
        reason = "needs libfaketime, which Debian and Ubuntu have as a package"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = place.machine.var_dir.with_name("wrong")
    folder.mkdir()
    url = place.machine.postgres.urls(DATABASE).app
    assert APP in url
    machine = Machine(folder / "var", postgres=place.machine.postgres, DATABASE_URL=url)
    machine.arguments = ("serve", "--workers", "1", "--no-worker", "--no-live")
    found = Wrong(machine, place, folder / "offset")
    found.says("+0")
    machine.settings |= found.settings()
    machine.start()
    yield found
    # Under libfaketime Python's `time.sleep` fails (EINVAL), and ending in order sleeps: this machine is killed.
    machine.kill()


@pytest.mark.parametrize(("offset", "number"), [("+2d", 8), ("-1h", 12)])
def test_people_work_on_with_a_wrong_clock_and_what_they_do_has_the_right_time(
    wrong: Wrong, offset: str, number: int
) -> None:
    machine, first = wrong.machine, wrong.place.cast.worlds["d"]["first"]
    week = f"/nachweis/{first['room']}/{first['quiet'][number]}/"
    apprentice, trainer, teacher = (wrong.browser(one) for one in ("apprentice", "trainer", "class_teacher"))
    talk = machine.value(
        "SELECT room_id FROM exchange_conversation WHERE about_room_id = %s LIMIT 1", first["room"]
    )
    before = writing(machine, apprentice, week)
    assert before.send().status == 200
    wrong.says(offset)
    try:
        date = Browser(machine.port).get(FIRST_PAGE).headers["date"]
        assert apprentice.get(week).status == 200, "a session of now counts still"
        for _ in range(3):
            press = writing(machine, apprentice, week)
            assert press.send().status == 200
            assert press.effects() == 1
        submit = pressing(machine, apprentice, week, "einreichen", "submitted")
        submit.send()
        seen = re.search(r'name="seen" value="(\w{64})"', trainer.get(week).text)
        assert seen
        sign = pressing(machine, trainer, week, "unterschreiben", "signed", seen=seen[1])
        sign.send()
        said = saying(machine, teacher, str(talk))
        assert said.send().status == 200
        assert [press.effects() for press in (submit, sign, said)] == [1, 1, 1]
        assert machine.value(FAR_APART) == 0, f"something was done in the future (the server said {date})"
    finally:
        wrong.says("+0")
    assert [one.get(week).status for one in (apprentice, trainer)] == [200, 200]
    assert unclear([*apprentice.answers, *trainer.answers, *teacher.answers]) == []
    assert judged(machine) == []


def test_the_doctor_tells_of_the_wrong_clock(wrong: Wrong) -> None:
    wrong.says("+2d")
    try:
        command = [sys.executable, "-m", "zweiklang.cli", "doctor", "--json"]
        settings = {**wrong.machine.settings, "ZWEIKLANG_SECRET_KEY": SECRET}
        done = subprocess.run(
            command,
            env=environment(wrong.machine.var_dir, **settings),
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )
        (clock,) = [one for one in json.loads(done.stdout)["checks"] if one["name"] == "clocks"]
    finally:
        wrong.says("+0")
    assert (done.returncode, clock["ok"]) == (1, False)
    assert becomes(lambda: Browser(wrong.machine.port).get(FIRST_PAGE).status == 200)
