"""What everybody gets at the addresses of school time: those of world A's class and of its first apprenticeship."""

from typing import Any
from uuid import UUID

from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import (
    AbsenceNotice,
    AbsenceReason,
    Course,
    FreeDay,
    LessonTopic,
    SchoolEvent,
    SchoolPeriod,
)

ROOMS = """
schedule:class_absences          404        404               404     404            404              200           404             404            404      404             404           404      404
schedule:open_absences           404        404               404     404            404              200           404             404            404      404             404           404      404
schedule:class_lessons           200        200               404     404            404              200           200             404            200      404             404           404      404
schedule:topic                   403        403               404     404            404              200           200             404            403      404             404           404      404
schedule:release                 405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:absences                200        404               404     404            404              200           404             404            200      404             404           404      404
schedule:reason                  200        404               404     404            404              403           404             404            200      404             404           404      404
schedule:report_absence          200        404               404     404            404              403           404             404            200      404             404           404      404
schedule:withdraw_notice         405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:state_absence           403        404               404     404            404              403           404             404            403      404             404           404      404
schedule:absence_file            404        404               404     404            404              404           404             404            404      404             404           404      404
uploads:absences                 404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:absence_rule            404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:many_topics             403        403               404     404            404              200           200             404            403      404             404           404      404
uploads:topics                   403        403               404     404            404              200           200             404            403      404             404           404      404
schedule:lessons                 200        404               404     404            404              200           200             404            200      404             404           404      404
schedule:day                     200        404               200     200            200              200           200             404            200      200             404           200      404
schedule:school_days             200        200               200     200            200              200           200             200            200      200             200           200      404
schedule:new_period              403        403               403     403            403              200           403             200            403      403             403           403      404
schedule:undo_school_days        405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:undo_school_event       405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:undo_course             405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:copy_school_days        405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:period                  403        403               403     403            403              200           403             200            403      403             403           403      404
schedule:timetable               200        200               200     200            200              200           200             200            200      200             200           200      404
schedule:timetable_day           403        403               403     403            403              200           403             200            403      403             403           403      404
schedule:lesson_changes          200        200               200     200            200              200           200             200            200      200             200           200      404
schedule:take_back_changes       405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:school_events           200        200               200     200            200              200           200             200            200      200             200           200      404
schedule:school_event            403        403               403     403            403              200           403             200            403      403             403           403      404
schedule:school_calendar         404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:times_of_lessons        404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:free_day                404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:school_closures         404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:new_school_closure      404        404               404     404            404              404           404             200            404      404             404           404      404
schedule:end_school_closure      404        404               404     404            404              404           404             404            404      404             404           404      404
schedule:courses                 200        404               200     200            200              200           200             404            200      200             404           200      404
schedule:course                  403        404               200     200            200              403           403             404            403      403             404           200      404
calendar:class_week              200        200               200     200            200              200           200             200            200      200             200           200      404
calendar:class_year              200        200               200     200            200              200           200             200            200      200             200           200      404
calendar:room_week               200        404               200     200            200              200           200             404            200      200             404           200      404
calendar:room_year               200        404               200     200            200              200           200             404            200      200             404           200      404
"""  # noqa: E501 - a table
# Addresses without a room whose answer depends on what somebody is: firms enter courses.
OWN = """
schedule:new_course              404        404               200     200            200              404           404             404            404      404             200           200      404
"""  # noqa: E501 - a table
# Without a room: one's own calendar feeds. The address of a feed itself is for whoever knows it.
PLAIN = """
calendar:index                   302     302
calendar:people                  200     302
calendar:people_day              200     302
calendar:years                   200     302
calendar:classes                 200     302
calendar:lessons                 200     302
feeds:feeds                      200     302
feeds:change                     404     302
feeds:renew                      405     302
feeds:end                        405     302
feeds:feed                       404     404
"""
NO_ACTION = UUID("01900000-0000-7000-8000-0000000000ac")
# Addresses of the Land: what somebody with its post gets, what anybody else gets, and nobody. The closure does not exist.
LAND = """
                                 land     person  nobody
schedule:closures                200      403     302
schedule:new_closure             200      403     302
schedule:end_closure             404      403     302
"""
OF_CLASS = tuple(
    f"schedule:{name}" for name in ("class_absences", "open_absences", "class_lessons", "topic", "release")
)
OF_CLASS += ("schedule:many_topics", "uploads:topics")
OF_CLASS += tuple(
    f"schedule:{name}"
    for name in (
        *(
            "school_days",
            "new_period",
            "undo_school_days",
            "copy_school_days",
            "period",
            "timetable",
            "timetable_day",
        ),
        *("lesson_changes", "take_back_changes", "school_events", "school_event", "undo_school_event"),
    )
)
# Addresses of the team room of a school.
OF_SCHOOL = (
    "schedule:absence_rule",
    "schedule:absence_file",
    "uploads:absences",
    "schedule:school_calendar",
    "schedule:times_of_lessons",
    "schedule:free_day",
    "schedule:school_closures",
    "schedule:new_school_closure",
    "schedule:end_school_closure",
)
OF_CLASS += ("calendar:class_week", "calendar:class_year")


def room_of(name: str, world: World, *, in_class: bool) -> UUID:
    """Returns the room of that address: the class's, the school's own, or that of the first apprenticeship."""
    if name in OF_SCHOOL:
        return world.team_room_id
    return world.school_class.room_id if in_class else world.first.room_id


def ids_of(world: World) -> dict[str, Any]:
    """Returns the absence with a reason and the first topic of that world."""
    with as_system(ACTOR):
        reason = AbsenceReason.objects.get(room_id=world.first.room_id)
        topic = LessonTopic.objects.filter(room_id=world.school_class.room_id).earliest("day")
        planned = {
            "notice_id": AbsenceNotice.objects.filter(room_id=world.first.room_id).earliest("pk").pk,
            "period_id": SchoolPeriod.objects.filter(room_id=world.school_class.room_id).earliest("pk").pk,
            "event_id": SchoolEvent.objects.filter(room_id=world.school_class.room_id).earliest("pk").pk,
            "course_id": Course.objects.filter(room_id=world.first.room_id).earliest("pk").pk,
            "free_day_id": FreeDay.objects.filter(school=world.school).earliest("pk").pk,
        }
    # A file of absences of this world does not exist; test_absence_files.py has those who see one.
    planned |= {"action": NO_ACTION, "file_id": NO_ACTION}
    return {"day": today(), "absence_id": reason.absence_id, "topic_id": topic.pk, "weekday": 1, **planned}
