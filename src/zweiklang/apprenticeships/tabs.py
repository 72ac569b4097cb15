"""The tabs of an apprenticeship's room: always the same order, only those this person may open."""

from zweiklang.rooms.public import Scope, Standing, room_url

# key, label, icon, URL name, scope that opens it
TABS = (
    ("overview", "Überblick", "training", "apprenticeships:room", Scope.SCHEDULE),
    ("weeks", "Nachweis", "edit", "records:weeks", Scope.SCHOOL_RECORDS),
    ("coverage", "Plan", "checklist", "records:coverage", Scope.PLAN),
    ("who", "Wer sieht was?", "visibility", "apprenticeships:who_sees_what", Scope.MEMBERS),
)


def room_tabs(standing: Standing, current: str) -> list[tuple[str, str, bool, str]]:
    """Returns label, address, whether it is the current one, and icon of each tab."""
    return [
        (label, room_url(name, standing.room_id), key == current, icon)
        for key, label, icon, name, scope in TABS
        if standing.carries(scope)
    ]
