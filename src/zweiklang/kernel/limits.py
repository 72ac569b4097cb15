"""How often something may be tried: counted in windows of time, in the cache that all processes share.

The one place that counts, apart from allauth's own counting of sign-ins, which lies in the same cache. Which requests are limited stands in
`web/limiting.py`; what is tried at the entrance in `joining/limits.py`; a calendar feed counts for itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from zweiklang.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` tries in each window of `seconds`."""

    name: str
    amount: int
    seconds: int


def allowed(limit: Limit, key: str) -> bool:
    """True if this try is still within the limit; every call counts. The key (an address, a person) is kept as a digest only."""
    window = int(now().timestamp()) // limit.seconds
    name = f"limit:{limit.name}:{window}:{salted_hmac('zweiklang.limits', key, algorithm='sha256').hexdigest()[:32]}"
    try:
        return bool(cache.incr(name) <= limit.amount)
    except ValueError:  # the first of this window
        pass
    if cache.add(name, 1, limit.seconds):
        return True
    try:
        return bool(cache.incr(name) <= limit.amount)
    except ValueError:  # it expired between both lines
        return True


def next_window(limit: Limit) -> datetime:
    """Returns when the present window ends and tries are free again."""
    window = int(now().timestamp()) // limit.seconds
    return datetime.fromtimestamp((window + 1) * limit.seconds, UTC)
