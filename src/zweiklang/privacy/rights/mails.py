"""Mails about requests: that something is there, never what."""

from datetime import timedelta

from django.urls import reverse

from zweiklang.kernel.actor import Actor
from zweiklang.people.public import Link, MailKind, Person, send_mail
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.responsibility import keepers_of, leaders_of

KEEPS = timedelta(days=7)


def tell(actor: Actor, person: Person, what: str, *, key: str) -> None:
    """The person gets a mail of that kind once: there is something new under "Meine Rechte"."""
    send_mail(
        actor,
        to=person,
        template=f"privacy/email/{what}",
        kind=MailKind.PRIVACY,
        context={"rights_url": Link(reverse("privacy:rights_index"))},
        key=key,
        expires_in=KEEPS,
    )


def tell_keepers(actor: Actor, asked: RightsRequest, *, again: str = "") -> None:
    """Whoever can answer the request knows that one waits; `again` tells a reminder from the first mail. In the system role."""
    corrects = asked.kind == RightsRequest.Kind.CORRECTION
    posts = keepers_of(asked.organisation) if corrects else leaders_of(asked.organisation)
    for person in {post.person for post in posts}:
        if person.pk != asked.person_id:
            send_mail(
                actor,
                to=person,
                template="privacy/email/request_waits",
                kind=MailKind.PRIVACY,
                context={"request_url": Link(reverse("privacy:rights_case", args=[asked.room_id, asked.pk]))},
                key=f"rights_waits{again}:{asked.pk}:{person.pk}",
                expires_in=KEEPS,
            )
