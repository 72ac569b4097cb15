"""Asks the virus scanner (clamd) about a file, if one is configured (ZWEIKLANG_CLAMD)."""

import re
import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

_PIECE = 128 * 1024
_CONNECTING = 10.0
_ANSWERING = 120.0
_MOST_ANSWER = 4096


class Away(Exception):
    """The scanner does not answer, or cannot say anything about this file now; the file has to wait."""


def is_configured() -> bool:
    """True if files must be asked about before anybody gets them."""
    return bool(settings.CLAMD)


def found_in(file: BinaryIO, *, address: str | None = None) -> str | None:
    """Returns the name of what the scanner found in the file, None for nothing. Raises Away.

    `address` is tcp://host:port or unix:/path, by default the configured one.
    """
    file.seek(0)
    try:
        with _connected(address or settings.CLAMD) as line:
            answer = _ask(line, file)
    except OSError as problem:
        raise Away(str(problem)) from problem
    finally:
        file.seek(0)
    if answer == "stream: OK":
        return None
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        return found[1]
    raise Away(answer or "no answer")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_CONNECTING)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((parts.hostname or "localhost", parts.port or 3310), _CONNECTING)
    line.settimeout(_ANSWERING)
    return line


def _ask(line: socket.socket, file: BinaryIO) -> str:
    """Sends the file in pieces with their lengths before them, and returns what clamd says of it."""
    line.sendall(b"zINSTREAM\0")
    try:
        while piece := file.read(_PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd ends the line in the middle of a file that is too long for it, and says so
    answer = b""
    while b"\0" not in answer and len(answer) < _MOST_ANSWER:
        piece = line.recv(_MOST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.split(b"\0")[0].decode("utf-8", "replace")
