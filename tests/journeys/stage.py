"""The stage of the journeys: a database of their own with committed worlds, and the product served on it as in production.

One granian worker, application role, content security policy, hashed static files, no demo mode. Journeys that write
ask for a world of their own by name; those that only look use "a" and "b".
"""

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.cli.processes import Running, becomes, environment, free_port
from tests.database import ROOT, fresh_database

type Known = dict[str, Any]


@dataclass(slots=True)
class Stage:
    """The served site and the worlds in it. `others`: e-mail addresses of people without a room, and `crossing`."""

    var_dir: Path
    port: int
    settings: dict[str, str]
    director: subprocess.Popen[str]
    server: Running
    worlds: dict[str, Known] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the site, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def live_url(self) -> str:
        """The address of the live line, without a slash at the end."""
        return self.settings["ZWEIKLANG_LIVE_URL"]

    def world(self, name: str) -> Known:
        """Returns what `director.told` says about the world of that name, which exists now."""
        if name not in self.worlds:
            self.worlds[name] = self.order("world", name=name)
        return self.worlds[name]

    def order(self, what: str, **arguments: Any) -> Any:
        """Returns the director's answer; fails if it has none."""
        assert self.director.stdin
        self.director.stdin.write(json.dumps({"do": what, **arguments}) + "\n")
        self.director.stdin.flush()
        return self.hear()

    def hear(self) -> Any:
        """Returns the next line of the director."""
        assert self.director.stdout
        line = self.director.stdout.readline()
        assert line, "the director has left; its error stands above"
        return json.loads(line)

    def stop_serving(self) -> None:
        """Nobody answers at `url` any more."""
        self.server.end(signal.SIGTERM)

    def serve_again(self) -> None:
        """The site answers at the same address."""
        self.server = serve(self.var_dir, self.port, self.settings)

    def letters(self, recipient: str) -> list[str]:
        """Returns the texts of the mails to that address, oldest first, once the worker has sent one."""
        from zweiklang.kernel.mail import read_folder

        def found() -> list[EmailMessage]:
            mails = reversed(read_folder(self.var_dir / "mail"))
            return [m for m in mails if isinstance(m, EmailMessage) and m["To"] == recipient]

        becomes(lambda: bool(found()))
        return [str(body.get_content()) for m in found() if (body := m.get_body(("plain",)))]


def serve(var_dir: Path, port: int, settings: dict[str, str]) -> Running:
    """The site answers at that port, and the live line beside it."""
    server = Running("serve", "--workers", "1", var_dir=var_dir, port=port, **settings)
    assert server.answer("/hilfe/") == 200
    assert becomes(lambda: live_line_is_up(settings["ZWEIKLANG_LIVE_URL"])), server.text()
    return server


def live_line_is_up(url: str) -> bool:
    """Whether the live process listens to the database: then it asks for a ticket."""
    try:
        urllib.request.urlopen(f"{url}/nachrichten/live/", timeout=10)
    except urllib.error.HTTPError as error:
        return error.code == 401
    except OSError:
        return False
    raise AssertionError("somebody listens without a ticket")


@contextmanager
def stage(var_dir: Path) -> Iterator[Stage]:
    """Inside the block the site is served; afterwards server, director and database are gone."""
    with fresh_database("journeys") as urls:
        settings = {
            "DATABASE_URL": urls.app,
            "ZWEIKLANG_SECRET_KEY": "for-journeys-only-and-long-enough-for-django-to-accept-it",
            "ZWEIKLANG_HTTPS": "false",
            "ZWEIKLANG_MAIL_URL": "folder",
            "ZWEIKLANG_LOG_LEVEL": "WARNING",
            "ZWEIKLANG_VAPID_PRIVATE_KEY": "ir3kEG0LGT_rT6QkxuzVnlnf-zNpOV_8LnRrrvEYqIQ",
        }
        more = {"DATABASE_OWNER_URL": urls.owner, "DJANGO_SETTINGS_MODULE": "zweiklang.config.settings"}
        port = free_port()
        settings["ZWEIKLANG_URL"] = f"http://127.0.0.1:{port}"
        settings["LIVE_PORT"] = str(free_port())
        settings["ZWEIKLANG_LIVE_URL"] = f"http://127.0.0.1:{settings['LIVE_PORT']}"
        director = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.director"],
            cwd=ROOT,
            env=environment(var_dir, **settings, **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        found = Stage(var_dir, port, settings, director, serve(var_dir, port, settings))
        try:
            told = found.hear()
            found.worlds, found.others = told["worlds"], told["others"]
            yield found
        finally:
            director.stdin.close()
            director.wait(30)
            found.stop_serving()
