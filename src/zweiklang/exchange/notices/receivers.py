"""What happens on sign-out: the device on which somebody signs out is told nothing any more."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_out

from zweiklang.exchange.notices.devices import OF_SESSION, remove_device
from zweiklang.people.public import Person, actor_of


def connect() -> None:
    """From now on sign-outs switch devices off."""
    user_logged_out.connect(_switch_off, dispatch_uid="exchange.switch_off_device")


def _switch_off(user: Person | None = None, **more: Any) -> None:
    session = getattr(more.get("request"), "session", {})
    device = session.get(OF_SESSION)
    if user is None or not device:
        return
    with suppress(ValueError):
        remove_device(actor_of(user), device_id=UUID(device))
