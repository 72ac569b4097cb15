"""Teachers of a file × teachers of the school: by id, abbreviation, address, name. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from zweiklang.kernel.sorting import sort_key
from zweiklang.rosters.known import STAFF_LABELS, KnownSchool, KnownTeacher
from zweiklang.rosters.plan import Difference, TeacherEntry, words
from zweiklang.rosters.shapes import Part, Roster, RowError, TeacherRow

LEADS, TEACHES = "class_teacher", "subject_teacher"
DEPUTY = "stellvertretend"
CAPACITY_WORDS = {LEADS: "Klassenleitung", TEACHES: "Unterricht"}
TWO_NAMES = "Mehrere Lehrkräfte der Schule heißen so."
OTHER_ABBREVIATION = "Gleicher Name, aber ein anderes Kürzel."
UNKNOWN = "Das Kürzel {abbreviation} kennt die Schule nicht. Eine Liste der Lehrkräfte (Untis GPU004 oder LUSD) ordnet es zu."
GONE = "Steht nicht mehr in der Datei."


@dataclass(slots=True)
class TeacherPlan:
    """The teachers' part of a plan."""

    new: list[TeacherEntry] = field(default_factory=list)
    changed: list[TeacherEntry] = field(default_factory=list)
    left: list[TeacherEntry] = field(default_factory=list)
    doubtful: list[TeacherEntry] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    unchanged: int = 0
    spared: set[UUID] = field(default_factory=set)


def plan_teachers(roster: Roster, school: KnownSchool) -> TeacherPlan:
    """Returns what the file changes about the school's teachers and who leads which class."""
    plan = TeacherPlan()
    index = _Index(school.teachers)
    matched = [(row, *index.find(row)) for row in roster.teachers]
    # Whom the file names as leading a class: by name, because somebody new has no id yet. A doubtful one ends nobody's lead.
    leaders = {
        label: (known.person_id if known else None, f"{row.given_name} {row.family_name}".strip())
        for row, known, reason in matched
        for label in row.leads
        if known or (not reason and row.family_name and row.given_name)
    }
    for row, known, reason in matched:
        name = f"{row.given_name} {row.family_name}".strip() or row.abbreviation
        if reason:
            plan.doubtful.append(TeacherEntry(_key(row), name, row.lines, reason=reason))
            plan.spared |= {teacher.person_id for teacher in index.named(row)}
        elif known is None and not (row.family_name and row.given_name):
            line = row.lines[0] if row.lines else 0
            plan.warnings.append(RowError(line, "", UNKNOWN.format(abbreviation=row.abbreviation)))
        else:
            _add(plan, _entry(row, known, school, name))
            plan.spared |= {known.person_id} if known else set()
    _end_other_leads(plan, leaders, school)
    _leavers(plan, roster, school)
    return plan


class _Index:
    """The school's teachers by everything a file can name them by."""

    def __init__(self, teachers: Sequence[KnownTeacher]) -> None:
        self.by_id = {one: teacher for teacher in teachers for one in teacher.external_ids}
        self.by_abbreviation = {
            str(t.values["abbreviation"]).casefold(): t for t in teachers if t.values["abbreviation"]
        }
        self.by_email = {
            email.casefold(): t
            for t in teachers
            for email in (str(t.values["contact_email"]), t.account_email)
            if email
        }
        self.teachers = teachers

    def named(self, row: TeacherRow) -> list[KnownTeacher]:
        """Returns those of that name."""
        wanted = sort_key(f"{row.family_name} {row.given_name}")
        return [
            t
            for t in self.teachers
            if sort_key(f"{t.values['family_name']} {t.values['given_name']}") == wanted
        ]

    def find(self, row: TeacherRow) -> tuple[KnownTeacher | None, str]:
        """Returns the teacher, or the reason for a doubt, or neither: somebody new."""
        sure = next((t for one in row.ids if (t := self.by_id.get(str(one)))), None)
        sure = sure or self.by_abbreviation.get(row.abbreviation.casefold())
        sure = sure or self.by_email.get(row.email.casefold())
        if sure or not row.family_name:
            return sure, ""
        named = self.named(row)
        if len(named) > 1:
            return None, TWO_NAMES
        if named and row.abbreviation and named[0].values["abbreviation"]:
            return None, OTHER_ABBREVIATION
        return (named[0] if named else None), ""


def _entry(row: TeacherRow, known: KnownTeacher | None, school: KnownSchool, name: str) -> TeacherEntry:
    said = {
        "family_name": row.family_name[:100],
        "given_name": row.given_name[:100],
        "abbreviation": row.abbreviation[:20],
        "contact_email": row.email[:254],
    }
    before = known.values if known else dict.fromkeys(said, "")
    values: dict[str, object] = {n: v for n, v in said.items() if v and before[n] != v}
    ids = tuple(str(one) for one in row.ids if known is None or str(one) not in known.external_ids)
    assign = tuple(_missing(row, known, school))
    differences = [Difference(STAFF_LABELS[n], words(before[n]), words(v)) for n, v in values.items()]
    differences += [Difference("Kennung", "–", ", ".join(ids))] if ids else []
    differences += [_assigned(*one) for one in assign]
    if known and known.left_on:
        differences.append(Difference("Stand", "abgegangen", "wieder da"))
    return TeacherEntry(
        key=_key(row),
        name=name if known is None else known.name,
        lines=row.lines,
        known=known.person_id if known else None,
        record=known.record_id if known else None,
        differences=tuple(differences),
        values=values,
        external_ids=ids,
        assign=assign,
        returns=bool(known and known.left_on),
    )


def _missing(
    row: TeacherRow, known: KnownTeacher | None, school: KnownSchool
) -> Iterable[tuple[str, str, str]]:
    """Assignments the file names and the school does not have; who leads a class need not be named as teaching in it."""
    has = {
        (t.class_label, t.capacity, t.subject)
        for t in school.teaching
        if known and t.person_id == known.person_id
    }
    leading = {label for label, capacity, _ in has if capacity == LEADS}
    for label in row.leads:
        if label not in leading:
            yield label, LEADS, ""
    for label in row.deputy_leads:
        if label not in leading:
            yield label, LEADS, DEPUTY
    for one in dict.fromkeys(row.teaches):
        wanted = (one.class_label, TEACHES, one.subject[:100])
        if one.class_label and wanted not in has:
            yield wanted


def _assigned(label: str, capacity: str, subject: str) -> Difference:
    return Difference(f"{CAPACITY_WORDS[capacity]} {label}", "–", subject or "ja")


def _add(plan: TeacherPlan, entry: TeacherEntry) -> None:
    if entry.known is None:
        plan.new.append(entry)
    elif entry.differences:
        plan.changed.append(entry)
    else:
        plan.unchanged += 1


def _end_other_leads(
    plan: TeacherPlan, leaders: dict[str, tuple[UUID | None, str]], school: KnownSchool
) -> None:
    """Where the file names who leads a class, whoever led it before does so no longer (deputies stay)."""
    for label, (leader_id, leader_name) in leaders.items():
        for teaching in school.teaching:
            led = teaching.class_label == label and teaching.capacity == LEADS and not teaching.subject
            if led and teaching.person_id != leader_id:
                before = next((t for t in school.teachers if t.person_id == teaching.person_id), None)
                plan.changed.append(
                    TeacherEntry(
                        key=str(teaching.id),
                        name=before.name if before else "Bisherige Klassenleitung",
                        known=teaching.person_id,
                        differences=(
                            Difference(f"Klassenleitung {label}", "ja", leader_name or "jemand anderes"),
                        ),
                        end=(teaching.id,),
                    )
                )


def _leavers(plan: TeacherPlan, roster: Roster, school: KnownSchool) -> None:
    if Part.TEACHERS not in roster.covers or not roster.teachers:
        return
    for teacher in school.teachers:
        kept = teacher.record_id is None or teacher.by_hand or teacher.left_on is not None
        if not kept and teacher.person_id not in plan.spared:
            plan.left.append(
                TeacherEntry(
                    key=str(teacher.record_id),
                    name=teacher.name,
                    known=teacher.person_id,
                    record=teacher.record_id,
                    reason=GONE,
                    end=tuple(t.id for t in school.teaching if t.person_id == teacher.person_id),
                )
            )


def _key(row: TeacherRow) -> str:
    return f"teacher|{sort_key(f'{row.family_name} {row.given_name}')}|{row.abbreviation}|{row.external_id}"
