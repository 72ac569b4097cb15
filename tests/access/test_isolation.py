"""A test leaves nothing behind for the next one: neither in the database nor in memory."""

from datetime import date

import pytest

from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Contract, end_contract
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import as_system


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_contract_that_ended_in_a_test_runs_again_in_the_next(time: str, world_a: World) -> None:
    contract = world_a.first.contract
    with as_system(ACTOR):
        stored: date = Contract.objects.get(pk=contract.pk).last_day
    assert contract.last_day == stored > today()
    end_contract(ACTOR, contract=contract, last_day=today())
