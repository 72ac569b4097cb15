"""The last step of an erasure: a second person, seven days later."""

from datetime import timedelta

from django.db import transaction

from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import MailKind, send_mail
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.rights.erasure.erasing import erase_person
from zweiklang.privacy.rights.policy import may_carry_out
from zweiklang.privacy.rights.responsibility import keepers_of, land_desks
from zweiklang.rooms.public import Scope, as_system, carries_in_team

KEEPS = timedelta(days=7)


@transaction.atomic
def carry_out_erasure(actor: Actor, *, erasure: Erasure) -> Erasure:
    """The person is erased; what remains says when, by whom, and how many rows of which table."""
    keeps = may_act_for(actor, erasure)
    with as_system(actor):
        rows = Erasure.objects.select_for_update(of=("self",)).select_related(
            "person", "request__organisation"
        )
        erasure = rows.get(pk=erasure.pk)
        over = now() >= erasure.not_before
        require(may_carry_out(actor, erasure=erasure, keeps=keeps, over=over))
        address, language = erasure.person.email, erasure.person.language
        erasure.counts = erase_person(on_behalf_of(actor), person=erasure.person)
        erasure.done_by_id, erasure.done_at = actor.person, now()
        erasure.save(update_fields=["counts", "done_by", "done_at"])
        if address:
            # The account is gone: the last mail goes to the address alone.
            send_mail(
                actor,
                to=address,
                template="privacy/email/erasure_done",
                kind=MailKind.PRIVACY,
                language=language,
                expires_in=KEEPS,
            )
    return erasure


def may_act_for(actor: Actor, erasure: Erasure) -> bool:
    """True for whoever keeps the affairs of the organisation that decided, and for the Land where no second person is there."""
    with as_system(actor):
        request = RightsRequest.objects.select_related("organisation").get(pk=erasure.request_id)
    if carries_in_team(request.organisation_id, Scope.ADMINISTRATION_WRITE):
        return True
    desks = land_desks(actor)
    if any(desk.organisation.pk == request.organisation_id for desk in desks):
        return True
    return bool(desks) and not has_second_person(request.organisation, erasure)


def has_second_person(organisation: Organisation, erasure: Erasure) -> bool:
    """True if somebody else than the decider and the person concerned keeps the organisation's affairs."""
    concerned = [erasure.person_id, erasure.decided_by_id]
    return keepers_of(organisation).exclude(person_id__in=[one for one in concerned if one]).exists()
