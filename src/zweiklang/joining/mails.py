"""Mails of joining: a one-time code, an invitation, the answer. They name no human being but the recipient."""

from django.urls import reverse

from zweiklang.joining.models import Invitation
from zweiklang.kernel.actor import Actor
from zweiklang.people.public import Code, Impersonal, Link, MailKind, Person, send_mail

PLACE = "joining/email/"


def mail_one_time_code(actor: Actor, *, address: str, digits: str) -> None:
    """The six digits are on their way to the address."""
    send_mail(
        actor,
        to=address,
        template=f"{PLACE}one_time_code",
        kind=MailKind.SECURITY,
        context={"code": Code(digits)},
    )


def mail_invitation(actor: Actor, *, invitation: Invitation, token: str) -> None:
    """The link is on its way to the address of the invitation."""
    send_mail(
        actor,
        to=invitation.email,
        template=f"{PLACE}invitation",
        kind=MailKind.INVITATION,
        context={
            "organisation": Impersonal(invitation.organisation.name),
            "link": Link(reverse("joining:link", args=[token])),
            "until": invitation.expires_at,
        },
    )


def mail_access(actor: Actor, *, person: Person, given: bool, address: str = "") -> None:
    """The person learns that access is there, or that the organisation did not confirm it; without an account, at that address."""
    send_mail(
        actor,
        to=person if person.email or not address else address,
        template=f"{PLACE}{'confirmed' if given else 'declined'}",
        kind=MailKind.INVITATION,
        context={"link": Link(reverse("web:today"))},
    )
