"""A firm as its own people plan in it: who may open its pages, its departments and templates."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import Occupation
from zweiklang.organisations.public import Organisation
from zweiklang.planning.company_lane.demand import Demand, demand_of
from zweiklang.planning.company_lane.policy import FIRM
from zweiklang.planning.models import PlanTemplate
from zweiklang.rooms.public import Room, Scope, Standing, my_standings, standing_in

PAGES = (
    ("planning:rotation", "Versetzungsplan"),
    ("planning:departments", "Abteilungen"),
    ("planning:templates", "Vorlagen"),
)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm and what the person is in its team room."""

    organisation: Organisation
    standing: Standing

    @property
    def room_id(self) -> UUID:
        """Returns the firm's team room."""
        return self.standing.room_id


def firm_in(room_id: UUID) -> Firm:
    """Returns the firm of that team room for its trainers and training managers; raises Http404 for everybody else. Two queries."""
    standing = standing_in(room_id)
    room = Room.objects.select_related("organisation").filter(pk=room_id, kind=Room.Kind.TEAM).first()
    if room is None or room.organisation is None or not standing.capacities & FIRM:
        raise Http404
    if room.organisation.kind != Organisation.Kind.FIRM:
        raise Http404
    return Firm(room.organisation, standing)


def my_firms() -> list[tuple[UUID, str]]:
    """Returns team room and name of the firms in which the person trains or leads, by name. Two queries."""
    teams = [key for key, one in my_standings().items() if one.kind == "team" and one.capacities & FIRM]
    rooms = Room.objects.filter(pk__in=teams, organisation__kind=Organisation.Kind.FIRM)
    return list(rooms.order_by("organisation__sort_key").values_list("pk", "organisation__name"))


def plans_somewhere() -> bool:
    """Returns whether the person keeps the plan of any apprentice. One query, none if the rooms were asked for before."""
    return any(one.carries(Scope.PLAN_WRITE) for one in my_standings().values())


def demands_in(firm_id: UUID) -> list[tuple[str, Demand]]:
    """Returns what the regulations of the firm's apprentices ask for, by occupation. One query, and those of regulations not read yet."""
    contracts = Contract.objects.filter(firm_id=firm_id).values("occupation_id")
    found = Occupation.objects.filter(pk__in=contracts).select_related("regulation").order_by("sort_key")
    return [(one.short, demand_of(one)) for one in found]


def templates_of(team_room_id: UUID) -> list[PlanTemplate]:
    """Returns the firm's templates with their occupations, by name. One query."""
    rows = PlanTemplate.objects.filter(room_id=team_room_id).select_related("occupation")
    return list(rows.order_by("occupation__sort_key", "name"))
