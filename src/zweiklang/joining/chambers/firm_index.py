"""Firms a file may mean, found without comparing every row with every firm."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from zweiklang.joining.firms import FirmFacts, plain_name, plain_register


class FirmIndex:
    """Knows firms by postcode, register entry, e-mail address, and by each longer word of their name."""

    def __init__(self, firms: Iterable[FirmFacts]) -> None:
        self._found: dict[str, list[FirmFacts]] = defaultdict(list)
        for firm in firms:
            for key in set(_keys(firm)):
                self._found[key].append(firm)

    def near(self, wanted: FirmFacts) -> list[FirmFacts]:
        """Returns the firms that share one of these with the wanted one, each once."""
        found = {firm.id: firm for key in _keys(wanted) for firm in self._found.get(key, ())}
        return list(found.values())


def _keys(firm: FirmFacts) -> Iterator[str]:
    if firm.postcode:
        yield f"p{firm.postcode}"
    if number := plain_register(firm.register_number):
        yield f"r{number}"
    if firm.email:
        yield f"e{firm.email.lower()}"
    for word in plain_name(firm.name).split():
        if len(word) > 3:
            yield f"w{word[:8]}"
