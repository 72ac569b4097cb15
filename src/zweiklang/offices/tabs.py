"""The tabs of an organisation, by what somebody is there; other apps add theirs (places 35, 45, 55 … are free)."""

from zweiklang.rooms.public import Scope, Tab, add_tab

FIRM = frozenset({"training_manager", "trainer"})
SCHOOL = frozenset({"head_of_school", "school_office"})
CHAMBER = frozenset({"chamber_adviser"})


def add_tabs() -> None:
    """The tabs are known; who writes sees those of administration."""
    own = Scope.ADMINISTRATION
    for tab in (
        Tab("home", "Überblick", "company", "offices:home", Scope.SCHEDULE, place=10),
        Tab("people", "Menschen", "people", "offices:people", Scope.MEMBERS, place=20),
        Tab("departments", "Abteilungen", "school", "offices:departments", own, place=30),
        Tab("training", "Zuständigkeiten", "training", "offices:training", own, place=40, capacities=FIRM),
        Tab("sites", "Ausbildungsstätten", "company", "offices:sites", own, place=50, capacities=FIRM),
        Tab("teaching", "Unterricht", "training", "offices:teaching", own, place=41, capacities=SCHOOL),
        Tab("register", "Verträge", "checklist", "offices:register", own, place=42, capacities=CHAMBER),
        Tab("firms", "Betriebe", "company", "offices:firms", own, place=43, capacities=CHAMBER),
    ):
        add_tab("team", tab)
    page = "offices:contract"
    of_contract = Tab("contract", "Vertrag", "sign", page, Scope.SCHEDULE, place=15, shown=(page,))
    add_tab("apprenticeship", of_contract)
