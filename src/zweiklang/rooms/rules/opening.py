"""How far a category is open to somebody today, asked for a class instead of a member: what a teacher must know before releasing an item."""

from uuid import UUID

from zweiklang.kernel.clock import today
from zweiklang.rooms.rules.book import Place, RoomFacts, read_book
from zweiklang.rooms.rules.cells import ITEM
from zweiklang.rooms.rules.resolution import BEFORE, Opened, Resolver


def opened_in_class(class_room_id: UUID, *, school_id: UUID, category: str, capacity: str) -> Opened:
    """Returns since when the capacity reads the category of that class: all of it, and released items only (None: not). Two queries."""
    places = (Place(None, school_id, class_room_id, None),)
    day = today()
    grants = Resolver(read_book(places), day, {}).grants(
        RoomFacts("class", places), capacity, first_day=day, last_day=day
    )
    starts = dict(grants[0].starts) if grants else {}
    since = {scope: starts.get(scope, BEFORE) for grant in grants[:1] for scope in grant.scopes}
    return Opened(fully=since.get(category), items=since.get(category + ITEM))
