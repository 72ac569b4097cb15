"""Reading JSON with a path: what is wrong is said once, with the place where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zweiklang.planning.solver.shapes import WEEK


class InstanceError(Exception):
    """The instance cannot be read. `path` is a JSON path such as $.apprentices[0].first_week, `sentence` says what is expected there."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path
        self.sentence = sentence


class Node:
    """A value of the file and where it stands. `remarks` collects what was ignored or rounded, for all nodes of one file."""

    def __init__(self, value: Any, path: str = "$", remarks: list[str] | None = None) -> None:
        self.value = value
        self.path = path
        self.remarks: list[str] = [] if remarks is None else remarks

    def fail(self, sentence: str) -> InstanceError:
        """The error to raise about this value."""
        return InstanceError(self.path, sentence)

    def remark(self, sentence: str) -> None:
        """The sentence stands among the remarks, once."""
        text = f"{self.path}: {sentence}"
        if text not in self.remarks:
            self.remarks.append(text)

    def keys(self, known: Sequence[str]) -> "Node":
        """This is an object; keys that are not known are remarked and ignored."""
        if not isinstance(self.value, Mapping):
            raise self.fail(f"expected an object, found {_kind(self.value)}.")
        for key in self.value:
            if key not in known:
                self.remark(f"the key {key!r} is not known and was ignored.")
        return self

    def has(self, key: str) -> bool:
        """True for a key that is there and not null."""
        return self.value.get(key) is not None

    def at(self, key: str) -> "Node":
        """The value of a key that must be there."""
        if not self.has(key):
            raise self.fail(f"the key {key!r} is missing.")
        return Node(self.value[key], f"{self.path}.{key}", self.remarks)

    def items(self, key: str) -> Iterator["Node"]:
        """The entries of a list; none when the key is missing."""
        if not self.has(key):
            return
        yield from self.at(key).entries()

    def entries(self) -> Iterator["Node"]:
        """The entries of this list."""
        if not isinstance(self.value, list | tuple):
            raise self.fail(f"expected a list, found {_kind(self.value)}.")
        for number, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{number}]", self.remarks)

    def whole(self, least: int, most: int) -> int:
        """This as a whole number between two numbers, both included."""
        value = self.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.fail(f"expected a whole number from {least} to {most}, found {_show(self.value)}.")
        return value

    def amount(self, most: float, *, of: int) -> int:
        """This number times `of`, rounded to a whole one; a rounding is remarked."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise self.fail(f"expected a number from 0 to {most:g}, found {_show(value)}.")
        found = int(value * of + 0.5)
        if abs(value * of - found) > 1e-6:
            self.remark(f"{value} was rounded to {found / of:g}.")
        return found

    def id(self) -> str:
        """This as an id: a text that is not empty; a whole number stands for its digits."""
        value = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or not value.strip() or _broken(value):
            raise self.fail(f"expected an id (text or whole number), found {_show(value)}.")
        return value

    def text(self, key: str, default: str) -> str:
        """The text of a key, or the default."""
        if not self.has(key):
            return default
        node = self.at(key)
        if not isinstance(node.value, str) or _broken(node.value):
            raise node.fail(f"expected a text, found {_show(node.value)}.")
        return node.value

    def week(self, key: str, default: int) -> int:
        """The week of a key, or the default. It may lie outside the weeks of the instance."""
        return self.at(key).whole(-10_000, 10_000) if self.has(key) else default

    def week_list(self, key: str, weeks: int) -> frozenset[int]:
        """The weeks of a list of numbers and {"first", "last"}; those outside the instance are remarked and left out."""
        found: set[int] = set()
        for node in self.items(key):
            if isinstance(node.value, Mapping):
                node.keys(("first", "last"))
                first, last = (node.at(end).whole(-10_000, 10_000) for end in ("first", "last"))
                if first > last:
                    raise node.fail(f"first ({first}) is after last ({last}).")
                found.update(range(first, last + 1))
            else:
                found.add(node.whole(-10_000, 10_000))
        inside = frozenset(week for week in found if 1 <= week <= weeks)
        if len(inside) < len(found):
            self.at(key).remark(f"weeks outside 1 to {weeks} were ignored.")
        return inside


def tenths_of_days(days: Node) -> int:
    """Tenths of a week that so many days away take (half days are possible)."""
    return days.amount(5, of=2) * WEEK // 10


def _broken(text: str) -> bool:
    """Half a character, as "\\ud83d" alone in JSON: it could be read, and never be written."""
    return any("\ud800" <= one <= "\udfff" for one in text)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", type(None): "null", bool: "true or false"}
    return names.get(type(value), "a number")


def _show(value: Any) -> str:
    text = repr(value) if not isinstance(value, dict | list) else _kind(value)
    return text if len(text) <= 60 else text[:57] + "…"
