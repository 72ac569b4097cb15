"""For whom somebody with several posts acts at the moment: a choice of the session that narrows lists and never widens anything."""

from collections.abc import MutableMapping
from typing import Any
from uuid import UUID

CHOSEN, SEVERAL = "acting_as", "acts_for_several"

type Session = MutableMapping[str, Any]


def chosen_organisation(session: Session) -> UUID | None:
    """Returns the organisation whose work alone is shown, or None for everything."""
    chosen = session.get(CHOSEN)
    return UUID(chosen[0]) if chosen else None


def chosen_name(session: Session) -> str:
    """Returns the name of the chosen organisation; "" for everything."""
    chosen = session.get(CHOSEN)
    return str(chosen[1]) if chosen else ""


def choose_organisation(session: Session, *, organisation_id: UUID | None, name: str = "") -> None:
    """Only that organisation's work is shown from now on; None: everything."""
    session.pop(CHOSEN, None)
    if organisation_id is not None:
        session[CHOSEN] = [str(organisation_id), name]
