"""From rooms to the links of the occupation that is learned there."""

from uuid import UUID

from django.db.models import Count

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.curricula.public import Occupation
from zweiklang.planning.school_lane.curricula import curricula_known, curriculum_of
from zweiklang.planning.tabs import Page, add_page
from zweiklang.rooms.public import Scope


def add_tabs() -> None:
    """Classes and apprenticeships lead to the links of their occupation."""
    add_page("class", Page("Verknüpfungen", "planning:class_links", Scope.SCHEDULE, place=60))
    add_page("apprenticeship", Page("Verknüpfungen", "planning:room_links", Scope.PLAN, place=60))


def occupation_of_class(school_class: SchoolClass) -> UUID | None:
    """Returns the occupation of most contracts of the class that the person sees, else a current one of the curriculum the class learns by.

    At most four queries.
    """
    counted = Contract.objects.filter(enrolments__school_class=school_class).order_by()
    most = (
        counted.values_list("occupation_id")
        .annotate(count=Count("pk"))
        .order_by("-count", "occupation_id")
        .first()
    )
    if most:
        return UUID(str(most[0]))
    curriculum = curriculum_of(school_class, curricula_known())
    if curriculum is None:
        return None
    current = Occupation.objects.filter(
        regulation__document_number=curriculum.document_number,
        regulation__superseded=False,
        superseded=False,
    )
    if curriculum.specialisation:
        current = current.filter(specialisation=curriculum.specialisation)
    return current.order_by("sort_key", "pk").values_list("pk", flat=True).first()
