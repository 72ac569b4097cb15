"""What the pages of files and of the turn of the year show of pupils is noted for them (rooms.looks)."""

from collections.abc import Iterable
from uuid import UUID

from zweiklang.apprenticeships.public import Pupil, note_pupils
from zweiklang.rosters.models import ImportChange
from zweiklang.rosters.plan import Plan, PupilEntry
from zweiklang.rosters.turning import Turn


def note_planned(plan: Plan) -> None:
    """The preview shows these pupils of the school, and whom doubtful rows may mean."""
    entries = [one for one in (*plan.changed, *plan.left, *plan.doubtful) if isinstance(one, PupilEntry)]
    known = {one.known for one in entries if one.known}
    _note(known | {candidate.id for one in entries for candidate in one.candidates})


def note_changed(changes: Iterable[ImportChange]) -> None:
    """The page shows what was changed about these pupils."""
    rows = [row for change in changes for row in change.rows]
    pupils = {row["id"] for row in rows if row["table"] == "pupil"}
    others = [values for row in rows for values in (row["before"], row["after"]) if values]
    _note(pupils | {values["pupil_id"] for values in others if values.get("pupil_id")})


def note_turned(turn: Turn) -> None:
    """The page names who leaves; who moves up is only counted."""
    _note({one.pupil.id for one in turn.leavers})


def _note(pupils: Iterable[UUID | str]) -> None:
    wanted = list(pupils)
    if wanted:
        note_pupils(Pupil.objects.filter(pk__in=wanted).only("room_id", "person_id"))
