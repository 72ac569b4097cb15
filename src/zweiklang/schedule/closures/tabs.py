"""Where closures are found: a tab of schools, and a page for whoever holds the Land's post."""

from zweiklang.kernel.navigation import Duty, add_below, add_duty
from zweiklang.rooms.public import Scope, Tab, add_tab

SCHOOL = frozenset({"head_of_school", "school_office"})


def add_tabs() -> None:
    """Schools have "Schließungen", the Land "Unwettertag"; pages of a whole school belong to the organisation, not to "Ausbildung"."""
    for path in ("/schulzeit/schliessungen/", "/schulzeit/schule/"):
        # To no entry of the main navigation, like the other pages of organisations.
        add_below(path, entry="schedule:closures")
    page = "schedule:school_closures"
    add_tab("team", Tab("closures", "Schließungen", "warning", page, Scope.ADMINISTRATION, 33, SCHOOL))
    note = "Schulen eines Kreises oder in ganz Hessen schließen, alle benachrichtigen"
    add_duty(Duty("land", "Unwettertag", note, "schedule:closures"))
