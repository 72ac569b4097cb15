"""Somebody comes to work here: at once if the organisation knows the person, else by an invitation.

Invitations are another app's (`joining`), which stands beside this one; it registers with `organisations.public.invite_colleagues_by`.
"""

from datetime import date

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.policy import may_appoint
from zweiklang.offices.selectors.people import known_here
from zweiklang.offices.services.days import require_begin
from zweiklang.offices.services.posts import appoint
from zweiklang.organisations.public import Department, Organisation, colleague_inviter
from zweiklang.rooms.public import team_standing


def welcome(
    actor: Actor,
    *,
    organisation: Organisation,
    email: str,
    capacity: str,
    first_day: date,
    department: Department | None = None,
) -> bool:
    """The person with that address has the post (True), or an invitation to it is on its way (False).

    Both look the same to whoever typed the address, unless the organisation knows the person: nobody learns who has an account.
    """
    person = known_here(organisation, email)
    if person is not None:
        appoint(
            actor,
            organisation=organisation,
            person=person,
            capacity=capacity,
            first_day=first_day,
            department=department,
        )
        return True
    require(may_appoint(actor, standing=team_standing(organisation.pk), capacity=capacity))
    require_begin(first_day)
    inviter = colleague_inviter()
    if inviter is None:
        raise Rejected(
            "Diese Person ist hier noch nicht bekannt. Sie braucht zuerst eine Einladung.", field="email"
        )
    inviter(actor, organisation=organisation, email=email, capacity=capacity, first_day=first_day)
    return False
