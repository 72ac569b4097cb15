"""A video server like BigBlueButton: it checks every checksum by its own reckoning, knows its meetings, and answers in XML.

Written from the API's documentation without a look at the client: https://docs.bigbluebutton.org/development/api
"""

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

SECRET = "8cd8ef52e8e101574e400365b55e11a6"
_CHECKSUM = re.compile(r"(^|&)checksum=([0-9a-f]*)")


@dataclass
class Meeting:
    """A meeting as the server knows it."""

    made: str
    asked: dict[str, str]
    people: list[tuple[str, str]] = field(default_factory=list)
    """Display name and role of those who came in."""


@dataclass
class VideoServer:
    """Its address, what it holds, and how it misbehaves if a test says so."""

    url: str = ""
    secret: str = SECRET
    meetings: dict[str, Meeting] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Calls it accepted, with their parameters."""
    refused: int = 0
    raw: bytes = b""
    """Answered instead of anything else."""
    status: int = 200
    delay: float = 0
    drip: float = 0
    """Seconds between one byte and the next."""
    counter: int = 0

    def knows(self, call: str, query: str) -> bool:
        """True if the checksum is the one the secret makes of this call; SHA-256 by its length of 64 signs."""
        found = _CHECKSUM.search(query)
        if not found:
            return False
        rest = (query[: found.start()] + query[found.end() :]).removeprefix("&")
        wanted = hashlib.new("sha256", call.encode() + rest.encode() + self.secret.encode()).hexdigest()
        return found.group(2) == wanted

    def answer(self, call: str, query: str) -> str:
        """Returns the XML for that call."""
        if not self.knows(call, query):
            self.refused += 1
            return _failed("checksumError", "You did not pass the checksum security check")
        asked = {
            name: values[0]
            for name, values in parse_qs(query, keep_blank_values=True).items()
            if name != "checksum"
        }
        self.calls.append((call, asked))
        act = {
            "create": self._create,
            "isMeetingRunning": self._running,
            "end": self._end,
            "join": self._join,
        }.get(call)
        return act(asked) if act else _failed("unsupportedRequest", "This request is not supported.")

    def _create(self, asked: dict[str, str]) -> str:
        meeting_id = asked.get("meetingID", "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{2,256}", meeting_id) or not asked.get("name"):
            return _failed("validationError", "Meeting ID or name missing")
        known = self.meetings.get(meeting_id)
        if known and known.asked != asked:
            return _failed("idNotUnique", "A meeting already exists with that meeting ID.")
        if known is None:
            self.counter += 1
            known = self.meetings[meeting_id] = Meeting(f"16{self.counter:011d}", asked)
            key = ""
        else:
            key = "duplicateWarning"
        return _fine(
            {
                "meetingID": meeting_id,
                "createTime": known.made,
                "hasBeenForciblyEnded": "false",
                "messageKey": key,
            }
        )

    def _running(self, asked: dict[str, str]) -> str:
        meeting = self.meetings.get(asked.get("meetingID", ""))
        return _fine({"running": "true" if meeting and meeting.people else "false"})

    def _end(self, asked: dict[str, str]) -> str:
        if self.meetings.pop(asked.get("meetingID", ""), None) is None:
            return _failed("notFound", "A meeting with that ID does not exist")
        return _fine(
            {"messageKey": "sentEndMeetingRequest", "message": "A request to end the meeting was sent."}
        )

    def _join(self, asked: dict[str, str]) -> str:
        meeting = self.meetings.get(asked.get("meetingID", ""))
        if meeting is None:
            return _failed(
                "invalidMeetingIdentifier",
                "The meeting ID that you supplied did not match any existing meetings",
            )
        if asked.get("createTime", meeting.made) != meeting.made:
            return _failed("mismatchCreateTimeParam", "The createTime parameter submitted mismatches")
        if asked.get("role") not in ("MODERATOR", "VIEWER") or not asked.get("fullName"):
            return _failed("invalidRole", "You must specify name and role")
        meeting.people.append((asked["fullName"], asked["role"]))
        return _fine({"messageKey": "successfullyJoined"})


def _fine(values: dict[str, str]) -> str:
    return _response({"returncode": "SUCCESS", **values})


def _failed(key: str, message: str) -> str:
    return _response({"returncode": "FAILED", "messageKey": key, "message": message})


def _response(values: dict[str, str]) -> str:
    return (
        "<response>"
        + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
        + "</response>"
    )


class _Handler(BaseHTTPRequestHandler):
    peer: VideoServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.peer.answer(parts.path.rsplit("/", 1)[-1], parts.query).encode()
        time.sleep(self.peer.delay)
        self.send_response(self.peer.status)
        if 300 <= self.peer.status < 400:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Type", "text/xml;charset=utf-8")
        self.end_headers()
        for byte in self._pieces(self.peer.raw or body):
            try:
                self.wfile.write(byte)
                self.wfile.flush()
            except OSError:
                return

    def _pieces(self, body: bytes) -> Iterator[bytes]:
        if not self.peer.drip:
            yield body
            return
        for number in range(len(body)):
            time.sleep(self.peer.drip)
            yield body[number : number + 1]

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""


@contextmanager
def serving() -> Iterator[VideoServer]:
    """A video server runs on a port of this machine."""
    peer = VideoServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"peer": peer}))
    http.daemon_threads = True
    http.block_on_close = False
    peer.url = f"http://127.0.0.1:{http.server_address[1]}/bigbluebutton/"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        http.shutdown()
        http.server_close()
