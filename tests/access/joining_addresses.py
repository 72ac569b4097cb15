"""What everybody gets at the addresses of those who invite, and of the chamber's files: the school's, the first firm's, the chamber's."""

from typing import Any
from uuid import UUID

from tests.access.office_addresses import HEADING
from tests.world_joining import proposal_room
from tests.worlds import ACTOR, World
from zweiklang.joining.public import ChamberImport, FirmRecovery, Invitation
from zweiklang.rooms.public import as_system, team_room

# By whose team room an address is tried, and who keeps it. Everybody else gets the 404 of a foreign room.
OFFICE_OF = {
    "invitations": "head_of_school",
    "firms": "head_of_school",
    "persons": "head_of_school",
    "invitation": "head_of_school",
    "colleague": "training_manager",
    "reports": "head_of_school",
    "recovery": "head_of_school",
    "propose": "training_manager",
    "chamber_files": "chamber_adviser",
    "chamber_file": "chamber_adviser",
    "chamber_schools": "chamber_adviser",
}
UPLOAD = "uploads:contracts"
POSTED = ("act", "recovery_act", "decide", "chamber_file_act")
# The room of what the first firm has reported to the school: both are in it.
REPORT = "joining:report " + " ".join(
    "200" if c in {"training_manager", "head_of_school"} else "404" for c in HEADING.split()
)


def _row(name: str, office: str) -> str:
    return " ".join([name, *("200" if c == office else "404" for c in HEADING.split())])


ROOMS = (
    "\n".join(
        [
            *(_row(f"joining:{name}", office) for name, office in OFFICE_OF.items()),
            *(" ".join([f"joining:{name}", *("405" for _ in HEADING.split())]) for name in POSTED),
            _row(UPLOAD, "chamber_adviser"),
            REPORT,
        ]
    )
    + "\n"
)


def is_joining(name: str) -> bool:
    """True for an address of those who invite."""
    app, _, short = name.partition(":")
    return name == UPLOAD or (app == "joining" and (short in OFFICE_OF or short in {*POSTED, "report"}))


def arguments_of(name: str, world: World) -> dict[str, Any]:
    """Returns what the parameters of these addresses are in that world."""
    if name in {"joining:report", "joining:decide"}:
        return {"room_id": proposal_room(world), "what": "bestaetigen"}
    ids = {"invitation_id": _invitation(world), "recovery_id": _recovery(world), "import_id": _file(world)}
    return {"room_id": _room(name, world), "what": "auszubildende", **ids}


def _room(name: str, world: World) -> UUID:
    office = OFFICE_OF.get(name.partition(":")[2])
    of = {"training_manager": world.first.firm.organisation, "chamber_adviser": world.chamber}
    chamber = name in {UPLOAD, "joining:chamber_file_act"}
    with as_system(ACTOR):
        organisation = world.chamber if chamber else of.get(office or "", world.school)
        return team_room(ACTOR, organisation=organisation).pk


def _file(world: World) -> UUID:
    with as_system(ACTOR):
        return ChamberImport.objects.get(room__organisation=world.chamber).pk


def _recovery(world: World) -> UUID:
    with as_system(ACTOR):
        return FirmRecovery.objects.get(organisation=world.school).pk


def _invitation(world: World) -> UUID:
    with as_system(ACTOR):
        return Invitation.objects.filter(organisation=world.school).earliest("created_at").pk
