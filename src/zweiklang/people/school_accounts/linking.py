"""School accounts belong to people: linked by a confirmed fact, never by an e-mail address or a name."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.people.identities import IdentityProvider, SchoolIdentity
from zweiklang.people.mailing.kinds import Impersonal, MailKind
from zweiklang.people.mailing.sending import send_mail
from zweiklang.people.models import Person
from zweiklang.people.policy import may_link, may_unlink
from zweiklang.people.school_accounts.claims import SaidOfPerson, school_number

LinkedBy = SchoolIdentity.LinkedBy
PENDING, PENDING_FOR = "people.pending_school_account", timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class PendingSchoolAccount:
    """A school account that somebody has just signed in with and that belongs to nobody here yet."""

    provider: IdentityProvider
    said: SaidOfPerson

    @property
    def school_numbers(self) -> tuple[str, ...]:
        """Returns the number of the school, as it is and with the two zeros of LUSD; none if the service does not speak for that school."""
        number, known = self.said.school_number, self.provider.school_numbers
        if not number or (known and number not in {school_number(one) for one in known}):
            return ()
        return (number, f"{number}00")


type RosterMatch = Callable[[PendingSchoolAccount], Person | None]
_matches: list[RosterMatch] = []


def register_roster_match(match: RosterMatch) -> None:
    """`match` is asked for the person whose id in a school's own list the service has named; apps above register in `ready()`.

    It runs as the system and must compare school and id, nothing else; None where it knows nobody or more than one.
    """
    if match not in _matches:
        _matches.append(match)


def person_of_roster(pending: PendingSchoolAccount) -> Person | None:
    """Returns the one person the school's list names; None if the service may not link so, or the lists do not agree on one."""
    if not (pending.provider.roster_links and pending.said.roster_id and pending.school_numbers):
        return None
    found = {person.pk: person for match in _matches if (person := match(pending)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def identity_of(provider: IdentityProvider, subject: str) -> SchoolIdentity | None:
    """Returns whose school account that is, or None."""
    return (
        SchoolIdentity.objects.filter(provider=provider, subject=subject)
        .select_related("person", "provider")
        .first()
    )


def link_school_account(
    actor: Actor, *, person: Person, pending: PendingSchoolAccount, linked_by: str
) -> SchoolIdentity:
    """The school account belongs to the person, who is told by mail; raises Conflict if it belongs to somebody else.

    Runs inside `as_system`; the caller vouches for the fact that `linked_by` names.
    """
    require(may_link(actor, person))
    said = pending.said
    try:
        with transaction.atomic():
            identity, created = SchoolIdentity.objects.get_or_create(
                provider=pending.provider,
                subject=said.subject,
                defaults={
                    "person": person,
                    "school_number": said.school_number,
                    "role": said.role,
                    "linked_by": linked_by,
                },
            )
    except IntegrityError as error:
        raise Conflict("Dieses Schulkonto wird gerade verbunden. Bitte noch einmal versuchen.") from error
    if identity.person_id != person.pk:
        raise Conflict("Dieses Schulkonto ist schon mit einem anderen Zweiklang-Konto verbunden.")
    if created:
        _tell(actor, person, "people/email/school_account_linked", pending.provider)
    return identity


def unlink_school_account(actor: Actor, *, identity_id: UUID) -> str:
    """The school account belongs to nobody any more, and its sessions are over; returns the service's name. Runs inside `as_system`."""
    identity = SchoolIdentity.objects.select_related("provider", "person").filter(pk=identity_id).first()
    if identity is None or identity.person_id != actor.person_id:
        raise Http404
    require(may_unlink(actor, identity, other_ways=has_other_ways(identity)))
    identity.delete()
    _tell(actor, identity.person, "people/email/school_account_unlinked", identity.provider)
    return identity.provider.name


def has_other_ways(identity: SchoolIdentity) -> bool:
    """True if the person can sign in without this school account: password with address, passkey, or another school account."""
    person = identity.person
    confirmed = EmailAddress.objects.filter(user=person, verified=True).exists()
    others = SchoolIdentity.objects.filter(person=person, provider__active=True).exclude(pk=identity.pk)
    keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return (confirmed and person.has_usable_password()) or others.exists() or keys.exists()


def mark_used(identity: SchoolIdentity, said: SaidOfPerson) -> None:
    """The row says when it was used and what the service says today of school and role. Runs inside `as_system`."""
    identity.used_at, identity.role, identity.school_number = now(), said.role, said.school_number
    identity.save(update_fields=["used_at", "role", "school_number"])


def keep_pending(request: HttpRequest, pending: PendingSchoolAccount) -> None:
    """The session remembers the school account for twenty minutes, so that it can be linked after signing in."""
    request.session[PENDING] = {
        "provider": str(pending.provider.pk),
        "said": asdict(pending.said),
        "until": (now() + PENDING_FOR).timestamp(),
    }


def pending_school_account(request: HttpRequest) -> PendingSchoolAccount | None:
    """Returns the school account of this browser that waits to be linked, or None."""
    kept: dict[str, Any] | None = request.session.get(PENDING)
    if kept is None or now().timestamp() > kept["until"]:
        return None
    provider = IdentityProvider.objects.filter(pk=kept["provider"], active=True).first()
    return PendingSchoolAccount(provider, SaidOfPerson(**kept["said"])) if provider else None


def forget_pending(request: HttpRequest) -> None:
    """No school account waits in this browser any more."""
    request.session.pop(PENDING, None)


def _tell(actor: Actor, person: Person, template: str, provider: IdentityProvider) -> None:
    if person.email:
        service = Impersonal(provider.name)
        send_mail(actor, to=person, template=template, kind=MailKind.SECURITY, context={"service": service})
