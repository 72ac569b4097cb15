"""One request to a push service."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from zweiklang.exchange.notices.push.sealing import payload, sealed, signed

# A device that is switched off for longer sees the news in the product.
KEPT = timedelta(days=1)
SECONDS = 10
# What has not been delivered yet is replaced, not heaped up.
TOPIC = "news"
_GONE = frozenset({404, 410})
_LATER = frozenset({408, 429})
_BROKEN = 500


class Answer(Enum):
    """What became of a push."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A device: where it is reached, and its keys."""

    endpoint: str
    p256dh: str
    auth: str


def push(receiver: Receiver, *, href: str, key: str, contact: str) -> Answer:
    """The push service has the message, or the answer says why not. Follows no redirect, never raises for what the other side does."""
    import requests  # noqa: PLC0415 - heavy, and not needed by pages

    headers = {
        "Authorization": signed(receiver.endpoint, key=key, contact=contact),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT.total_seconds())),
        "Topic": TOPIC,
        "Urgency": "normal",
    }
    try:
        body = sealed(payload(href), p256dh=receiver.p256dh, auth=receiver.auth)
        with requests.post(
            receiver.endpoint, data=body, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
        ) as response:
            return _meaning(response.status_code)
    except requests.RequestException:
        return Answer.LATER
    except ValueError:
        return Answer.GONE


def _meaning(status: int) -> Answer:
    if status in _GONE:
        return Answer.GONE
    if status in _LATER or status >= _BROKEN:
        return Answer.LATER
    return Answer.TAKEN if 200 <= status < 300 else Answer.REFUSED
