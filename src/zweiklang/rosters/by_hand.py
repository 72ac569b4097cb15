"""Single pupils, written by the school's office: added, moved to another class, gone."""

from dataclasses import dataclass, field
from datetime import date

from zweiklang.apprenticeships.public import Pupil, SchoolClass, derived_once
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system
from zweiklang.rosters.applying import Writing
from zweiklang.rosters.loading import known_school
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.plan import Difference, PupilEntry
from zweiklang.rosters.policy import may_import
from zweiklang.rosters.services import locked
from zweiklang.rosters.shapes import match_key

THERE_ALREADY = (
    "{name} gibt es an Ihrer Schule schon{where}. Wenn Sie jemand anderen meinen, setzen Sie das Häkchen."
)

LABELS = {"given_name": "Vorname", "family_name": "Nachname", "born_on": "Geburtsdatum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPupil:
    """What the office knows about somebody new; `facts` by the columns of Pupil."""

    given_name: str
    family_name: str
    born_on: date | None = None
    school_class: SchoolClass | None = None
    somebody_else: bool = False
    """True if the office knows that a pupil of the same name is another person."""
    facts: dict[str, object] = field(default_factory=dict)


def add_pupil(actor: Actor, *, school: Organisation, new: NewPupil) -> Pupil:
    """The pupil is at the school and in the class; no import will ever report them as gone. Raises Rejected for a likely double."""
    require(may_import(actor, school_id=school.pk))
    with derived_once(actor), locked(actor, school):
        if not new.somebody_else:
            _require_no_double(school, new)
        values = {"given_name": new.given_name, "family_name": new.family_name, "born_on": new.born_on}
        said = {name: value for name, value in (values | new.facts).items() if value}
        label = class_label(new.school_class.label) if new.school_class else ""
        name = f"{new.given_name} {new.family_name}"
        entry = PupilEntry(
            key="", name=name, class_label=label, values={**said, "by_hand": True}, move=bool(label)
        )
        writing = _writing(actor, school, f"{name} von Hand angelegt")
        writing.ledger.entry("new", name)
        writing.write(entry, leaves=False)
        writing.close(actor)
        return Pupil.objects.get(pk=writing.ledger.changes[-1].rows[1]["id"])


def _require_no_double(school: Organisation, new: NewPupil) -> None:
    key = match_key(new.family_name, new.given_name, None)
    for known in known_school(school).pupils:
        same_name = match_key(str(known.values["family_name"]), str(known.values["given_name"]), None) == key
        if same_name and (new.born_on is None or known.born_on in {None, new.born_on}):
            where = f" (Klasse {known.class_label})" if known.class_label else ""
            raise Rejected(THERE_ALREADY.format(name=known.name, where=where), field="somebody_else")


def move_pupil(actor: Actor, *, pupil: Pupil, school_class: SchoolClass) -> None:
    """The pupil is in that class from today on, and no longer in another one of the school."""
    require(may_import(actor, school_id=pupil.school_id))
    if school_class.school_id != pupil.school_id:
        raise Rejected("Diese Klasse gehört zu einer anderen Schule.", field="school_class")
    with derived_once(actor), locked(actor, pupil.school):
        writing = _writing(actor, pupil.school, f"{pupil.person.name} wechselt die Klasse")
        writing.ledger.entry("changed", pupil.person.name, [Difference("Klasse", "–", school_class.label)])
        writing.enrol(writing.pupils[pupil.pk], writing.classes[class_label(school_class.label)])
        writing.close(actor)


def correct_pupil(
    actor: Actor, *, pupil: Pupil, given_name: str = "", family_name: str = "", born_on: date | None = None
) -> None:
    """Name and date of birth of the pupil are these, what is empty stays; a wrong correction can be taken back like an import."""
    require(may_import(actor, school_id=pupil.school_id))
    wanted = {"given_name": given_name.strip(), "family_name": family_name.strip(), "born_on": born_on}
    person = pupil.person
    before = {"given_name": person.given_name, "family_name": person.family_name, "born_on": pupil.born_on}
    values = {name: value for name, value in wanted.items() if value and value != before[name]}
    if not values:
        return
    with derived_once(actor), locked(actor, pupil.school):
        writing = _writing(actor, pupil.school, f"{person.name} berichtigt")
        details = [Difference(LABELS[name], str(before[name] or "–"), str(values[name])) for name in values]
        writing.ledger.entry("changed", person.name, details)
        writing.write(PupilEntry(key="", name=person.name, known=pupil.pk, values=values), leaves=False)
        writing.close(actor)


def end_pupil(actor: Actor, *, pupil: Pupil) -> None:
    """The pupil leaves the school today: every class ends, and with it what its teachers see."""
    require(may_import(actor, school_id=pupil.school_id))
    with derived_once(actor), locked(actor, pupil.school):
        pupil.refresh_from_db()
        if pupil.left_on:
            raise Conflict("Der Abgang ist schon eingetragen.")
        writing = _writing(actor, pupil.school, f"Abgang von {pupil.person.name}")
        writing.ledger.entry("left", pupil.person.name)
        writing.leave(pupil.pk)
        writing.close(actor)


def _writing(actor: Actor, school: Organisation, what: str) -> Writing:
    """Acts by hand are runs too: they stand in the list, and the last one can be taken back."""
    year = known_school(school).year
    with as_system(actor):
        run = ImportRun.objects.create(
            room=school.team_room,
            school=school,
            kind=ImportRun.Kind.HAND,
            state=ImportRun.State.APPLIED,
            file_name=what[:200],
            digest="0" * 64,
            made_by=actor.name[:200],
            applied_at=now(),
            applied_by=actor.name[:200],
        )
    return Writing(run, year)
