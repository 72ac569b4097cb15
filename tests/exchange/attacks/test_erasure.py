"""Whoever decides about an erasure sees numbers of rows. None of them says that somebody asked for help."""

from tests.clients import standing_as
from tests.exchange.help.scenes import REPLY, keep_helpers, open_case
from tests.privacy.rights.conftest import finish_training
from tests.worlds import World
from zweiklang.exchange.help.services import answer
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.rights.erasure.preview import Preview, preview_of


def seen(by: Person, about: Person) -> Preview:
    with standing_as(by):
        return preview_of(actor_of(by), about)


def test_a_case_changes_no_number_that_the_school_sees(world_a: World) -> None:
    head, helpers = world_a.people["head_of_school"], keep_helpers(world_a)
    apprentice = world_a.first.apprentice
    mine, schools = seen(apprentice, apprentice), seen(head, apprentice)
    case_id = open_case(apprentice, helpers.of_school)
    with standing_as(helpers.teacher):
        answer(actor_of(helpers.teacher), case_id=case_id, message_id=new_id(), text=REPLY)
    assert seen(head, apprentice) == schools
    assert seen(apprentice, apprentice) != mine
    finish_training(world_a)
    assert seen(head, apprentice).nameless == schools.nameless
