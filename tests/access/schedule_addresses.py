"""What everybody gets at the addresses of school time: those of world A's class and of its first apprenticeship."""

from typing import Any

from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import AbsenceReason, LessonTopic

ROOMS = """
schedule:class_absences          404        404               404     404            404              200           404             404            404      404             404           404      404
schedule:open_absences           404        404               404     404            404              200           404             404            404      404             404           404      404
schedule:class_lessons           200        200               404     404            404              200           200             404            200      404             404           404      404
schedule:topic                   403        403               404     404            404              200           200             404            403      404             404           404      404
schedule:release                 405        405               405     405            405              405           405             405            405      405             405           405      405
schedule:absences                200        404               404     404            404              200           404             404            200      404             404           404      404
schedule:reason                  200        404               404     404            404              403           404             404            200      404             404           404      404
schedule:lessons                 200        404               404     404            404              200           200             404            200      404             404           404      404
schedule:day                     200        404               200     200            200              200           200             404            200      200             404           200      404
"""  # noqa: E501 - a table
# Without a room: one's own calendar feeds. The address of a feed itself is for whoever knows it.
PLAIN = """
feeds:feeds                      200     302
feeds:change                     404     302
feeds:renew                      405     302
feeds:end                        405     302
feeds:feed                       404     404
"""
OF_CLASS = tuple(
    f"schedule:{name}" for name in ("class_absences", "open_absences", "class_lessons", "topic", "release")
)


def ids_of(world: World) -> dict[str, Any]:
    """Returns the absence with a reason and the first topic of that world."""
    with as_system(ACTOR):
        reason = AbsenceReason.objects.get(room_id=world.first.room_id)
        topic = LessonTopic.objects.filter(room_id=world.school_class.room_id).earliest("day")
    return {"day": today(), "absence_id": reason.absence_id, "topic_id": topic.pk}
