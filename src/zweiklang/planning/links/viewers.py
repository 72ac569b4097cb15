"""As whom somebody looks at links: for which schools, and whether the person decides there."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.curricula.public import FrameworkCurriculum
from zweiklang.organisations.public import Organisation
from zweiklang.planning.models import DidacticPlan
from zweiklang.rooms.public import Room, Scope, Standing


@dataclass(frozen=True, slots=True)
class Viewer:
    """`school` is the one whose decisions are shown, None for somebody without one; `schools` all there are to choose from by name.

    `deciding` are the schools for which the person may confirm and reject.
    """

    capacities: frozenset[str]
    schools: tuple[Organisation, ...] = ()
    school: Organisation | None = None
    deciding: frozenset[UUID] = frozenset()

    @property
    def school_id(self) -> UUID | None:
        """Returns the id of the school whose decisions are shown."""
        return self.school.pk if self.school else None

    def decides_for(self, school_id: UUID | None) -> bool:
        """True if the person may say what holds at that school."""
        return school_id in self.deciding


def viewer_of(standings: Iterable[Standing], wanted: UUID | None = None) -> Viewer:
    """Returns as whom the person looks; `wanted` chooses among several schools, else one comes first where the person decides.

    At most two queries.
    """
    held = [*standings]
    capacities = frozenset(capacity for standing in held for capacity in standing.capacities)
    found = [*_schools_of_classes(held), *_schools_of_teams(held)]
    deciding = frozenset(school.pk for school, decides in found if decides)
    schools = {school.pk: school for school, _ in found if school.kind == Organisation.Kind.SCHOOL}
    choices = tuple(sorted(schools.values(), key=lambda school: (school.pk not in deciding, school.name)))
    school = next((one for one in choices if one.pk == wanted), choices[0] if choices else None)
    return Viewer(capacities, choices, school, deciding)


def concern(regulation_id: UUID, curriculum_id: UUID) -> "ExpressionWrapper[Q]":
    """Returns the condition "the person sees an apprenticeship by that regulation, or a class that learns by that curriculum"."""
    contracts = Contract.objects.filter(occupation__regulation_id=regulation_id)
    plans = DidacticPlan.objects.filter(curriculum_id=curriculum_id)
    return ExpressionWrapper(Exists(contracts) | Exists(plans), BooleanField())


def concerned_by(regulation_id: UUID, curriculum_id: UUID) -> bool:
    """True if the person has to do with what is learned there. One query."""
    rows = FrameworkCurriculum.objects.filter(pk=curriculum_id)
    return rows.filter(concern(regulation_id, curriculum_id)).exists()


def _schools_of_classes(held: list[Standing]) -> list[tuple[Organisation, bool]]:
    """The school of each class, and whether the person leads the class."""
    leads = {
        one.room_id: "class_teacher" in one.capacities and one.carries(Scope.SCHEDULE_WRITE)
        for one in held
        if one.kind == "class"
    }
    rows = SchoolClass.objects.filter(room_id__in=leads).select_related("school") if leads else ()
    return [(row.school, leads[row.room_id]) for row in rows]


def _schools_of_teams(held: list[Standing]) -> list[tuple[Organisation, bool]]:
    """The organisation of each team room, and whether the person is its head of school."""
    leads = {
        one.room_id: "head_of_school" in one.capacities and one.carries(Scope.ADMINISTRATION_WRITE)
        for one in held
        if one.kind == "team"
    }
    if not leads:
        return []
    rows = Room.objects.filter(pk__in=leads, organisation__isnull=False).select_related("organisation")
    return [(row.organisation, leads[row.pk]) for row in rows if row.organisation]
