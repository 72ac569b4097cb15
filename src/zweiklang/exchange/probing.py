"""What operators ask about the world outside: can files be kept, does the scanner answer, is the key for pushes one."""

import io

from django.conf import settings

from zweiklang.exchange.files import scanning
from zweiklang.exchange.files.storage import INCOMING, storage
from zweiklang.exchange.notices.push.keys import BadKey, public_key
from zweiklang.kernel.ids import new_id

_TEXT = b"Zweiklang tries whether files can be kept here."


def storage_fault() -> str:
    """Returns "" if a file could be written, read and deleted again, else what went wrong."""
    # As a part of a file that arrives: what is left of it after a fault is cleaned up as such.
    key = f"{INCOMING}/{new_id().hex}/000000000000"
    try:
        place = storage()
        place.put(key, io.BytesIO(_TEXT))
        try:
            read = b"".join(place.pieces(key))
        finally:
            place.remove([key])
        if read != _TEXT:
            return "What was read is not what was written."
        if _still_there(key):
            return "What was deleted is still there."
    except Exception as error:  # of the folder, of S3, of the network: each has its own kinds
        return type(error).__name__
    return ""


def _still_there(key: str) -> bool:
    try:
        return bool(b"".join(storage().pieces(key)))
    except FileNotFoundError:
        return False


def scanner_fault() -> str | None:
    """Returns "" if the configured scanner says of a harmless text that it is harmless, else what it said; None without a scanner."""
    if not scanning.is_configured():
        return None
    try:
        found = scanning.found_in(io.BytesIO(_TEXT), address=settings.CLAMD)
    except scanning.Away as error:
        return str(error) or "no answer"
    return f"It takes a harmless text for {found}." if found else ""


def push_key_fault() -> str | None:
    """Returns "" if the key for pushes is one, else a sentence; None if there is none."""
    if not settings.VAPID_PRIVATE_KEY:
        return None
    try:
        public_key(settings.VAPID_PRIVATE_KEY)
    except BadKey as error:
        return f"{error}."
    return ""
