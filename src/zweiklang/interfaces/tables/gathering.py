"""Puts the rows of one file together: several rows of a pupil to one pupil, classes named here and there to one list."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace

from zweiklang.interfaces.tables.fields import LeftOut
from zweiklang.rosters.public import Address, ClassRow, ContactRow, FirmRow, PupilRow, TeacherRow, match_key

_FILLED_LATER = tuple(
    f.name
    for f in fields(PupilRow)
    if f.name not in ("lines", "family_name", "given_name", "contacts", "sheet")
)
_EMPTY = ("", None, (), Address(), FirmRow())


type SameContact = Callable[[ContactRow, ContactRow], bool]
"""Says whether two rows describe one contact."""


@dataclass(slots=True)
class _Draft:
    pupil: PupilRow
    lines: list[int]
    contacts: list[ContactRow]


@dataclass(slots=True)
class Pupils:
    """Pupils in the order of the file; `one_row_each` says that the file has one row per pupil, so that a second one is a double."""

    one_row_each: bool = False
    _drafts: dict[tuple[str, ...], _Draft] = field(default_factory=dict)

    def add(self, pupil: PupilRow, same: SameContact) -> None:
        """The row is part of its pupil; raises LeftOut where it contradicts an earlier row."""
        key = _identity(pupil)
        draft = self._drafts.get(key)
        if draft is None:
            self._drafts[key] = _Draft(pupil, list(pupil.lines), list(pupil.contacts))
            return
        self._check(draft.pupil, pupil)
        missing = {
            name: getattr(pupil, name) for name in _FILLED_LATER if getattr(draft.pupil, name) in _EMPTY
        }
        draft.pupil = replace(draft.pupil, **missing)
        draft.lines += pupil.lines
        draft.contacts += [c for c in pupil.contacts if not any(same(c, known) for known in draft.contacts)]

    def _check(self, first: PupilRow, later: PupilRow) -> None:
        where = f"Zeile {first.lines[0]}" + (f" im Blatt {first.sheet}" if first.sheet != later.sheet else "")
        if self.one_row_each and first.born_on is None and not first.ids:
            raise LeftOut(
                "",
                f"{later.given_name} {later.family_name} steht schon in {where}. Ohne Geburtsdatum lassen sich zwei "
                "Personen gleichen Namens nicht unterscheiden.",
            )
        if match_key(first.family_name, first.given_name, None) != match_key(
            later.family_name, later.given_name, None
        ):
            raise LeftOut(
                "", f"Die Kennung {later.external_id} steht schon in {where}, dort bei einer anderen Person."
            )
        if first.class_label and later.class_label and first.class_label != later.class_label:
            raise LeftOut(
                "",
                f"In {where} steht dieselbe Person in der Klasse {first.class_label}, hier in {later.class_label}. "
                "Übernommen wurde die erste Angabe.",
            )

    def all(self) -> tuple[PupilRow, ...]:
        """Returns the pupils with their lines and contacts."""
        return tuple(
            replace(draft.pupil, lines=tuple(draft.lines), contacts=tuple(draft.contacts))
            for draft in self._drafts.values()
        )


def _identity(pupil: PupilRow) -> tuple[str, ...]:
    """What makes two rows one pupil: an id; else name and date of birth; else name and class."""
    if pupil.ids:
        return ("id", pupil.external_id, pupil.school_number)
    if pupil.born_on:
        return ("born", pupil.match_key, pupil.school_number)
    return ("class", pupil.match_key, pupil.class_label, pupil.school_number)


def merged_teachers(rows: Iterable[TeacherRow]) -> tuple[TeacherRow, ...]:
    """Returns each teacher of a school once: who is head and teaches has two contexts, who is listed twice two rows."""
    found: dict[tuple[str, ...], TeacherRow] = {}
    for row in rows:
        name = match_key(row.family_name, row.given_name, None)
        key = (
            (row.external_id, "", row.school_number)
            if row.ids
            else (row.abbreviation, name, row.school_number)
        )
        first = found.get(key)
        found[key] = row if first is None else _both(first, row)
    return tuple(found.values())


def _both(first: TeacherRow, later: TeacherRow) -> TeacherRow:
    return replace(
        first,
        lines=tuple(dict.fromkeys((*first.lines, *later.lines))),
        email=first.email or later.email,
        is_head=first.is_head or later.is_head,
        leads=tuple(dict.fromkeys((*first.leads, *later.leads))),
        deputy_leads=tuple(dict.fromkeys((*first.deputy_leads, *later.deputy_leads))),
        teaches=tuple(dict.fromkeys((*first.teaches, *later.teaches))),
    )


def classes_of(
    pupils: Iterable[PupilRow], teachers: Iterable[TeacherRow] = (), listed: Iterable[ClassRow] = ()
) -> tuple[ClassRow, ...]:
    """Returns every class the file names, sorted by label, each once; what lists it wins over what merely names it."""
    found = {one.label: one for one in listed}
    for pupil in pupils:
        if pupil.class_label:
            found.setdefault(pupil.class_label, ClassRow(pupil.class_label, grade=pupil.grade))
    for teacher in teachers:
        for label in (*teacher.leads, *teacher.deputy_leads, *(t.class_label for t in teacher.teaches)):
            if label:
                found.setdefault(label, ClassRow(label))
    return tuple(found[label] for label in sorted(found))


def most_common(numbers: Iterable[str]) -> str:
    """Returns the school number that most rows name, or ""."""
    counted = Counter(number for number in numbers if number)
    return counted.most_common(1)[0][0] if counted else ""
