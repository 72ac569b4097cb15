"""Keys of Web Push: points and numbers of the curve P-256, as URL-safe base64 without padding, as browsers write them."""

import base64
import binascii
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_NUMBER, _POINT, _SECRET = 32, 65, 16


class BadKey(ValueError):
    """The setting holds no key."""


def encoded(value: bytes) -> str:
    """Returns base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Returns the bytes; raises ValueError for what is no base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error


def new_private_key() -> str:
    """Returns a fresh private key as the setting holds it."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - heavy, and not needed by pages

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return encoded(number.to_bytes(_NUMBER))


@lru_cache(maxsize=4)
def private_key(setting: str) -> "EllipticCurvePrivateKey":
    """Returns the key of the setting; raises BadKey."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - heavy, and not needed by pages

    try:
        number = decoded(setting)
        if len(number) != _NUMBER:
            raise ValueError("not 32 bytes")
        return ec.derive_private_key(int.from_bytes(number), ec.SECP256R1())
    except ValueError as error:
        raise BadKey("ZWEIKLANG_VAPID_PRIVATE_KEY is not a key as `zweiklang push-key` makes them") from error


def public_key(setting: str) -> str:
    """Returns the public key that belongs to the setting, as browsers want it (an uncompressed point); raises BadKey."""
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - as above

    point = private_key(setting).public_key()
    return encoded(point.public_bytes(form.Encoding.X962, form.PublicFormat.UncompressedPoint))


def is_receiver(p256dh: str, auth: str) -> bool:
    """Returns whether these are a point of the curve and a secret, as a browser gives them."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    try:
        point, secret = decoded(p256dh), decoded(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == _POINT and len(secret) == _SECRET
