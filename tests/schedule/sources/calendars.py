"""Calendars of schools in tests: small files, and a server on this machine that is asked as any other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from zweiklang.schedule.sources.web import Rules


def ics(*events: tuple[str, str, date, date]) -> bytes:
    """Returns a calendar of whole days: UID, title, first and last day (inclusive), written by the standard."""
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\nDTSTART;VALUE=DATE:{first:%Y%m%d}\r\n"
        f"DURATION:P{(last - first).days + 1}D\r\nEND:VEVENT\r\n"
        for uid, title, first, last in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


@dataclass(slots=True)
class Server:
    """A foreign calendar server: `answers` by path (status, headers, body); `asked`: path and headers of each request."""

    url: str
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, body: bytes, *, path: str = "/k.ics", status: int = 200, **headers: str) -> str:
        """The server answers so at that path from now on; returns the address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body)
        return f"{self.url}{path}"


@contextmanager
def calendar_server() -> Iterator[Server]:
    """Inside the block the server answers."""
    known = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append((self.path, dict(self.headers)))
            status, headers, body = known.answers.get(self.path, (404, {}, b""))
            if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


HERE = Rules(schemes=frozenset({"http", "https"}), ports=frozenset(), allows=lambda address: True, seconds=5)
"""What tests allow: a server on this machine, without TLS."""
