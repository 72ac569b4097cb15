"""Two who may decide about the same rule, at the same moment."""

from collections.abc import Callable, Iterator

import pytest

from tests.at_once import one_then_other
from tests.committed import committed_worlds
from tests.worlds import World
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.privacy.rules.ruling import ruler_in
from zweiklang.privacy.rules.services import Wish, decide_rule
from zweiklang.rooms.public import ReleaseDecision, as_person

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("deciding_at_once", django_db_blocker) as worlds:
        yield worlds.a


def test_of_two_different_decisions_at_once_the_second_one_is_asked_to_look_again(committed: World) -> None:
    head, room = committed.people["head_of_school"], committed.team_room_id
    refused: list[Conflict] = []

    def decides(state: str) -> Callable[[], None]:
        def act() -> None:
            with as_person(head.pk):
                actor = actor_of(head)
                wish = Wish(state, today(), "So hat es die Schulkonferenz beschlossen.")
                try:
                    decide_rule(actor, ruler=ruler_in(actor, room), key=("absences", "trainer"), wish=wish)
                except Conflict as error:
                    refused.append(error)

        return act

    assert one_then_other(decides("open"), decides("consent"))
    assert [row.state for row in ReleaseDecision.objects.filter(organisation=committed.school)] == ["open"]
    assert "jemand anders" in str(refused[0])
