"""What a page shows of contracts and pupils is noted for the apprentices and pupils concerned (rooms.looks)."""

from collections.abc import Iterable

from zweiklang.apprenticeships.models import Contract, Pupil
from zweiklang.rooms.public import Scope, note_look, note_people


def note_contracts(contracts: Iterable[Contract]) -> None:
    """The page shows these contracts, be it in a list or in a form's choices."""
    note_look((one.room_id for one in contracts), Scope.SCHEDULE)


def note_pupils(pupils: Iterable[Pupil]) -> None:
    """The page shows these pupils as their school keeps them."""
    for one in pupils:
        note_people(one.room_id, Scope.ADMINISTRATION, (one.person_id,))
