"""Errors that people are meant to read. Anything else is a fault and becomes a 500."""

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """The actor may not do this; the message is policy.py's sentence. Answered as 403."""


class Conflict(Exception):
    """Somebody else was faster: the thing changed since it was shown. The message says what to do. Answered as 409."""


class Rejected(Exception):
    """The input cannot be taken; `field` names the place of the error (or is empty). Answered at the field."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
