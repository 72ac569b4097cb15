"""A browser without script that keeps nothing open: what it asks, what it is answered, and whether the answer can be understood."""

import http.client
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = "t" * 32
# No gateway stands before us: these two alone say that it passes.
PASSING = frozenset({503, 507})
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; status 0 means that the connection broke before there was one. Names of headers in lower case."""

    status: int
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    told: str = ""
    """The cookie with what the next page says at its top."""

    @property
    def is_known(self) -> bool:
        """True if the server has said what became of the request."""
        return self.status not in PASSING and self.status != NO_ANSWER

    @property
    def sentence(self) -> str:
        """What an error page says."""
        found = re.search(r"data-error-message>([^<]+)<", self.text)
        return found[1].strip() if found else ""


class Browser:
    """Asks one server; `session` is the key of somebody who is signed in. `answers` keeps all that was answered."""

    def __init__(self, port: int, session: str = "", *, patience: float = 40) -> None:
        self.port, self.patience = port, patience
        self.answers: list[Answer] = []
        cookies = {"zk_csrf": TOKEN, **({"zk_session": session} if session else {})}
        self._headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": TOKEN,
        }

    def get(self, path: str) -> Answer:
        """Returns the answer; redirects are not followed."""
        return self.ask("GET", path)

    def after(self, answer: Answer) -> Answer:
        """Returns the page to which the answer leads, with what it says at its top."""
        cookies = f"{self._headers['Cookie']}; {answer.told}" if answer.told else self._headers["Cookie"]
        return self.ask("GET", answer.headers["location"].partition("#")[0], None, {"Cookie": cookies})

    def post(
        self, path: str, values: Mapping[str, str] | list[tuple[str, str]] = (), **headers: str
    ) -> Answer:
        """Sends a form."""
        body = urlencode(list(values.items()) if isinstance(values, Mapping) else list(values)).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def upload(self, path: str, name: str, data: bytes, values: Mapping[str, str] | None = None) -> Answer:
        """Sends a form with one file in its field `file`."""
        edge = "zweiklang-edge"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in (values or {}).items()
        ]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n')
        head = "".join(parts).encode() + b"Content-Type: application/octet-stream\r\n\r\n"
        body = head + data + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Returns the answer, or one of status 0."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body, {**self._headers, **(headers or {})})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            found = Answer(
                response.status,
                text,
                {name.lower(): value for name, value in response.headers.items()},
                time.monotonic() - began,
                _told(response),
            )
        except (OSError, http.client.HTTPException):
            found = Answer(NO_ANSWER, seconds=time.monotonic() - began)
        finally:
            connection.close()
        self.answers.append(found)
        return found

    def insist(self, act: Callable[[], Answer], *, within: float = 60) -> Answer:
        """Repeats the same request, as our script does, until the server says what became of it."""
        deadline = time.monotonic() + within
        while True:
            answer = act()
            if answer.is_known or time.monotonic() > deadline:
                return answer
            time.sleep(0.2)


def _told(response: http.client.HTTPResponse) -> str:
    cookies = [one.partition(";")[0] for one in response.headers.get_all("Set-Cookie") or []]
    return next((one for one in cookies if one.partition("=")[0].endswith("messages")), "")


def unclear(answers: list[Answer]) -> list[str]:
    """Returns what nobody could understand: a fault of ours, or a refusal without a German sentence."""
    found = []
    for one in answers:
        if one.status == 500 or "Traceback" in one.text or "psycopg" in one.text:
            found.append(f"{one.status}: {one.text[:300]}")
        elif one.status in PASSING and (not one.sentence or "retry-after" not in one.headers):
            found.append(f"{one.status} without a sentence: {one.text[:300]}")
    return found
