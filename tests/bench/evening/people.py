"""What a person of the evening does, request by request, as a browser with script would."""

import html
import random
import re
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TEXTS = re.compile(r'<textarea[^>]* name="(line_[0-9a-f-]{36}_(?:[0-9-]{10}|week)_text)"')
BASES = re.compile(r'<input type="hidden" name="base_(line_[^"]+)" value="([^"]*)"')
DAYS = re.compile(r'hx-get="[^"]*/zeile/([^"/]+)/"')
SEEN = re.compile(r'name="seen" value="([^"]+)"')
WAITING = re.compile(r'href="(/nachweis/([0-9a-f-]{36})/(\d{4}-W\d{2})/)\?von=offen"')
WORK = (
    "Verteiler verdrahtet und geprüft", "Angebote verglichen und dem Meister vorgelegt", "Werkstück nach Zeichnung gefräst",
    "Kundin am Telefon beraten", "Lager gezählt, Fehlmengen gemeldet", "Patientenakten vorbereitet",
)  # fmt: skip


class Unexpected(Exception):
    """An answer that a browser would not have gone on with; the message says which."""


@dataclass(slots=True)
class Ledger:
    """What the site has acknowledged: each save with what it stored, each act with its week."""

    saves: dict[str, str] = field(default_factory=dict)
    acts: list[tuple[str, str, str]] = field(default_factory=list)
    """Act, room, week ("2026-W47")."""

    def dump(self) -> dict[str, object]:
        """Returns it for JSON."""
        return {"saves": self.saves, "acts": self.acts}


class Visitor:
    """Somebody at a browser: cookies of their own, an address of their own behind the proxy. `client` is locust's."""

    def __init__(
        self, client: Any, who: dict[str, str], password: str, ledger: Ledger, *, quiet: str = ""
    ) -> None:
        self.client, self.who, self._password, self._ledger = client, who, password, ledger
        self.quiet, self._jar = quiet, CookieJar()
        self._address = ".".join(("10", *(str(random.randrange(1, 255)) for _ in range(3))))
        self.page, self.saved = "", {}

    # --- signing in ---------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """The person is signed in with address and password, and sees Heute."""
        form = self._get("/konto/login/", "sign-in page")
        data = {
            "csrfmiddlewaretoken": _first(TOKEN, form, "sign-in form"),
            "login": self.who["email"],
            "password": self._password,
        }
        self._send("POST", "/konto/login/", "sign in", data=data, expect=(302,))
        if 'href="/konto/login/' in self._get("/", "Heute") and "Abmelden" not in self.page:
            raise Unexpected(f"{self.who['email']} is not signed in")

    # --- an apprentice ------------------------------------------------------------------------------------------

    def open_week(self) -> None:
        """The week is open for writing."""
        self._get(self._week, "week, writing")
        if 'id="woche"' not in self.page:
            raise Unexpected(f"{self._week} cannot be written")

    def write(self, fields: int) -> None:
        """So many texts are changed and a line is added, each field saved by itself."""
        token, bases = _first(TOKEN, self.page, "form of the week"), self._bases()
        for name in TEXTS.findall(self.page)[:fields]:
            self._save(name, bases.get(name, ""), f"{random.choice(WORK)} ({uuid4().hex[:8]})", token)
        days = DAYS.findall(self.page)
        if days and fields > 1:
            stem = self._new_line(random.choice(days))
            self._save(f"{stem}_text", "", f"{random.choice(WORK)} ({uuid4().hex[:8]})", token)
            self._save(f"{stem}_minutes", "", "1:30", token)

    def submit(self) -> None:
        """The week is submitted: the form with all fields is sent, and the page says so."""
        bases = self._bases() | self.saved
        data = {"csrfmiddlewaretoken": _first(TOKEN, self.page, "form of the week"), "do": "submit"}
        for name, value in bases.items():
            data |= {name: value, f"base_{name}": value}
        self._send("POST", self._week, "submit", data=data, expect=(302,))
        if "eingereicht. Ihr Betrieb" not in self._get(self._week, "week, submitted"):
            raise Unexpected(f"{self._week} is not submitted")
        self._ledger.acts.append(("submitted", self.who["room"], self.who["week"]))

    # --- a trainer ----------------------------------------------------------------------------------------------

    def sign_waiting(self, most: int) -> None:
        """Up to so many waiting weeks are read and signed, every tenth returned with a reason."""
        for _ in range(most):
            waiting = WAITING.search(self._get("/nachweis/offen/", "waiting list"))
            if not waiting:
                return
            path, room, week = waiting.groups()
            token = _first(TOKEN, self._get(f"{path}?von=offen", "week, signing"), "form to sign")
            data = {"csrfmiddlewaretoken": token, "von": "offen"}
            if random.random() < 0.1:
                data["reason"] = "Am Dienstag fehlen die Stunden."
                self._act(path, "zurueckgeben", "returned", data, room, week)
            else:
                data["seen"] = _first(SEEN, self.page, "what was seen")
                self._act(path, "unterschreiben", "signed", data, room, week)

    def _act(self, path: str, act: str, stored: str, data: dict[str, str], room: str, week: str) -> None:
        self._send("POST", f"{path}{act}/", act, data=data, expect=(302,))
        said = "zurückgegeben." if stored == "returned" else "unterschrieben."
        if said not in self._get("/nachweis/offen/", "waiting list"):
            raise Unexpected(f"{path} is not {stored}")
        self._ledger.acts.append((stored, room, week))

    # --- requests -----------------------------------------------------------------------------------------------

    @property
    def _week(self) -> str:
        return f"/nachweis/{self.who['room']}/{self.who['week']}/"

    def _bases(self) -> dict[str, str]:
        return {name: html.unescape(value) for name, value in BASES.findall(self.page)}

    def _new_line(self, day: str) -> str:
        kept, line = self.page, self._get(f"{self._week}zeile/{day}/", "new line")
        self.page = kept
        return _first(TEXTS, line, "new line").removesuffix("_text")

    def _save(self, name: str, base: str, value: str, token: str) -> None:
        data = {"field": name, "base": base, "value": value}
        answer = self._send(
            "POST", f"{self._week}feld/", "save a field", data=data, token=token, expect=(200,)
        )
        stored = answer.json()["value"]
        self.saved[name] = self._ledger.saves[name] = stored

    def _get(self, path: str, name: str) -> str:
        self.page = self._send("GET", path, name, expect=(200,)).text
        return self.page

    def _send(
        self,
        method: str,
        path: str,
        name: str,
        *,
        expect: tuple[int, ...],
        data: dict[str, str] | None = None,
        token: str = "",
    ) -> Any:
        headers = {
            "X-Forwarded-For": self._address,
            "X-Forwarded-Proto": "http",
            "Accept-Encoding": "gzip",
            "Accept-Language": "de",
        }
        # One client stands for several people, one after the other.
        self.client.cookiejar = self.client.client.cookiejar = self._jar
        headers |= {"X-CSRFToken": token} if token else {}
        answer = self.client.request(
            method,
            path,
            name=f"{self.quiet}{name}",
            data=data,
            headers=headers,
            allow_redirects=False,
            catch_response=True,
        )
        with answer as response:
            if response.status_code not in expect:
                response.failure(f"{name} answered {response.status_code}")
                raise Unexpected(f"{name} answered {response.status_code}")
            response.success()
        return answer


def _first(pattern: re.Pattern[str], page: str, what: str) -> str:
    found = pattern.search(page)
    if not found:
        raise Unexpected(f"The page has no {what}")
    return html.unescape(found[1])
