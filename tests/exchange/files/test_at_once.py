"""Two requests at the same moment: the last place is given once, and a part counts once."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.at_once import one_then_other
from tests.clients import standing_as
from tests.committed import committed_worlds
from tests.exchange.files.scenes import Folder, again, begun
from tests.worlds import World
from zweiklang.exchange.files.uploading import WrongOffset, append_part, begin_upload
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import Person, actor_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """World A, committed in a database of its own."""
    with committed_worlds("files_at_once", django_db_blocker) as worlds:
        yield worlds.a


def begin(person: Person, room_id: UUID, refused: list[str]) -> Callable[[], None]:
    def act() -> None:
        try:
            with standing_as(person):
                begin_upload(actor_of(person), room_id=room_id, name="Notiz.txt", size=300)
        except Rejected as problem:
            refused.append(problem.message)

    return act


def test_the_last_place_in_a_room_is_given_once(
    folder: Folder, world: World, small_limits: Callable[..., None]
) -> None:
    small_limits(room=500)
    refused: list[str] = []
    trainer, teacher = world.people["trainer"], world.people["class_teacher"]
    room_id = world.first.room_id
    assert one_then_other(begin(trainer, room_id, refused), begin(teacher, room_id, refused))
    assert len(refused) == 1
    with as_system("tests"):
        [file] = StoredFile.objects.filter(room_id=room_id)
        assert file.uploaded_by_id == trainer.pk
        file.delete()


def test_two_tabs_that_send_the_same_part_send_it_once(folder: Folder, world: World) -> None:
    mara, late = world.first.apprentice, []
    file = begun(mara, world.first.room_id, "Notiz.txt", b"x" * 300, sent=100)

    def append() -> None:
        try:
            with standing_as(mara):
                append_part(actor_of(mara), file_id=file.pk, offset=100, body=b"x" * 100)
        except WrongOffset as problem:
            late.append(problem.received)

    assert one_then_other(append, append)
    assert late == [200]
    assert again(file).received == 200
