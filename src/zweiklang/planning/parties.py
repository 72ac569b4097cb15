"""Whose apprenticeship, and which class, a row of planning is about. Row-level security lets through what the person may see."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass


def contracts_in(room_ids: Iterable[UUID]) -> Mapping[UUID, Contract]:
    """Returns by room the contracts with apprentice and firm. One query, none without a room. The page notes what it shows of them."""
    rooms = {*room_ids}
    rows = Contract.objects.filter(room_id__in=rooms).select_related("apprentice", "firm")
    return {row.room_id: row for row in rows} if rooms else {}


def classes_in(room_ids: Iterable[UUID]) -> Mapping[UUID, SchoolClass]:
    """Returns by room the classes, in order of their labels. One query, none without a room."""
    rooms = {*room_ids}
    rows = SchoolClass.objects.filter(room_id__in=rooms).order_by("label", "pk")
    return {row.room_id: row for row in rows} if rooms else {}
