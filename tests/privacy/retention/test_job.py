"""The job of the night: once a night, and stopped between two transactions when its worker is told to end."""

from types import SimpleNamespace

import pytest
from procrastinate.exceptions import JobAborted

from tests.privacy.retention.nights import at, record_ends
from tests.worlds import ACTOR, Worlds
from zweiklang.kernel.jobs import queue
from zweiklang.privacy.models import RetentionRun
from zweiklang.privacy.tasks import carry_out_retention
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_system

NAME = "privacy.carry_out_retention"


def test_it_is_due_once_a_night() -> None:
    [planned] = [one for one in queue.periodic_registry.periodic_tasks.values() if one.task.name == NAME]
    assert planned.cron == "43 1 * * *"


def test_it_deletes_what_is_due(worlds: Worlds) -> None:
    with at(record_ends(worlds.a)):
        carry_out_retention(SimpleNamespace(should_abort=lambda: False), timestamp=0)
    with as_system(ACTOR):
        night = RetentionRun.objects.get(day=record_ends(worlds.a))
        assert night.ended_at is not None
        assert night.by == "nachts"
        assert night.counts.exists()
        assert Week.objects.exists(), "nobody had been warned"


def test_told_to_end_it_leaves_the_rest_to_the_next_attempt(worlds: Worlds) -> None:
    with at(record_ends(worlds.a)):
        with pytest.raises(JobAborted):
            carry_out_retention(SimpleNamespace(should_abort=lambda: True), timestamp=0)
        with as_system(ACTOR):
            assert RetentionRun.objects.get(ended_at=None).counts.count() == 0
        carry_out_retention(SimpleNamespace(should_abort=lambda: False), timestamp=0)
    with as_system(ACTOR):
        assert not RetentionRun.objects.filter(ended_at=None).exists()
