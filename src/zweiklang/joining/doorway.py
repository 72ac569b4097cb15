"""What a browser at the entrance has opened and proven so far: kept in its session on the server, never in the page."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from zweiklang.joining.entering import Acceptance, opened_by, still_open, works_at_firm
from zweiklang.joining.limits import ACCOUNT_TRIES, CODE_TRIES, NETWORK_TRIES
from zweiklang.joining.models import Invitation
from zweiklang.kernel.limits import allowed
from zweiklang.people.public import Person

KEY, JOINED = "joining", "joining_done"


class TooOften(Exception):
    """Too many tries from this network, with this code or by this account."""


class Doorway:
    """One browser at the entrance."""

    def __init__(self, session: SessionBase) -> None:
        self._session = session
        self._kept: dict[str, str] = dict(session.get(KEY) or {})

    def open(self, invitation: Invitation) -> None:
        """This browser has opened the invitation; it gets a new session key, so that nobody who planted one looks on."""
        self._session.cycle_key()
        self._kept = {"invitation": str(invitation.pk)}
        self._keep()

    def remember(self, **facts: str) -> None:
        """These facts hold for this browser: email, proof, proven ("record" or "claimed")."""
        self._kept |= facts
        self._keep()

    def acceptance(self, person: Person | None, **said: Any) -> Acceptance:
        """Returns what this browser says on coming in, with the address it has proven."""
        email = self.email or (person.email if person else "")
        return Acceptance(email=email, on_record=self.proven == "record", person=person, **said)

    def leave(self, invitation: Invitation) -> None:
        """The browser has come in; only whose invitation it was is kept for the next page."""
        self._session.pop(KEY, None)
        self._session[JOINED] = str(invitation.pk)

    @property
    def invitation(self) -> Invitation | None:
        """Returns the invitation this browser has opened, if it still opens."""
        kept = self._kept.get("invitation")
        return still_open(UUID(kept)) if kept else None

    @property
    def email(self) -> str:
        """Returns the address to which the last code went."""
        return self._kept.get("email", "")

    @property
    def proof(self) -> UUID | None:
        """Returns the id of the last code that was sent."""
        kept = self._kept.get("proof")
        return UUID(kept) if kept else None

    @property
    def proven(self) -> str:
        """Returns "record", "claimed", or "" while nothing is proven."""
        return self._kept.get("proven", "")

    def _keep(self) -> None:
        self._session[KEY] = self._kept


def knock(request: HttpRequest, kind: str, secret: str, *, remember: bool = True) -> Invitation | None:
    """Returns the invitation the secret opens, or None; raises TooOften. Every try counts, the right secret too.

    Only looking (`remember` False) is not a try: mail programs look, and nobody guesses the 192 bits of a link.
    """
    if not remember:
        return opened_by(kind, secret, remember=False)
    person = person_of(request)
    counted = [allowed(NETWORK_TRIES, network(request)), allowed(CODE_TRIES, f"{kind}:{secret}")]
    if person:
        counted.append(allowed(ACCOUNT_TRIES, str(person.pk)))
    if not all(counted):
        raise TooOften
    return opened_by(kind, secret, remember=remember)


def network(request: HttpRequest) -> str:
    """Returns the address of the network a request comes from, as sign-in counts it."""
    return str(get_adapter().get_client_ip(request) or "unknown")


def person_of(request: HttpRequest) -> Person | None:
    """Returns who is signed in, or None."""
    return request.user if isinstance(request.user, Person) else None


def account_suffices(person: Person | None, invitation: Invitation) -> bool:
    """True if signing in has proven already what a one-time code would: the address on record, or a place at the invited firm."""
    if person is None:
        return False
    verified = EmailAddress.objects.filter(user=person, verified=True)
    own = bool(invitation.email) and verified.filter(email__iexact=invitation.email).exists()
    return own or works_at_firm(person, invitation)


def sign_in(request: HttpRequest, person: Person, *, email: str) -> Any:
    """The browser is signed in as the person by allauth's own steps, so that second factors and session keys are as at every sign-in."""
    record_authentication(request, person, method="code", email=email)
    return perform_login(request, Login(user=person, email=email))


def masked(email: str) -> str:
    """Returns "m…@betrieb.de": enough to know which mailbox."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
