"""Who in a file is whom at the school: by id, else by name and date of birth, else a person has to decide.

Pure. Nothing is merged on a guess: whatever fits only partly becomes a doubt with its reason.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from zweiklang.kernel.sorting import sort_key
from zweiklang.rosters.known import KnownPupil
from zweiklang.rosters.shapes import PupilRow, match_key

ALIKE = 0.8
NO_DATE = "Gleicher Name, aber die Datei nennt kein Geburtsdatum."
DATE_UNKNOWN = "Gleicher Name, aber in Zweiklang fehlt das Geburtsdatum."
OTHER_DATE = "Gleicher Name und gleiche Klasse, aber ein anderes Geburtsdatum."
SIMILAR_NAME = "Gleiches Geburtsdatum und ähnlicher Name."
OTHER_ID = "Gleicher Name und gleiches Geburtsdatum, aber eine andere Kennung."
SAME_ID = "Gleiche Kennung, aber Name und Geburtsdatum sind anders."
TWO_KNOWN = "Mehrere Personen haben diesen Namen und dieses Geburtsdatum."
TWO_ROWS = "Mehrere Zeilen der Datei haben diesen Namen und dieses Geburtsdatum."


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the file and whom it means: one known pupil, nobody (new), or a doubt with reason and candidates."""

    row: PupilRow
    known: KnownPupil | None = None
    reason: str = ""
    candidates: tuple[KnownPupil, ...] = ()


def row_key(row: PupilRow) -> str:
    """Returns what a decision about this row is kept under; the same in the next file that says the same."""
    return f"{row.match_key}|{row.class_label}|{row.external_id}"


def match_pupils(
    rows: Sequence[PupilRow], known: Sequence[KnownPupil], merged: Mapping[str, UUID]
) -> list[Match]:
    """Returns a match for every row, in the order of the file. `merged`: what people decided, by `row_key`."""
    matching = _Matching(rows, known)
    matching.by_decision(merged)
    matching.by_id()
    matching.by_name_and_date()
    matching.by_name_in_class()
    matching.with_doubt()
    return [matching.found.get(n) or Match(row) for n, row in enumerate(rows)]


class _Matching:
    """The rows and pupils that nothing has brought together yet; each step takes some of them away."""

    def __init__(self, rows: Sequence[PupilRow], known: Sequence[KnownPupil]) -> None:
        self.everything = dict(enumerate(rows))
        self.rows = dict(self.everything)
        self.known = {pupil.id: pupil for pupil in known}
        self.found: dict[int, Match] = {}

    def pair(self, number: int, pupil: KnownPupil) -> None:
        self.found[number] = Match(self.rows.pop(number), pupil)
        self.known.pop(pupil.id, None)

    def doubt(self, number: int, reason: str, candidates: Iterable[KnownPupil]) -> None:
        self.found[number] = Match(self.rows.pop(number), None, reason, tuple(candidates))

    def by_decision(self, merged: Mapping[str, UUID]) -> None:
        for number, row in list(self.rows.items()):
            pupil = self.known.get(merged[row_key(row)]) if row_key(row) in merged else None
            if pupil:
                self.pair(number, pupil)

    def by_id(self) -> None:
        by_id = {pupil.external_id: pupil for pupil in self.known.values() if pupil.external_id}
        for number, row in list(self.rows.items()):
            pupil = next((p for one in row.ids if (p := by_id.get(str(one))) and p.id in self.known), None)
            if pupil and _names(row) != _names(pupil) and _dates_differ(row, pupil):
                self.doubt(number, SAME_ID, [pupil])
            elif pupil:
                self.pair(number, pupil)

    def by_name_and_date(self) -> None:
        same_known = _grouped(self.known.values(), _key)
        again = self._named_again()
        for number, row in list(self.rows.items()):
            candidates = [p for p in same_known[row.match_key] if p.id in self.known]
            present = [p for p in candidates if p.left_on is None] or candidates
            here = [p for p in present if p.class_label == row.class_label]
            present = here if len(here) == 1 else present
            if row.born_on is None or not (present or number in again):
                continue
            if len(present) > 1:
                self.doubt(number, TWO_KNOWN, present)
            elif number in again and not here:
                self.doubt(number, TWO_ROWS, present)
            elif _ids_differ(row, present[0]):
                self.doubt(number, OTHER_ID, present)
            else:
                self.pair(number, present[0])

    def _named_again(self) -> set[int]:
        """The rows whose name and date of birth stood in an earlier row, unless two ids tell them apart."""
        earlier: defaultdict[str, list[PupilRow]] = defaultdict(list)
        found = set()
        for number, row in self.everything.items():
            same = earlier[row.match_key]
            if row.born_on and any(not row.ids or not one.ids or row.ids == one.ids for one in same):
                found.add(number)
            same.append(row)
        return found

    def by_name_in_class(self) -> None:
        """Neither file nor school knows a date of birth: the same name in the same class, once on each side, is the same person."""
        same_rows = _grouped(self.rows, lambda number: _in_class(self.rows[number]))
        same_known = _grouped((p for p in self.known.values() if p.born_on is None), _in_class)
        for number, row in list(self.rows.items()):
            candidates = same_known[_in_class(row)]
            if row.born_on is None and len(candidates) == 1 == len(same_rows[_in_class(row)]):
                self.pair(number, candidates[0])

    def with_doubt(self) -> None:
        same_name = _grouped(self.known.values(), _names)
        same_date = _grouped((p for p in self.known.values() if p.born_on), lambda p: p.born_on)
        for number, row in list(self.rows.items()):
            reason, candidates = _doubt(row, same_name[_names(row)], same_date.get(row.born_on, []))
            if candidates:
                self.doubt(number, reason, candidates)


def _doubt(
    row: PupilRow, same_name: list[KnownPupil], same_date: list[KnownPupil]
) -> tuple[str, list[KnownPupil]]:
    if row.born_on is None:
        return NO_DATE, same_name
    if undated := [p for p in same_name if p.born_on is None]:
        return DATE_UNKNOWN, undated
    if typo := [p for p in same_name if p.class_label == row.class_label and not p.left_on]:
        return OTHER_DATE, typo
    return SIMILAR_NAME, [p for p in same_date if _similar(row, p)]


def _similar(row: PupilRow, pupil: KnownPupil) -> bool:
    """True for a name that a marriage, a second given name or a slip of the pen explains."""
    (family, given), (known_family, known_given) = _names(row), _names(pupil)
    if {family, given} == {known_family, known_given}:
        return True
    if family == known_family:
        first, second = set(given.split()), set(known_given.split())
        return first <= second or second <= first or _alike(given, known_given)
    if given == known_given:
        parts = set(family.split()) & set(known_family.split())
        return bool(parts) or pupil.class_label == row.class_label or _alike(family, known_family)
    return _alike(f"{family} {given}", f"{known_family} {known_given}")


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def _names(one: PupilRow | KnownPupil) -> tuple[str, str]:
    if isinstance(one, PupilRow):
        return sort_key(one.family_name), sort_key(one.given_name)
    return sort_key(str(one.values["family_name"])), sort_key(str(one.values["given_name"]))


def _in_class(one: PupilRow | KnownPupil) -> tuple[tuple[str, str], str]:
    return _names(one), one.class_label


def _key(pupil: KnownPupil) -> str:
    return match_key(str(pupil.values["family_name"]), str(pupil.values["given_name"]), pupil.born_on)


def _dates_differ(row: PupilRow, pupil: KnownPupil) -> bool:
    return row.born_on is None or pupil.born_on is None or row.born_on != pupil.born_on


def _ids_differ(row: PupilRow, pupil: KnownPupil) -> bool:
    """True if both have an id of the same system and they are not the same; ids of two systems say nothing."""
    system, _, value = pupil.external_id.partition(":")
    return any(one.system == system and one.value != value for one in row.ids)


def _grouped[T, K: Hashable](items: Iterable[T], key: Callable[[T], K]) -> defaultdict[K, list[T]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
