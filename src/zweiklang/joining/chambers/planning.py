"""Compares a chamber's file with its register: pure, so that the preview can be made anew at each step.

A contract is found by its number, else by name, date of birth and firm. A row that contradicts the register is an error or a question, never a
change: neither who has the contract nor with which firm is changed by a file. What people changed by hand since the last file stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast
from uuid import UUID

from zweiklang.curricula.public import Occupation
from zweiklang.joining.chambers.firm_index import FirmIndex
from zweiklang.joining.chambers.plan import (
    IS_NEW,
    SKIP,
    TAKE,
    Difference,
    Entry,
    Known,
    KnownContract,
    Question,
    RegisterPlan,
)
from zweiklang.joining.chambers.responsible import responsible_schools
from zweiklang.joining.chambers.rows import RegisterRow, RowProblem
from zweiklang.joining.firms import FirmFacts, firm_suggestions

LEAVE_OUT = (SKIP, "Diesmal auslassen")
NO_BIRTHDAY = "Das Geburtsdatum fehlt. Ohne es ist nicht sicher, wer gemeint ist."
NO_OCCUPATION = (
    "Den Beruf „{}“ gibt es in den Ausbildungsordnungen nicht oder mehrfach. Nennen Sie ihn wie in der Ausbildungsordnung, "
    "wenn nötig mit Fachrichtung."
)
OVER = "Die Ausbildung ist am {:%d.%m.%Y} schon zu Ende gegangen. Eingelesen werden laufende und künftige Verträge."
SOMEBODY_ELSE = (
    "Unter der Nummer {} steht im Verzeichnis jemand anderes. Berichtigen Sie die Nummer oder den Vertrag."
)
OTHER_FIRM = "Unter der Nummer {} steht im Verzeichnis ein anderer Betrieb ({}). Einen Betriebswechsel tragen Sie beim Vertrag ein."
TWICE = "Dieser Vertrag steht schon in Zeile {}."
SAME_PERSON = (
    "Dieselbe Person steht mit einem anderen neuen Vertrag in Zeile {}. Lesen Sie diese Zeile danach noch einmal ein: "
    "Dann können Sie entscheiden, ob es dieselbe Person ist."
)


class _LeftOut(Exception):
    """The row cannot be taken; says where and why."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason


def plan_register(
    rows: Iterable[RegisterRow],
    known: Known,
    *,
    on: date,
    problems: Iterable[RowProblem] = (),
    decisions: Mapping[str, str] | None = None,
) -> RegisterPlan:
    """Returns what the rows would change on that day; `decisions` by the keys of the questions."""
    planner = _Planner(known, on, decisions or {})
    for row in rows:
        planner.take(row)
    errors = sorted([*problems, *planner.errors], key=lambda one: one.line)
    return RegisterPlan(
        tuple(planner.new), tuple(planner.changed), tuple(planner.doubtful), planner.unchanged, tuple(errors)
    )


class _Planner:
    """Goes through the rows once; each ends in exactly one section."""

    def __init__(self, known: Known, on: date, decisions: Mapping[str, str]) -> None:
        self.known, self.on, self.decisions = known, on, decisions
        self.index = FirmIndex(known.firms)
        self.by_number = {one.number: one for one in known.contracts if one.number}
        self.by_person: dict[tuple[str, str, date | None], list[KnownContract]] = defaultdict(list)
        for one in known.contracts:
            self.by_person[one.person_key].append(one)
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.doubtful: list[Entry] = []
        self.errors: list[RowProblem] = []
        self.unchanged = 0
        self.seen: dict[object, int] = {}
        self.people: dict[object, int] = {}

    def take(self, row: RegisterRow) -> None:
        """The row is in a section."""
        try:
            self._take(row)
        except _LeftOut as out:
            self.errors.append(RowProblem(row.line, f"Zeile {row.line}, Spalte {out.column}", out.reason))

    def _take(self, row: RegisterRow) -> None:
        if row.born_on is None:
            raise _LeftOut("Geburtsdatum", NO_BIRTHDAY)
        occupation = cast("Occupation | None", self.known.occupation_of.get(row.occupation))
        if occupation is None:
            raise _LeftOut("Beruf", NO_OCCUPATION.format(row.occupation))
        found = self._contract_of(row)
        self._require_once(row, found)
        entry = Entry(row=row, occupation=occupation.pk, occupation_name=str(occupation))
        if found is not None:
            self._compare(
                replace(entry, contract=found.id, firm=found.firm.id, firm_name=found.firm.name), found
            )
            return
        if row.last_day < self.on:
            raise _LeftOut("Ende", OVER.format(row.last_day))
        self._add(self._with_school(entry, occupation))

    def _require_once(self, row: RegisterRow, found: KnownContract | None) -> None:
        key = found.id if found else (row.person_key, row.firm_key, row.first_day)
        if key in self.seen:
            raise _LeftOut("Nachname", TWICE.format(self.seen[key]))
        self.seen[key] = row.line

    def _contract_of(self, row: RegisterRow) -> KnownContract | None:
        """The contract the row means; None for one the register does not have."""
        if row.number and (found := self.by_number.get(row.number)):
            if found.person_key != row.person_key:
                raise _LeftOut("Vertragsnummer", SOMEBODY_ELSE.format(row.number))
            if not _same_firm(row.firm, found):
                raise _LeftOut("Betrieb", OTHER_FIRM.format(row.number, found.firm.name))
            return found
        without = [
            one
            for one in self.by_person[row.person_key]
            if (not one.number or not row.number) and _same_firm(row.firm, one) and _overlaps(one, row)
        ]
        return without[0] if len(without) == 1 else None

    def _compare(self, entry: Entry, found: KnownContract) -> None:
        differences, question = _differences(entry, found)
        answer = self.decisions.get(question.key, "") if question else TAKE
        if answer != TAKE:
            differences = [one for one in differences if one.field != "last_day"]
        if question and not answer:
            self.doubtful.append(replace(entry, differences=tuple(differences), questions=(question,)))
        elif differences:
            self.changed.append(replace(entry, differences=tuple(differences)))
        else:
            self.unchanged += 1

    def _add(self, entry: Entry) -> None:
        """A new contract: which firm and whether the person has another contract here may be questions."""
        first = self.people.setdefault(entry.row.person_key, entry.row.line)
        if first != entry.row.line:
            raise _LeftOut("Nachname", SAME_PERSON.format(first))
        entry, firm_question = self._with_firm(entry)
        entry, person_question = self._with_person(entry)
        asked = tuple(filter(None, (firm_question, person_question)))
        answers = [self.decisions.get(question.key, "") for question in asked]
        if not all(answers) or SKIP in answers:
            self.doubtful.append(replace(entry, questions=asked))
        else:
            self.new.append(entry)

    def _with_firm(self, entry: Entry) -> tuple[Entry, Question | None]:
        row = entry.row
        found = firm_suggestions(row.firm, self.index.near(row.firm))
        sure = [one for one in found if one.sure]
        if len(sure) == 1 or not found:
            firm = sure[0].firm if sure else row.firm
            return replace(entry, firm=firm.id, firm_name=firm.name), None
        options = [(str(one.firm.id), f"{_place(one.firm)} ({', '.join(one.reasons)})") for one in found]
        question = Question(
            f"firm:{row.firm_key}",
            f"Welcher Betrieb ist „{_place(row.firm)}“?",
            (*options, (IS_NEW, "Keiner davon: neuer Betrieb"), LEAVE_OUT),
        )
        answer = self.decisions.get(question.key, "")
        chosen = next((one.firm for one in found if str(one.firm.id) == answer), row.firm)
        return replace(entry, firm=chosen.id, firm_name=chosen.name), question

    def _with_person(self, entry: Entry) -> tuple[Entry, Question | None]:
        row = entry.row
        same = self.by_person.get(row.person_key, [])
        if not same:
            return entry, None
        options = {
            str(
                one.person
            ): f"Ist dieselbe Person wie im Vertrag mit {one.firm.name} ab {one.first_day:%d.%m.%Y}"
            for one in same
        }
        question = Question(
            f"person:{row.line}",
            f"Zeile {row.line}: {row.name} hat mit demselben Geburtsdatum schon einen Vertrag. Wer ist gemeint?",
            (*options.items(), (IS_NEW, "Ist jemand anderes"), LEAVE_OUT),
        )
        answer = self.decisions.get(question.key, "")
        return replace(entry, person=UUID(answer) if answer in options else None), question

    def _with_school(self, entry: Entry, occupation: Occupation) -> Entry:
        row, schools = entry.row, self.known.schools
        named = next((one for one in schools if row.school_number and one.number == row.school_number), None)
        if named:
            return replace(
                entry,
                school=named.id,
                school_name=named.name,
                school_reason="In der Datei der Kammer genannt.",
            )
        found = responsible_schools(
            occupation,
            row.firm.postcode,
            row.firm.town,
            row.first_day,
            rules=self.known.rules,
            schools=schools,
        )
        if not found or not found[0].sure:
            return entry
        school = found[0].school
        return replace(entry, school=school.id, school_name=school.name, school_reason=found[0].reason)


def _differences(entry: Entry, found: KnownContract) -> tuple[list[Difference], Question | None]:
    """What changes, and the question about the last day: nobody's access is prolonged or cut by a file alone unless only the file moved."""
    row, said = entry.row, found.said
    differences: list[Difference] = []
    if row.number and not found.number:
        differences.append(Difference("number", "–", row.number))
    if not found.confirmed:
        differences.append(Difference("confirmed", "zu bestätigen", "von der Kammer bestätigt"))
    if entry.occupation != found.occupation and not _said(said, "occupation", entry.occupation):
        differences.append(Difference("occupation", found.occupation_name, entry.occupation_name))
    if row.first_day != found.first_day and not _said(said, "first_day", row.first_day):
        differences.append(Difference("first_day", _day(found.first_day), _day(row.first_day)))
    if row.last_day == found.last_day or _said(said, "last_day", row.last_day):
        return differences, None
    differences.append(Difference("last_day", _day(found.last_day), _day(row.last_day)))
    if _said(said, "last_day", found.last_day):
        return differences, None
    return differences, Question(
        f"last_day:{found.id}:{row.last_day}",
        f"{row.name}: Im Verzeichnis steht der {_day(found.last_day)} als letzter Tag, in der Datei der {_day(row.last_day)}.",
        ((TAKE, "Letzten Tag aus der Datei übernehmen"), (SKIP, "Letzten Tag im Verzeichnis lassen")),
    )


def _said(said: Mapping[str, str] | None, field: str, value: object) -> bool:
    """True if the last file said that already: then a difference was made by hand, and the hand wins."""
    return said is not None and said.get(field) == str(value)


def _same_firm(wanted: FirmFacts, contract: KnownContract) -> bool:
    said = (contract.said or {}).get("firm")
    return said == wanted.name or bool(firm_suggestions(wanted, [contract.firm]))


def _overlaps(one: KnownContract, row: RegisterRow) -> bool:
    return one.first_day <= row.last_day and row.first_day <= one.last_day


def _place(firm: FirmFacts) -> str:
    return ", ".join(filter(None, [firm.name, firm.street, f"{firm.postcode} {firm.town}".strip()]))


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
