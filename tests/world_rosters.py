"""What a school's files left behind in a world: an applied import, one of its changes, a teacher's record."""

from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import team_room
from zweiklang.rosters.public import ImportChange, ImportRun, StaffRecord

ACTOR = system_actor("tests")


def keep_import(school: Organisation, teacher: Person) -> None:
    """The school once imported a file that named this teacher. Called inside `as_system`."""
    room = team_room(ACTOR, organisation=school)
    run = ImportRun.objects.create(
        room=room,
        school=school,
        state="applied",
        applied_at=now(),
        file_name="lehrkraefte.csv",
        digest="0" * 64,
        made_by="tests",
    )
    ImportChange.objects.create(room=room, run=run, position=1, section="new", name=teacher.name)
    StaffRecord.objects.create(room=room, school=school, person=teacher, abbreviation="LK")
