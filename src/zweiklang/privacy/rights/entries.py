"""Where the pages of rights are found: one's own account, and the rooms of organisations."""

from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.navigation import add_account_page
from zweiklang.privacy.rights.parents import for_teacher
from zweiklang.privacy.rights.restriction import is_restricted_room
from zweiklang.rooms.public import Remark, Scope, Standing, Tab, add_remark, add_tab


def add_entries() -> None:
    """One's own account has the tab "Meine Rechte"; organisations have their requests, heads of school the parents of adults."""
    add_account_page("Meine Rechte", url_name="privacy:rights_index")
    requests = Tab("requests", "Anträge", "mail", "privacy:rights_desk", Scope.ADMINISTRATION_WRITE, place=70)
    add_tab("team", requests)
    heads = frozenset({"head_of_school"})
    parents = Tab(
        "parents",
        "Eltern ab 18",
        "people",
        "privacy:rights_parents",
        Scope.ADMINISTRATION,
        place=72,
        capacities=heads,
    )
    add_tab("team", parents)
    add_remark("apprenticeship", parents_remark)
    add_remark("apprenticeship", restricted_remark)


def parents_remark(standing: Standing) -> Remark | None:
    """Returns for the class teacher whether the parents of an adult apprentice may be told; None for everybody else."""
    if "class_teacher" not in standing.capacities:
        return None
    found = for_teacher(system_actor("parents"), standing.room_id)
    if found is None:
        return None
    href, objected = reverse("privacy:rights_parents_of", args=[standing.room_id]), found.state.objected_at
    if objected:
        title = f"Eltern: {found.person.given_name} hat widersprochen am {formats.day_of(objected)}"
        return Remark(title, "Die Schule informiert die Eltern nicht.", "warning", "Mehr dazu", href)
    until = f"Nur über schwerwiegende Dinge, bis {formats.day_long(found.state.until)} (§ 72 Abs. 4 HSchG)."
    return Remark(
        "Die Eltern dürfen informiert werden", until, "info", "Eintragen, dass sie informiert sind", href
    )


def restricted_remark(standing: Standing) -> Remark | None:
    """Returns why the room shows no more than contract and members, for whoever sees no more; asks only where that is so."""
    if standing.scopes - {Scope.SCHEDULE, Scope.MEMBERS} or not is_restricted_room(standing.room_id):
        return None
    return Remark(
        "Diese Daten sind eingeschränkt",
        "Zurzeit werden sie nur aufbewahrt (Artikel 18 DSGVO). Mehr sieht nur die Person selbst, bis die Einschränkung aufgehoben ist.",
        "warning",
        "Wer sieht was?",
        reverse("privacy:who_sees_what", args=[standing.room_id]),
    )
