"""Addresses of pages that carry ids. Django's `reverse` takes 40 µs each time; a page has a dozen of them, a list hundreds."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

# Enough for all names with the days and words they are asked for; a forgotten one is resolved anew.
KEPT = 4096


def address(name: str, *args: object) -> str:
    """Returns what `reverse(name, args=args)` does, without resolving the name again for other ids."""
    ids = tuple([str(one) for one in args if isinstance(one, UUID)])
    return _shape(name, *(None if isinstance(one, UUID) else one for one in args)) % ids


@lru_cache(maxsize=KEPT, typed=True)
def _shape(name: str, *args: object) -> str:
    """The address with %s where ids stand (None in `args`). No address holds the ids that stand for them."""
    places = {
        number: UUID(int=(7 << 76) | (2 << 62) | number) for number, one in enumerate(args) if one is None
    }
    found = reverse(name, args=[places.get(number, one) for number, one in enumerate(args)])
    # An id that a converter writes in another way, or twice, could not be put in again.
    if any(found.count(str(one)) != 1 for one in places.values()):
        raise ValueError(f"the address of {name} does not carry its ids as they are")
    found = found.replace("%", "%%")
    for one in places.values():
        found = found.replace(str(one), "%s")
    return found
