"""Who is told by mail that a contract was changed: the apprentice, and whoever trains her. One mail a day and person, without details."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from zweiklang.apprenticeships.public import Contract, TrainerAssignment
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Post, posts_at
from zweiklang.people.public import Link, MailKind, Person, send_mail

LATELY = timedelta(days=31)


def tell_of_contract(actor: Actor, contract: Contract) -> None:
    """A mail is in the queue for everybody concerned but the actor. Call inside `as_system`."""
    for person in _concerned(contract):
        if person.pk != actor.person_id:
            send_mail(
                actor,
                to=person,
                template="offices/email/contract_changed",
                kind=MailKind.CONTRACTS,
                context={"training_url": Link(reverse("apprenticeships:index"))},
                key=f"contract_changed:{person.pk}:{today():%Y-%m-%d}",
            )


def _concerned(contract: Contract) -> set[Person]:
    """The apprentice, the firm's training managers, and trainers who are or were in charge until lately."""
    lately = Q(last_day__isnull=True) | Q(last_day__gte=today() - LATELY)
    rows = TrainerAssignment.objects.filter(lately, contract=contract).select_related("person")
    posts = posts_at(contract.firm_id, Post.Capacity.TRAINING_MANAGER).filter(lately)
    return {contract.apprentice, *(row.person for row in rows), *(post.person for post in posts)}
