"""What everybody gets at the addresses of a school's administration: only its own office gets in."""

from typing import Any
from uuid import UUID

from tests.access.office_addresses import HEADING
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Pupil
from zweiklang.rooms.public import as_system
from zweiklang.rosters.public import ImportRun
from zweiklang.schedule.models import CalendarSource
from zweiklang.schedule.public import CALENDAR_KINDS, TimetableImport

PAGES = (
    "rosters:pupils",
    "rosters:pupil_file",
    "rosters:add",
    "rosters:pupil",
    "rosters:classes",
    "rosters:turn",
    "rosters:offer",
    "rosters:runs",
    "rosters:run",
    "uploads:upload",
    "uploads:timetable",
    "schedule:timetable_imports",
    "schedule:timetable_import",
    "schedule:calendars",
    "uploads:calendar",
    "uploads:calendar_file",
)
POSTED = (
    "rosters:act",
    "schedule:timetable_import_act",
    "schedule:calendar_act",
    "uploads:calendar_file_act",
)
ROOMS = (
    "\n".join(
        [
            *(
                " ".join([name, *("200" if c == "head_of_school" else "404" for c in HEADING.split())])
                for name in PAGES
            ),
            *(" ".join([name, *("405" for _ in HEADING.split())]) for name in POSTED),
        ]
    )
    + "\n"
)


def is_school(name: str) -> bool:
    """True for an address whose room is a school's team room."""
    return name in PAGES or name in POSTED


def ids_of(world: World) -> dict[str, Any]:
    """Returns what the parameters of these addresses are in that world."""
    with as_system(ACTOR):
        pupil: UUID = Pupil.objects.filter(school=world.school).earliest("pk").pk
        return {
            "pupil_id": pupil,
            "run_id": ImportRun.objects.filter(school=world.school).earliest("pk").pk,
            "import_id": TimetableImport.objects.filter(school=world.school).earliest("pk").pk,
            "file_id": TimetableImport.objects.get(school=world.school, file_kind__in=CALENDAR_KINDS).pk,
            "source_id": CalendarSource.objects.filter(school=world.school).earliest("pk").pk,
        }
