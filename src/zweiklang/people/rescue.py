"""What the support desk may know and change about somebody's way to sign in; nothing else of a person is here.

Called by system actors only: `offices` asks its policy first (a running session, a second person) and acts on behalf.
"""

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.people.identities import SchoolIdentity
from zweiklang.people.mailing.kinds import Link, MailKind
from zweiklang.people.mailing.sending import send_mail
from zweiklang.people.models import Person
from zweiklang.people.policy import may_rescue

FACTORS = {
    "totp": "App für Codes",
    "webauthn": "Passkey oder Sicherheitsschlüssel",
    "recovery_codes": "Codeliste",
}


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """How a person signs in: address, whether it is confirmed, password, kinds of second factors, school accounts, open sessions."""

    email: str
    confirmed: bool
    has_password: bool
    factors: tuple[str, ...]
    school_accounts: int
    sessions: int


def find_account(email: str) -> Person | None:
    """Returns whose sign-in address that is, in any letter case."""
    return Person.objects.filter(email__iexact=email.strip()).exclude(email="").first()


def sign_in_facts(person: Person) -> SignInFacts:
    """Returns how the person signs in. Four queries."""
    kinds = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    return SignInFacts(
        email=person.email,
        confirmed=EmailAddress.objects.filter(
            user=person, email__iexact=person.email, verified=True
        ).exists(),
        has_password=person.has_usable_password(),
        factors=tuple(sorted({FACTORS.get(kind, kind) for kind in kinds})),
        school_accounts=SchoolIdentity.objects.filter(person=person).count(),
        sessions=UserSession.objects.filter(user=person).count(),
    )


def send_password_link(actor: Actor, *, person: Person) -> bool:
    """A link with which the person chooses a new password is on its way to the address on record; False without one."""
    require(may_rescue(actor))
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return send_mail(
        actor,
        to=person,
        template="account/email/password_reset_key",
        kind=MailKind.SECURITY,
        context={"password_reset_url": Link(path)},
    )


def remove_second_factors(actor: Actor, *, person: Person) -> None:
    """The person has no second step any more, and is signed in nowhere."""
    require(may_rescue(actor))
    Authenticator.objects.filter(user=person).delete()
    end_sessions(actor, person=person)


def replace_address(actor: Actor, *, person: Person, email: str) -> None:
    """The person signs in with that address, which counts as confirmed, and with no earlier one; is signed in nowhere."""
    require(may_rescue(actor))
    address = email.strip().lower()
    taken = Person.objects.filter(email__iexact=address).exclude(pk=person.pk).exists()
    if taken or EmailAddress.objects.filter(email__iexact=address).exclude(user=person).exists():
        raise Rejected("Zu dieser Adresse gibt es schon ein Konto.", field="email")
    EmailAddress.objects.filter(user=person).delete()
    person.email = address
    person.save(update_fields=["email"])
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=True)
    end_sessions(actor, person=person)


def end_sessions(actor: Actor, *, person: Person) -> None:
    """The person is signed in nowhere."""
    require(may_rescue(actor))
    for session in UserSession.objects.filter(user=person):
        session.end()
