"""Before something sensitive: has this person proved within the last minutes who they are?

allauth counts only what its own confirmation pages record, so it asked for the password a second time right after sign-in; and it asks
nobody who has neither password nor second factor, although a stolen session of that person is worth as much. Here signing in counts as
a proof for as long as a confirmation does, and everybody has a way to confirm.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.models import Person

SCHOOL, MAIL_CODE = "school", "mail_code"
# A second factor alone proves nothing about who signed in before: it always follows one of these, or is a passkey.
PROOFS = frozenset({"password", "mfa", "code", SCHOOL, MAIL_CODE})

type View = Callable[..., HttpResponseBase]


def confirmed_recently(request: HttpRequest) -> bool:
    """True if the person signed in or confirmed within the last five minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    if not isinstance(request.user, Person):
        return False
    timeout: int = app_settings.REAUTHENTICATION_TIMEOUT
    return any(
        time.time() - float(record["at"]) < timeout
        for record in get_authentication_records(request, request.user)
        if record["method"] in PROOFS and record.get("fresh", True)
    )


def record_proof(request: HttpRequest, person: Person, method: str, *, fresh: bool = True) -> None:
    """The session remembers that this person has just proved who they are; `fresh` False: a service vouched without asking anew."""
    record_authentication(request, person, method, fresh=fresh, reauthenticated=fresh or None)


def step_up_required[V: View](view: V) -> V:
    """The view runs for people who have proved lately who they are; others confirm first and come back, their POST with them."""
    decorated: V = reauthentication_required(view, app="zweiklang.people")
    return decorated


def ways_to_confirm(person: Person) -> list[dict[str, Any]]:
    """Returns the ways that allauth does not know, in its shape: the school accounts of this person and, failing all else, a mail."""
    ways = [
        {
            "id": f"school_{identity.provider.key}",
            "description": f"Mit dem Schulkonto ({identity.provider.name})",
            "url": reverse("people:school_confirm", args=[identity.provider.key]),
        }
        for identity in _identities(person)
    ]
    if not ways:  # also without a confirmed address: the page says who can help
        url = reverse("people:confirm_by_code")
        ways.append({"id": MAIL_CODE, "description": "Mit einem Code per E-Mail", "url": url})
    return ways


def verified_address(person: Person) -> str:
    """Returns the address to which a code for this person may go; "" if none has been confirmed."""
    found = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary").first()
    return found.email if found else ""


def _identities(person: Person) -> list[SchoolIdentity]:
    found = SchoolIdentity.objects.filter(person=person, provider__active=True).select_related("provider")
    return list({identity.provider_id: identity for identity in found.order_by("provider__name")}.values())
