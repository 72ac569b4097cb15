"""How often somebody may try: counted in the cache that all processes share, per code, per address of the network and per account."""

from dataclasses import dataclass

from django.core.cache import cache

from zweiklang.joining.codes import digest
from zweiklang.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` tries in each window of `seconds`."""

    name: str
    amount: int
    seconds: int


CODE_TRIES = Limit("code", 10, 600)
NETWORK_TRIES = Limit("network", 30, 600)
ACCOUNT_TRIES = Limit("account", 30, 600)
MAILS_TO_ADDRESS = Limit("mails", 5, 3600)
MAILS_FROM_NETWORK = Limit("mails-network", 30, 3600)


def allowed(limit: Limit, key: str) -> bool:
    """True if this try is still within the limit; every call counts. The key is kept as a digest only."""
    window = int(now().timestamp()) // limit.seconds
    name = f"joining:{limit.name}:{window}:{digest('limit', key)[:32]}"
    cache.add(name, 0, limit.seconds)
    try:
        return cache.incr(name) <= limit.amount
    except ValueError:  # it expired between both lines
        return True
