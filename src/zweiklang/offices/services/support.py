"""The support desk helps one identified person to sign in again: a timed session with a reason, which the person sees.

Only facts of sign-in are known and changed here; nobody at the support desk is in any room because of it. What could take an account
over (second factor, address) waits for a second person of the desk, and the person can stop it.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.models import SupportSession, SupportStep
from zweiklang.offices.policy import may_approve, may_help, may_support
from zweiklang.organisations.public import Post, posts_of
from zweiklang.people.public import (
    Link,
    MailKind,
    Person,
    find_account,
    remove_second_factors,
    replace_address,
    send_mail,
    send_password_link,
)
from zweiklang.rooms.public import as_system

LASTS = timedelta(minutes=30)
WAITS = timedelta(hours=24)
LINKS_A_SESSION = 3
Act = SupportStep.Act


def is_support(actor: Actor) -> bool:
    """True for somebody who holds a post at the support desk today."""
    return posts_of(actor.person, on=today()).filter(capacity=Post.Capacity.SUPPORT).exists()


def require_support(actor: Actor) -> None:
    """Raises Refused for everybody but people of the support desk."""
    require(may_support(actor, is_support=is_support(actor)))


@transaction.atomic
def begin_session(actor: Actor, *, email: str, reason: str, identified: str) -> SupportSession:
    """For 30 minutes the actor may help the person with that address to sign in; the person gets a mail about it."""
    require_support(actor)
    person = find_account(email)
    if person is None:
        raise Rejected(
            "Mit dieser Adresse meldet sich niemand an. Bitte fragen Sie nach der genauen Adresse.",
            field="email",
        )
    if person.pk == actor.person_id:
        raise Rejected(
            "Sich selbst kann man hier nicht helfen. Das tut eine zweite Person im Support.", field="email"
        )
    begins = now()
    with as_system(actor):
        session = SupportSession.objects.create(
            helper_id=actor.person,
            helped=person,
            reason=reason,
            identified=identified,
            began_at=begins,
            until=begins + LASTS,
        )
    _tell(actor, person, "support_began")
    return session


@transaction.atomic
def end_session(actor: Actor, *, session: SupportSession) -> None:
    """The session is over at once."""
    _require_running(actor, session)
    with as_system(actor):
        SupportSession.objects.filter(pk=session.pk).update(until=now())


@transaction.atomic
def send_link(actor: Actor, *, session: SupportSession) -> SupportStep:
    """A link for a new password is on its way to the person's address on record."""
    _require_running(actor, session)
    with as_system(actor):
        SupportSession.objects.select_for_update().get(pk=session.pk)
        if session.steps.filter(act=Act.LINK).count() >= LINKS_A_SESSION:
            require(
                not_now("In dieser Sitzung sind schon drei Links unterwegs. Bitte warten Sie auf die E-Mail.")
            )
        send_password_link(on_behalf_of(actor), person=session.helped)
        return _step(session, Act.LINK, done_at=now())


@transaction.atomic
def ask_without_second_factor(actor: Actor, *, session: SupportSession) -> SupportStep:
    """A second person of the desk is asked to let the second step of sign-in be removed; the person gets a mail."""
    _require_running(actor, session)
    return _ask(actor, session, Act.SECOND_FACTOR)


@transaction.atomic
def ask_other_address(actor: Actor, *, session: SupportSession, email: str) -> SupportStep:
    """A second person of the desk is asked to let the person sign in with another address; the person gets a mail at the old one."""
    _require_running(actor, session)
    address = email.strip().lower()
    if find_account(address):
        raise Rejected("Zu dieser Adresse gibt es schon ein Konto.", field="email")
    return _ask(actor, session, Act.EMAIL, email=address)


@transaction.atomic
def approve_step(actor: Actor, *, step: SupportStep) -> SupportStep:
    """The step is done, with both people of the desk on record; the person is signed in nowhere and gets a mail."""
    require_support(actor)
    step = _locked(actor, step)
    own = actor.person_id in {step.helper_id, step.helped_id}
    require(may_approve(same_person=own, waiting=is_waiting(step)))
    person, before = step.helped, step.helped.email
    with as_system(actor):
        SupportStep.objects.filter(pk=step.pk).update(approver_id=actor.person, done_at=now())
        if step.act == Act.SECOND_FACTOR:
            remove_second_factors(on_behalf_of(actor), person=person)
        else:
            replace_address(on_behalf_of(actor), person=person, email=step.email)
    _tell(actor, person, "support_done")
    if before and before != person.email:
        _tell(actor, person, "support_done", address=before)
    return step


@transaction.atomic
def stop_step(actor: Actor, *, step: SupportStep) -> None:
    """Nothing comes of the step: the person concerned, or a second person of the desk, has stopped it."""
    step = _locked(actor, step)
    if actor.person_id != step.helped_id:
        require_support(actor)
    require(may_approve(same_person=False, waiting=is_waiting(step)))
    with as_system(actor):
        SupportStep.objects.filter(pk=step.pk).update(refused_at=now())


def is_waiting(step: SupportStep) -> bool:
    """True while nobody has decided and the day is not over."""
    return step.done_at is None and step.refused_at is None and now() < step.asked_at + WAITS


def _require_running(actor: Actor, session: SupportSession) -> None:
    require_support(actor)
    require(may_help(running=session.helper_id == actor.person_id and now() < session.until))


def _locked(actor: Actor, step: SupportStep) -> SupportStep:
    with as_system(actor):
        rows = SupportStep.objects.select_for_update(of=("self",))
        return rows.select_related("helped", "session").get(pk=step.pk)


def _ask(actor: Actor, session: SupportSession, act: str, *, email: str = "") -> SupportStep:
    with as_system(actor):
        SupportSession.objects.select_for_update().get(pk=session.pk)
        waiting = SupportStep.objects.filter(helped=session.helped, act=act, done_at=None, refused_at=None)
        if any(is_waiting(step) for step in waiting):
            require(not_now("Darum ist schon gebeten. Eine zweite Person im Support entscheidet."))
        step = _step(session, act, email=email)
    _tell(actor, session.helped, "support_asked")
    return step


def _step(session: SupportSession, act: str, **values: object) -> SupportStep:
    return SupportStep.objects.create(
        session=session,
        helper_id=session.helper_id,
        helped_id=session.helped_id,
        act=act,
        asked_at=now(),
        **values,
    )


def _tell(actor: Actor, person: Person, what: str, *, address: str = "") -> None:
    send_mail(
        actor,
        to=address or person,
        template=f"offices/email/{what}",
        kind=MailKind.SECURITY,
        context={"history_url": Link(reverse("offices:help_received"))},
        language=person.language,
        expires_in=WAITS,
    )
