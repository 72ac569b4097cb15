"""What we say to BigBlueButton (API of 2.4 and later), and how its answers are read: bounded in time and size, entities and network off.

Each call carries a SHA-256 checksum over its name, its query and the secret that both sides know. Nothing is ever recorded, and the
server's statistics about those present (learning dashboard) are off. Of a person it learns the display name and nothing else.
"""

import hashlib
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import requests
import urllib3
from django.core.cache import cache
from lxml import etree

from zweiklang.exchange.video.errors import AWAY, ENDED, MISTAKEN, STRANGE, NotSetUp, NoVideo

CONNECT, SECONDS = 3.0, 6.0
# While nobody answers, one request in so many seconds finds that out, and all others learn it at once: they wait for other pages.
PAUSE = 15
LARGEST = 64 * 1024
_CHUNK = 8 * 1024
_AGENT = "Zweiklang"
# What a server may say that is no fault: the meeting is there already, or gone already.
THERE_ALREADY = frozenset({"duplicateWarning", "idNotUnique"})
GONE_ALREADY = frozenset({"notFound", "invalidMeetingIdentifier", "meetingForciblyEnded"})
_SENTENCES = {
    "checksumError": MISTAKEN,
    "unsupportedRequest": MISTAKEN,
    "meetingForciblyEnded": ENDED,
    "notFound": ENDED,
    "invalidMeetingIdentifier": ENDED,
}
_NEVER_RECORDED = {"record": "false", "autoStartRecording": "false", "allowStartStopRecording": "false"}
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Server:
    """The server's API and the secret it shares with us."""

    address: str
    secret: str

    def signed(self, call: str, values: Mapping[str, str]) -> str:
        """Returns the address of that call, with its checksum."""
        query = urlencode(values)
        checksum = hashlib.sha256(f"{call}{query}{self.secret}".encode()).hexdigest()
        return f"{self.address}/{call}?{query}{'&' if query else ''}checksum={checksum}"

    def create(self, *, meeting: str, title: str, back: str, seats: int = 0) -> str:
        """The meeting is there, for the first time or still. Returns when it was made, as the server counts; "" where it did not say.

        `back` is the address to which people return; `seats`: so many at most, 0 for no bound.
        """
        values = {
            "name": title,
            "meetingID": meeting,
            **_NEVER_RECORDED,
            "disabledFeatures": "learningDashboard",
            "endWhenNoModerator": "false",
            "logoutURL": back,
            **({"maxParticipants": str(seats)} if seats else {}),
        }
        found = self._ask("create", values, fine=THERE_ALREADY)
        return found.get("createTime", "")

    def is_running(self, *, meeting: str) -> bool:
        """True if somebody is in that meeting now."""
        return self._ask("isMeetingRunning", {"meetingID": meeting}).get("running") == "true"

    def end(self, *, meeting: str) -> None:
        """Nobody is in that meeting any more; one that is not there is over already."""
        self._ask("end", {"meetingID": meeting}, fine=GONE_ALREADY)

    def join(self, *, meeting: str, name: str, moderator: bool, made: str = "") -> str:
        """Returns the address by which a browser enters. With `made` it leads into this very meeting, never into a later one of that id."""
        values = {"fullName": name, "meetingID": meeting, "role": "MODERATOR" if moderator else "VIEWER"}
        return self.signed("join", values | ({"createTime": made} if made else {}))

    def _ask(
        self, call: str, values: Mapping[str, str], *, fine: frozenset[str] = frozenset()
    ) -> dict[str, str]:
        found = _read(self._answer(call, values))
        key = found.get("messageKey", "")
        if found.get("returncode") == "SUCCESS" or key in fine:
            return found
        logger.error("BigBlueButton refused %s: %s", call, key[:60] or "no reason given")
        raise NoVideo(_SENTENCES.get(key, STRANGE))

    def _answer(self, call: str, values: Mapping[str, str]) -> bytes:
        silent = f"exchange:video:{hashlib.sha256(self.address.encode()).hexdigest()[:16]}"
        if cache.get(silent):
            raise NoVideo(AWAY)
        try:
            return _fetched(self.signed(call, values))
        except Silent as error:
            cache.set(silent, True, PAUSE)
            raise NoVideo(AWAY) from error


class Silent(Exception):
    """The server did not answer in time, or at all. The message names the kind of error, never address or secret."""


def server_of(url: str, secret: str) -> Server:
    """Returns the server the settings name; raises NotSetUp without one. `bbb-conf --secret` shows the address without its last part."""
    if not url or not secret:
        raise NotSetUp
    address = url.rstrip("/")
    return Server(address if address.endswith("/api") else f"{address}/api", secret)


def _fetched(address: str) -> bytes:
    """The body of a good answer. Errors name neither address nor secret: they end up in logs."""
    deadline = time.monotonic() + SECONDS
    try:
        with requests.get(
            address,
            timeout=(CONNECT, SECONDS),
            allow_redirects=False,
            stream=True,
            headers={"User-Agent": _AGENT, "Accept": "application/xml, text/xml"},
        ) as response:
            if response.status_code != 200:
                logger.error("BigBlueButton answers with status %s", response.status_code)
                raise NoVideo(AWAY)
            return _body(response, deadline)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        logger.error("BigBlueButton is not reached: %s", type(error).__name__)
        raise Silent(type(error).__name__) from None


def _body(response: requests.Response, deadline: float) -> bytes:
    """A server that sends a byte now and then keeps each single wait short: what counts is the time for all of it."""
    found = b""
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        found += chunk
        if len(found) > LARGEST:
            raise NoVideo(STRANGE)
        if time.monotonic() > deadline:
            raise Silent("too slow")
    return found


def _read(body: bytes) -> dict[str, str]:
    """Returns the values of an answer by their names. A document that declares anything of its own (DOCTYPE) is not read at all."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        logger.error("BigBlueButton answers with something that is no XML")
        raise NoVideo(STRANGE) from None
    if root.getroottree().docinfo.internalDTD is not None or root.tag != "response":
        logger.error("BigBlueButton answers with a document that is none of its own")
        raise NoVideo(STRANGE)
    return {str(child.tag): (child.text or "").strip() for child in root if isinstance(child.tag, str)}
