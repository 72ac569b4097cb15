"""A file × what the school has → a plan. Pure: the same two always give the same plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from zweiklang.rosters.grades import grade_of
from zweiklang.rosters.known import PUPIL_LABELS, Contact, KnownPupil, KnownSchool
from zweiklang.rosters.matching import Match, match_pupils, row_key
from zweiklang.rosters.plan import (
    IS_NEW,
    SKIP,
    Candidate,
    Difference,
    NewClass,
    Plan,
    PupilEntry,
    contact_words,
    words,
)
from zweiklang.rosters.shapes import Kind, Part, PupilRow, Roster, RowError, match_key
from zweiklang.rosters.teachers import plan_teachers

# These files list a school, never a single class: who is missing has left (Schulconnex 1.7 says so).
SCHOOL_WIDE = frozenset({Kind.SCHULCONNEX})
GONE = "Steht nicht mehr in der Datei."
BACK = "War abgegangen und steht wieder in der Datei."
OTHER_SCHOOL = "Diese Zeile gehört zur Schule {number}."
LIMITS = {"contact_email": 254, "firm_email": 254, "firm_phone": 40, "external_id": 100, "firm_postcode": 5}
LIMITS |= {"given_name": 100, "family_name": 100, "firm_town": 100}


def plan_roster(
    roster: Roster,
    school: KnownSchool,
    *,
    extent: str = "auto",
    decisions: Mapping[str, str] | None = None,
    remembered: Mapping[str, UUID] | None = None,
) -> Plan:
    """Returns what applying the file would change.

    `extent`: "school", "classes" or "auto". `decisions`: what people decided about doubtful rows, by key: the id of a pupil, "new" or
    "skip"; `remembered` are earlier decisions to merge.
    """
    decisions = decisions or {}
    rows, foreign = _own_rows(roster, school.number)
    merged = {**(remembered or {}), **_merges(decisions)}
    matches = match_pupils(rows, school.pupils, merged)
    whole, covered = _extent(roster, rows, school, extent)
    sections = _pupil_sections(matches, decisions)
    sections["left"] = _leavers(roster, matches, school, covered=None if whole else set(covered))
    teachers = plan_teachers(roster, school)
    return Plan(
        new=(*sections["new"], *teachers.new),
        changed=(*sections["changed"], *teachers.changed),
        left=(*sections["left"], *teachers.left),
        doubtful=(*sections["doubtful"], *teachers.doubtful),
        unchanged=len(sections["unchanged"]) + teachers.unchanged,
        classes=_new_classes(roster, rows, school),
        errors=(*roster.errors, *foreign),
        warnings=(*roster.warnings, *teachers.warnings),
        whole_school=whole,
        covered=covered,
        present=len(school.present),
    )


def _own_rows(roster: Roster, number: str) -> tuple[list[PupilRow], list[RowError]]:
    own, foreign = [], []
    for row in roster.pupils:
        if row.school_number and row.school_number != number:
            reason = OTHER_SCHOOL.format(number=row.school_number)
            foreign.append(RowError(row.lines[0] if row.lines else 0, "", reason, row.sheet))
        else:
            own.append(row)
    return own, foreign


def _merges(decisions: Mapping[str, str]) -> dict[str, UUID]:
    return {key: UUID(choice) for key, choice in decisions.items() if choice not in {IS_NEW, SKIP}}


def _extent(
    roster: Roster, rows: Sequence[PupilRow], school: KnownSchool, extent: str
) -> tuple[bool, tuple[str, ...]]:
    """Whether the file speaks for the whole school, and for which classes. "auto": it names at least half of the classes with pupils."""
    covered = tuple(sorted({row.class_label for row in rows if row.class_label}))
    taught = {pupil.class_label for pupil in school.present if pupil.class_label}
    # In a new school year nobody is in a class yet: the first file of several classes speaks for the school.
    turned = bool(school.present) and not taught
    most = 2 * len(taught & set(covered)) >= len(taught)
    likely = roster.kind in SCHOOL_WIDE or (len(covered) > 1 and (turned or (bool(taught) and most)))
    return extent == "school" or (extent == "auto" and likely), covered


def _pupil_sections(matches: Sequence[Match], decisions: Mapping[str, str]) -> dict[str, list[PupilEntry]]:
    sections: dict[str, list[PupilEntry]] = {
        name: [] for name in ("new", "changed", "doubtful", "unchanged", "left")
    }
    for match in matches:
        entry = _entry(match)
        if match.reason and decisions.get(row_key(match.row)) == IS_NEW:
            entry = _entry(replace(match, reason="", candidates=()))
            sections["new"].append(entry)
        elif match.reason:
            sections["doubtful"].append(entry)
        elif match.known is None:
            sections["new"].append(entry)
        else:
            sections["changed" if entry.differences else "unchanged"].append(entry)
    return sections


def _entry(match: Match) -> PupilEntry:
    row, known = match.row, match.known
    before: Mapping[str, object] = known.values if known else {}
    said = row_values(row)
    # An id of another system does not replace the one the school works with.
    if known and known.external_id:
        said.pop("external_id", None)
    values = {name: value for name, value in said.items() if before.get(name) != value}
    contacts = row_contacts(row)
    others = contacts if contacts and contacts != (known.contacts if known else frozenset()) else None
    moves = bool(row.class_label) and (known is None or known.class_label != row.class_label)
    return PupilEntry(
        key=row_key(row),
        name=f"{row.given_name} {row.family_name}",
        class_label=row.class_label,
        lines=row.lines,
        known=known.id if known else None,
        differences=_differences(known, values, others, row.class_label if moves else ""),
        values=values,
        contacts=others,
        move=moves,
        returns=bool(known and known.left_on),
        reason=match.reason or (BACK if known and known.left_on else ""),
        candidates=tuple(
            Candidate(p.id, p.name, p.born_on, p.class_label, has_left=p.left_on is not None)
            for p in match.candidates
        ),
    )


def _differences(
    known: KnownPupil | None,
    values: Mapping[str, object],
    contacts: frozenset[Contact] | None,
    new_class: str,
) -> tuple[Difference, ...]:
    if known is None:
        return ()
    found = [
        Difference(PUPIL_LABELS[name], words(known.values[name]), words(value))
        for name, value in values.items()
    ]
    if new_class:
        found.append(Difference("Klasse", words(known.class_label), new_class))
    if contacts is not None:
        found.append(Difference("Kontakte", contact_words(known.contacts), contact_words(contacts)))
    if known.left_on:
        found.append(Difference("Stand", "abgegangen", "wieder da"))
    return tuple(found)


def row_values(row: PupilRow) -> dict[str, object]:
    """Returns what the row says about the pupil, by the names of PUPIL_LABELS; what it leaves empty is not there."""
    said: dict[str, object] = {
        "family_name": row.family_name,
        "given_name": row.given_name,
        "born_on": row.born_on,
        "external_id": row.external_id,
        "contact_email": row.email,
        "occupation_name": row.occupation,
        "firm_name": row.firm.name,
        "firm_street": row.firm.address.street,
        "firm_postcode": row.firm.address.postcode,
        "firm_town": row.firm.address.town,
        "firm_email": row.firm.email or row.firm.trainer_email,
        "firm_phone": row.firm.phone or row.firm.trainer_phone,
        "training_begins": row.training_begins,
        "training_ends": row.training_ends,
    }
    return {
        name: value[: LIMITS.get(name, 200)] if isinstance(value, str) else value
        for name, value in said.items()
        if value
    }


def row_contacts(row: PupilRow) -> frozenset[Contact]:
    """Returns the contacts of the row as the school keeps them."""
    return frozenset(
        (str(c.kind), c.given_name[:100], c.family_name[:100], c.email[:254], c.phone[:40])
        for c in row.contacts
    )


def _leavers(
    roster: Roster, matches: Sequence[Match], school: KnownSchool, *, covered: set[str] | None
) -> list[PupilEntry]:
    """Who is missing from a file that lists everybody; `covered` None: in whichever class. Made by hand, in doubt or in error: never."""
    if Part.PUPILS not in roster.covers or not roster.pupils:
        return []
    spared = {match.known.id for match in matches if match.known}
    spared |= {candidate.id for match in matches for candidate in match.candidates}
    unread = {error.about for error in roster.errors if error.about}
    return [
        PupilEntry(
            key=str(pupil.id), name=pupil.name, class_label=pupil.class_label, known=pupil.id, reason=GONE
        )
        for pupil in school.present
        if pupil.id not in spared and not pupil.by_hand and (covered is None or pupil.class_label in covered)
        if match_key(str(pupil.values["family_name"]), str(pupil.values["given_name"]), None) not in unread
    ]


def _new_classes(roster: Roster, rows: Sequence[PupilRow], school: KnownSchool) -> tuple[NewClass, ...]:
    """Classes of the file the school does not have this year; grade and occupation as most of their pupils say."""
    wanted = {row.class_label for row in rows} | {one.label for one in roster.classes}
    listed = {one.label: one for one in roster.classes}
    found = []
    for label in sorted(wanted - {""} - set(school.classes)):
        inside = [row for row in rows if row.class_label == label]
        grades = [row.grade for row in inside if row.grade]
        grade = grade_of(label, _most(grades) or (listed[label].grade if label in listed else ""))
        occupation = _most([row.occupation for row in inside if row.occupation])
        found.append(NewClass(label[:30], grade, occupation[:200]))
    return tuple(found)


def _most(values: Sequence[str]) -> str:
    return max(sorted(set(values)), key=values.count, default="")
