"""What follows from a sign-in, whichever way it was made."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib import messages
from django.http import HttpRequest

from zweiklang.people.school_accounts.linking import pending_school_account
from zweiklang.people.school_accounts.logout import mark_session


def connect() -> None:
    """Each sign-in is marked with its school account, and told of one that waits. After allauth's own receiver, which writes the session down."""
    user_logged_in.connect(_mark, dispatch_uid="people.school_visit")


def _mark(sender: Any, request: HttpRequest, **_: Any) -> None:
    mark_session(request)
    if pending := pending_school_account(request):
        messages.info(
            request,
            f"Ihr Schulkonto bei {pending.provider.name} wartet: Verbinden Sie es unter „Anmeldung und Sicherheit“, Schulkonten.",
        )
