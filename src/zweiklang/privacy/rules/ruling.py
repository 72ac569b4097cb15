"""In whose room a page of rules stands: the Land, a school, a firm or a class, and what the person may do there."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import Decision
from zweiklang.organisations.public import Organisation
from zweiklang.privacy.rules.policy import may_read_rules
from zweiklang.privacy.rules.selectors import Body
from zweiklang.rooms.public import Room, Standing, may_decide_release, standing_in

_AS = {"school": "Schulleitung", "firm": "Ausbildungsleitung", "land": "Land Hessen"}
_KIND = {"school": "school", "firm": "firm", "authority": "land"}


@dataclass(frozen=True, slots=True)
class Ruler:
    """A body that decides, as somebody of it sees it. `name` for people, `parent` the page above; `school` whose rules stand above a class."""

    body: Body
    room_id: UUID
    standing: Standing
    name: str
    parent: tuple[str, str]
    decided_as: str
    may: Decision
    organisation: Organisation

    @property
    def kind(self) -> str:
        """land, school, firm or class."""
        return self.body.kind

    @property
    def below(self) -> dict[str, Body]:
        """Returns the bodies whose decisions count here beside the Land's, as `rules_from` takes them."""
        if self.kind == "class":
            return {"school": Body("school", self.organisation.pk), "class_": self.body}
        return {} if self.kind == "land" else {self.kind: self.body}


def ruler_in(actor: Actor, room_id: UUID) -> Ruler:
    """Returns whose rules are decided in that team room or class; 404 for anybody else."""
    standing = standing_in(room_id)
    ruler = _of_class(actor, standing) if standing.kind == Room.Kind.CLASS else _of_team(actor, standing)
    kind = "authority" if ruler.kind == "land" else ruler.kind
    if not may_read_rules(kind, standing.capacities):
        raise Http404
    return ruler


def _of_class(actor: Actor, standing: Standing) -> Ruler:
    found = SchoolClass.objects.select_related("school").filter(room=standing.room_id).first()
    if found is None:
        raise Http404
    body = Body("class", found.school_id, standing.room_id)
    return Ruler(
        body=body,
        room_id=standing.room_id,
        standing=standing,
        name=f"Klasse {found.label}",
        parent=(f"Klasse {found.label}", reverse("apprenticeships:school_class", args=[standing.room_id])),
        decided_as=f"Klassenleitung {found.label}"[:60],
        may=may_decide_release(actor, body=body.kind, body_id=body.id),
        organisation=found.school,
    )


def _of_team(actor: Actor, standing: Standing) -> Ruler:
    room = (
        Room.objects.select_related("organisation").filter(pk=standing.room_id, kind=Room.Kind.TEAM).first()
    )
    organisation = room.organisation if room else None
    if organisation is None or organisation.kind not in _KIND:
        raise Http404
    kind = _KIND[organisation.kind]
    body = Body(kind, None if kind == "land" else organisation.pk)
    return Ruler(
        body=body,
        room_id=standing.room_id,
        standing=standing,
        name=organisation.name,
        parent=(organisation.name, reverse("offices:home", args=[standing.room_id])),
        decided_as=_AS[kind],
        may=may_decide_release(actor, body=kind, body_id=body.id),
        organisation=organisation,
    )
