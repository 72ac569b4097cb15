"""What follows from a sign-in, whichever way it was made."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.http import HttpRequest

from zweiklang.people.school_accounts.logout import mark_session


def connect() -> None:
    """Each sign-in is marked with the school account it was made with. After allauth's own receiver, which writes the session down."""
    user_logged_in.connect(_mark, dispatch_uid="people.school_visit")


def _mark(sender: Any, request: HttpRequest, **_: Any) -> None:
    mark_session(request)
