"""Whom a school's own list means by the id that its sign-in service names: pupils."""

from zweiklang.apprenticeships.models import Pupil
from zweiklang.kernel.clock import today
from zweiklang.people.public import PendingSchoolAccount, Person


def pupil_of_school_account(pending: PendingSchoolAccount) -> Person | None:
    """Returns the pupil of that school with that id who has not left; None if there is none or more than one. Runs as the system."""
    found = (
        Pupil.objects.filter(
            school__kind="school",
            school__number__in=pending.school_numbers,
            external_id=pending.said.roster_id,
        )
        .exclude(left_on__lte=today())
        .select_related("person")
    )
    people = {pupil.person_id: pupil.person for pupil in found}
    return next(iter(people.values())) if len(people) == 1 else None
