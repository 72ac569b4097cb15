"""What a world's class has of school time: an absence with a reason, one that nobody explained, a topic that is released and one that is not."""

from datetime import timedelta

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import Person
from zweiklang.schedule.models import Absence, AbsenceReason, LessonTopic

REASON = "Ich war beim Arzt."


def keep_schedule(contract: Contract, school_class: SchoolClass, teacher: Person) -> None:
    """The apprentice was absent two weeks ago and late one week ago; the class learned two things. Called inside `as_system`."""
    told, late = today() - timedelta(days=14), today() - timedelta(days=7)
    entered = {"room_id": contract.room_id, "recorded_by": teacher}
    absent = Absence.objects.create(
        day=told, kind="absent", state="excused", decided_by=teacher, decided_at=now(), **entered
    )
    AbsenceReason.objects.create(
        room_id=contract.room_id, absence=absent, day=told, text=REASON, told_by=contract.apprentice
    )
    Absence.objects.create(day=late, kind="late", minutes=15, **entered)
    taught = {"room_id": school_class.room_id, "subject": "Programmieren", "written_by": teacher}
    LessonTopic.objects.create(day=told, learning_field="6", topic="Anfragen aufnehmen", **taught)
    LessonTopic.objects.create(day=late, topic="Schleifen", released_on=late, **taught)
