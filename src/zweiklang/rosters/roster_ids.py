"""Whom a school's own list means by the id that its sign-in service names: teachers."""

from zweiklang.people.public import PendingSchoolAccount, Person
from zweiklang.rosters.models import StaffRecord


def teacher_of_school_account(pending: PendingSchoolAccount) -> Person | None:
    """Returns the teacher of that school with that id; None if there is none or more than one. Runs as the system."""
    found = StaffRecord.objects.filter(
        school__number__in=pending.school_numbers, external_ids__contains=[pending.said.roster_id]
    ).select_related("person")
    people = {record.person_id: record.person for record in found}
    return next(iter(people.values())) if len(people) == 1 else None
