"""Who opens the pages of a generated world: the people around its first apprentice."""

from datetime import timedelta

from tests.bench.pages import Cast
from tests.bench.world import Contract
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of


def cast_of(contracts: list[Contract]) -> Cast:
    """Returns the cast; the first apprentice has a draft this week, then two submitted weeks, then signed ones."""
    first, monday = contracts[0], monday_of(today())
    assert first.guardian_id
    return Cast(
        room_id=first.room_id,
        class_room_id=first.class_room_id,
        occupation_id=first.occupation_id,
        people={
            "apprentice": first.apprentice_id,
            "trainer": first.trainer_id,
            "class_teacher": first.class_teacher_id,
            "guardian": first.guardian_id,
        },
        draft=monday,
        submitted=monday - timedelta(weeks=1),
        signed=monday - timedelta(weeks=3),
    )
