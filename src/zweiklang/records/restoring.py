"""Weeks that an import brings back."""

from collections.abc import Mapping
from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.records.models import Week
from zweiklang.rooms.public import as_system

# The path of a week from a draft, as the database allows it (guards.STATE_PATHS).
_PATHS = {
    Week.State.DRAFT: (),
    Week.State.SUBMITTED: (Week.State.SUBMITTED,),
    Week.State.RETURNED: (Week.State.SUBMITTED, Week.State.RETURNED),
    Week.State.SIGNED: (Week.State.SUBMITTED, Week.State.SIGNED),
}


def restore_states(actor: Actor, *, states: Mapping[UUID, str]) -> None:
    """Weeks that were written as drafts, with their lines, reach their state step by step; when they changed stays as written.

    Lines can be written into drafts only, whoever writes them, so an import needs this last step. Their acts come with the import.
    """
    with as_system(actor):
        for state, path in _PATHS.items():
            weeks = Week.objects.filter(pk__in=[key for key, wanted in states.items() if wanted == state])
            for step in path:
                weeks.update(state=step)
