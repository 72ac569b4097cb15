"""Who works while things break: worlds of the journeys' director, and a session for each person, all made before the first fault."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from tests.cli.processes import environment
from tests.database import ROOT
from tests.faults.machine import SECRET, Machine
from zweiklang.cli.roles import DATABASE

WORLDS = ("a", "b", "c", "d")


@dataclass(slots=True)
class Cast:
    """`worlds` by name, as the director tells of them; `sessions` by e-mail address."""

    worlds: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def session(self, world: str, capacity: str) -> str:
        """Returns the session key of whoever is that in the world."""
        return self.sessions[self.worlds[world]["people"][capacity]]


def assemble(machine: Machine) -> Cast:
    """The worlds are in the machine's database, which runs."""
    urls, cast = machine.postgres.urls(DATABASE), Cast()
    settings = {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "DJANGO_SETTINGS_MODULE": "zweiklang.config.settings",
        "ZWEIKLANG_SECRET_KEY": SECRET,
        "ZWEIKLANG_HTTPS": "false",
        "ZWEIKLANG_MAIL_URL": "folder",
    }
    director = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.director"],
        cwd=ROOT,
        env=environment(machine.var_dir, **settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    cast.worlds = _heard(director)["worlds"]
    for name in WORLDS:
        if name not in cast.worlds:
            cast.worlds[name] = _told(director, do="world", name=name)
        for email in cast.worlds[name]["people"].values():
            cast.sessions[email] = _told(director, do="session", email=email)
    assert director.stdin
    director.stdin.close()
    assert director.wait(30) == 0
    return cast


def _told(director: "subprocess.Popen[str]", **order: str) -> Any:
    assert director.stdin
    director.stdin.write(json.dumps(order) + "\n")
    director.stdin.flush()
    return _heard(director)


def _heard(director: "subprocess.Popen[str]") -> Any:
    assert director.stdout
    line = director.stdout.readline()
    assert line, "the director has left; its error stands above"
    return json.loads(line)
