"""Whose session ends hears nothing any more."""

from typing import Any

from zweiklang.exchange.live.sending import end_streams
from zweiklang.people.public import session_ended


def connect() -> None:
    """Each end of a session ends its streams: signing out, being signed out from elsewhere, a new key after a new password."""
    session_ended.connect(_end, dispatch_uid="exchange.live")


def _end(sender: Any, session_key: str, **_: Any) -> None:
    end_streams(session_key)
