"""Calendar programs as people use them: vdirsyncer fetches an address into a folder, khal lists what is in it; vobject reads it once more."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.cli.processes import environment

PROGRAMS = Path(__file__).resolve().parent.parent.parent / ".tools" / "peers" / "bin"
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "web"
b = "local"
collections = null
[storage web]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[feed]]
path = {folder}/events
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
FORMAT = "{start-date}|{start-time}|{end-time}|{title}|{status}"
READ = """
import json, sys, vobject
calendar = vobject.readOne(sys.stdin.buffer.read().decode())
calendar.validate(raiseException=True)
json.dump([[event.uid.value, event.summary.value, event.dtstart.value.isoformat()] for event in calendar.vevent_list], sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Program:
    """One person's calendar program with its own folder."""

    folder: Path

    def subscribe(self, url: str) -> None:
        """The program knows the address from now on."""
        (self.folder / "events").mkdir(parents=True, exist_ok=True)
        (self.folder / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=self.folder, url=url))
        (self.folder / "khal.conf").write_text(KHAL.format(folder=self.folder))
        self._run("vdirsyncer", "-c", str(self.folder / "vdirsyncer.conf"), "discover")

    def fetch(self) -> str:
        """The folder holds what the address holds; returns what the program wrote."""
        return self._run("vdirsyncer", "-c", str(self.folder / "vdirsyncer.conf"), "sync")

    def listed(self, first: str, days: int) -> list[list[str]]:
        """Returns what the person sees from that day on: day, times, title, state."""
        said = self._run(
            "khal", "-c", str(self.folder / "khal.conf"), "list", "--day-format", "", "--format", FORMAT, first, f"{days}d"
        )  # fmt: skip
        return [line.split("|") for line in said.splitlines() if "|" in line]

    def _run(self, program: str, *arguments: str) -> str:
        path = PROGRAMS / program
        assert path.exists(), "run `python3 tools/bootstrap.py --peers` first (make does)"
        done = subprocess.run(
            [str(path), *arguments],
            env={**environment(self.folder), "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr


def read_by_another(body: bytes) -> list[list[str]]:
    """Returns UID, title and beginning of the events as vobject reads them; fails where it finds the file wrong."""
    done = subprocess.run(
        [str(PROGRAMS / "python"), "-c", READ], input=body, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[list[str]] = json.loads(done.stdout)
    return found
