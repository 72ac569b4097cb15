"""Who may be looked at as whom: the person concerned and a guardian, as somebody who has access to the room today."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.people.public import Person
from zweiklang.privacy.sight.policy import may_look_as
from zweiklang.privacy.sight.reading import sees_everything
from zweiklang.rooms.public import (
    Jurisdiction,
    Membership,
    Standing,
    capacity_label,
    my_standings,
    shown_pages,
)

# Looking as the apprentice would show what others may not see; one's own view needs no preview.
NEVER_AS = frozenset({"apprentice"})


@dataclass(frozen=True, slots=True)
class Preview:
    """Whose view is shown, and in which rooms: this one, and the rooms of its classes as far as the viewer is in them too."""

    room_id: UUID
    membership_id: UUID
    person: Person
    capacity_label: str
    rooms: frozenset[UUID]

    def address_of(self, address: str) -> str | None:
        """Returns where the page at that address stands within the view; None for pages that do not belong to it."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or page_at(parts.path, self.room_id) is None:
            return None
        within = reverse("privacy:seen_as", args=[self.room_id, self.membership_id])
        query = f"?{parts.query}" if parts.query else ""
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return f"{within}{parts.path.lstrip('/')}{query}{anchor}"


def page_at(path: str, room_id: UUID) -> ResolverMatch | None:
    """Returns the page of that room at the path, if its app has said that it may be shown as somebody else sees it."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    fits = match.view_name in shown_pages("apprenticeship") and match.kwargs.get("room_id") == room_id
    return match if fits else None


def preview_of(actor: Actor, *, standing: Standing, membership_id: UUID) -> Preview:
    """Returns whose view is asked for; raises Http404 for everybody but the person concerned and a guardian, and for nobody's view.

    Only people who have access to this very apprenticeship today can be looked at, and only while they see nothing that the viewer
    does not: a brake closes a category to guardians and leaves it to whoever keeps it. Raises Refused with what it is.
    """
    if not sees_everything(standing):
        raise Http404
    present = Q(first_day__lte=today()) & (Q(last_day__isnull=True) | Q(last_day__gte=today()))
    here = Membership.objects.filter(room=standing.room_id)
    asked = here.filter(present, pk=membership_id).exclude(person=actor.person)
    found = asked.select_related("person").first()
    theirs = list(here.filter(person=found.person_id).annotate(is_present=present)) if found else []
    if found is None or any(one.capacity in NEVER_AS for one in theirs):
        raise Http404
    require(may_look_as((one for one in theirs if one.is_present), standing=standing))
    return Preview(
        room_id=standing.room_id,
        membership_id=found.pk,
        person=found.person,
        capacity_label=capacity_label(found.capacity),
        rooms=frozenset({standing.room_id, *_class_rooms(standing.room_id)}),
    )


def _class_rooms(room_id: UUID) -> set[UUID]:
    of_room = Jurisdiction.objects.filter(room=room_id, class_room__isnull=False)
    mine = {one.room_id for one in my_standings().values() if one.kind == "class"}
    return mine & set(of_room.values_list("class_room_id", flat=True))
