"""What leaves for a device: always the same sentence, encrypted so that only this device reads it, signed by us."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from zweiklang.exchange.notices.push.keys import decoded, private_key, public_key
from zweiklang.kernel.clock import now

# RFC 8292 allows 24 hours.
SIGNED_FOR = timedelta(hours=12)
SENTENCE = "Es gibt Neues."


def payload(href: str) -> bytes:
    """Returns what the device shows: that there is something new, and where. The same for everybody and everything."""
    return json.dumps({"title": "Zweiklang", "text": SENTENCE, "href": href}).encode()


def sealed(content: bytes, *, p256dh: str, auth: str) -> bytes:
    """Returns the content encrypted for that device (RFC 8291, aes128gcm), with a key of its own for each message."""
    import http_ece  # noqa: PLC0415 - heavy, and not needed by pages
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    body: bytes = http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decoded(p256dh),
        auth_secret=decoded(auth),
        version="aes128gcm",
    )
    return body


def signed(endpoint: str, *, key: str, contact: str) -> str:
    """Returns the header "Authorization" for that address (VAPID, RFC 8292): who sends, and until when this counts."""
    import jwt  # noqa: PLC0415 - heavy, and not needed by pages

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now() + SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    token = jwt.encode(claims, private_key(key), algorithm="ES256")
    return f"vapid t={token}, k={public_key(key)}"
