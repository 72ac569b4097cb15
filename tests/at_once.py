"""Two connections, of which the second one comes while the first one's transaction is open."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from django.db import connections, transaction


def one_then_other(first: Callable[[], object], second: Callable[[], object]) -> bool:
    """Runs `second` while the transaction of `first` is still open; returns whether `second` waited for its end."""
    begun, may_end = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                begun.set()
                may_end.wait(timeout=30)
        finally:
            connections["default"].close()

    def come() -> None:
        begun.wait(timeout=30)
        try:
            second()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(2) as pool:
        holding: Future[None] = pool.submit(hold)
        coming: Future[None] = pool.submit(come)
        begun.wait(timeout=30)
        time.sleep(0.5)
        waited = not coming.done()
        may_end.set()
        holding.result(timeout=30)
        coming.result(timeout=30)
    return waited
