"""What everybody gets at the addresses of organisations at work: those of world A's first firm, its school, its chamber."""

from typing import Any
from uuid import UUID

from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import TeachingAssignment, TrainerAssignment
from zweiklang.offices.models import Handover, Merge
from zweiklang.organisations.public import Department, Organisation, Post, Site
from zweiklang.rooms.public import as_system, team_room

HEADING = (
    "apprentice second_apprentice trainer deputy_trainer training_manager class_teacher subject_teacher "
    "head_of_school guardian chamber_adviser other_trainer crossing roomless"
)
# Pages of one organisation: by whose team room they are tried. Everybody but its office gets the 404 of a foreign room.
FIRM = "home people appoint post departments department sites new_site site training training_deputy trainee training_end handover"
SCHOOL = "teaching class_staff substitution teaching_end"
CHAMBER = "register firms firms_alike firm firm_end firm_merge firm_sites firm_split"
POSTED = {"handover_undo": "firm", "merge_undo": "chamber"}
KIND = {
    **dict.fromkeys(FIRM.split(), "firm"),
    **dict.fromkeys(SCHOOL.split(), "school"),
    **dict.fromkeys(CHAMBER.split(), "chamber"),
}
OFFICE_OF = {"firm": "training_manager", "school": "head_of_school", "chamber": "chamber_adviser"}
# The contract lies in the room of the apprenticeship: its people read it, the chamber keeps it.
CONTRACTS = """
offices:contract                 200        404               200     200            200              200           200             404            200      200             404           200      404
offices:contract_confirm         403        404               403     403            403              403           403             404            403      200             404           403      404
offices:contract_correct         403        404               403     403            403              403           403             404            403      200             404           403      404
offices:contract_end             403        404               403     403            403              403           403             404            403      200             404           403      404
offices:contract_change          403        404               403     403            403              403           403             404            403      200             404           403      404
"""  # noqa: E501 - a table


def _row(name: str, office: str) -> str:
    return " ".join([f"offices:{name}", *("200" if c == office else "404" for c in HEADING.split())])


ROOMS = (
    "\n".join(
        [
            *(_row(name, OFFICE_OF[kind]) for name, kind in KIND.items()),
            *(" ".join([f"offices:{name}", *("405" for _ in HEADING.split())]) for name in POSTED),
            CONTRACTS.strip("\n"),
        ]
    )
    + "\n"
)
# Addresses of the support desk: what somebody of the desk gets, what anybody else gets, and nobody. The session does not exist.
DESK = """
                                 support  person  nobody
offices:desk                     200      403     302
offices:support_session          404      403     302
offices:help_act                 405      405     302
offices:decide_step              405      405     302
offices:stop_step                405      405     302
offices:help_received            200      200     302
"""


def is_office(name: str) -> bool:
    """True for an address whose room is a team room."""
    app, _, short = name.partition(":")
    return app == "offices" and (short in KIND or short in POSTED)


def team_of(name: str, world: World) -> UUID:
    """Returns the team room in which the address is tried."""
    kind = (KIND | POSTED)[name.partition(":")[2]]
    with as_system(ACTOR):
        return team_room(ACTOR, organisation=_organisation(kind, world)).pk


def _organisation(kind: str, world: World) -> Organisation:
    return {"firm": world.first.firm.organisation, "school": world.school, "chamber": world.chamber}[kind]


def ids_of(world: World) -> dict[str, Any]:
    """Returns what the parameters of these addresses are in that world."""
    firm = world.first.firm.organisation
    with as_system(ACTOR):
        department, _ = Department.objects.get_or_create(organisation=firm, name="Werkstatt")
        return {
            "post_id": Post.objects.get(organisation=firm, capacity="training_manager").pk,
            "department_id": department.pk,
            "site_id": Site.objects.filter(organisation=firm).latest("pk").pk,
            "contract_id": world.first.contract.pk,
            "assignment_id": TrainerAssignment.objects.filter(contract=world.first.contract)
            .earliest("pk")
            .pk,
            "class_id": world.school_class.pk,
            "teaching_id": TeachingAssignment.objects.filter(school_class=world.school_class)
            .earliest("pk")
            .pk,
            "firm_id": firm.pk,
            "handover_id": Handover.objects.earliest("pk").pk,
            "merge_id": Merge.objects.earliest("pk").pk,
        }
