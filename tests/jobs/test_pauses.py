"""When a job that failed is tried again."""

import asyncio
import itertools
from datetime import UTC, datetime

import pytest
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from zweiklang.kernel.jobs import PAUSES, GrowingPauses, NotAgain

LAST = len(PAUSES)


def after(attempts: int, error: BaseException) -> float | None:
    """Seconds until the next attempt, None for never."""
    job = Job(
        id=1, queue="q", lock=None, queueing_lock=None, task_name="t", task_kwargs={}, attempts=attempts
    )
    decision = GrowingPauses().get_retry_decision(exception=error, job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return (decision.retry_at - datetime.now(UTC)).total_seconds()


def test_the_pauses_grow_to_a_day_and_end() -> None:
    pauses = [after(n, OSError()) for n in range(LAST)]
    assert all(a is not None and b is not None and a < b for a, b in itertools.pairwise(pauses))
    assert 59 <= (pauses[0] or 0) <= 72
    assert (pauses[-1] or 0) >= 24 * 3600 - 1
    assert after(LAST, OSError()) is None
    assert [GrowingPauses().is_last(n) for n in (0, LAST - 1, LAST)] == [False, False, True]


def test_what_another_attempt_cannot_mend_is_not_tried_again() -> None:
    assert after(0, NotAgain()) is None


@pytest.mark.parametrize("error", [JobAborted(), asyncio.CancelledError()])
@pytest.mark.parametrize("attempts", [0, LAST])
def test_what_an_ending_worker_had_in_hand_is_due_at_once(attempts: int, error: BaseException) -> None:
    seconds = after(attempts, error)
    assert seconds is not None
    assert seconds < 1
