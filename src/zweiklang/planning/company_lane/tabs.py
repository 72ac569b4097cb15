"""Where the company lane is found: a page of each apprenticeship, and a line on the firm's first page."""

from zweiklang.organisations.public import Department, Organisation
from zweiklang.planning.company_lane.policy import FIRM
from zweiklang.planning.tabs import Page, add_page
from zweiklang.rooms.public import Remark, Room, Scope, Standing, add_remark, room_url


def add_tabs() -> None:
    """Apprenticeships have "Ausbildungsplan"; firms with departments find their rotation on their first page."""
    add_page("apprenticeship", Page("Ausbildungsplan", "planning:plan", Scope.PLAN, place=20))
    add_remark("team", _rotation)


def _rotation(standing: Standing) -> Remark | None:
    """Whoever has no departments is not told of rotation."""
    if not standing.capacities & FIRM:
        return None
    team = Room.objects.filter(pk=standing.room_id, organisation__kind=Organisation.Kind.FIRM)
    number = Department.objects.filter(organisation_id__in=team.values("organisation_id")).count()
    if not number:
        return None
    count = "1 Abteilung bildet" if number == 1 else f"{number} Abteilungen bilden"
    text = f"{count} aus: wer wann wo ist, Plätze, Vorlagen für Ausbildungspläne."
    return Remark(
        "Versetzungsplan",
        text,
        "info",
        "Versetzungsplan öffnen",
        room_url("planning:rotation", standing.room_id),
    )
