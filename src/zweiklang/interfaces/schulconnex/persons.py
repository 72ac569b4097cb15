"""Reads persons: pupils and teachers by their contexts, guardians by the relations between contexts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from zweiklang.interfaces.schulconnex.codes import GUARDIAN, HEAD, PUPIL, TEACHERS, code
from zweiklang.interfaces.schulconnex.groups import groups_of
from zweiklang.interfaces.tables.cells import read_email
from zweiklang.interfaces.tables.documents import Json, objects, part, text
from zweiklang.interfaces.tables.fields import LONGEST_ID, LONGEST_NAME, LeftOut, birth_date, person_name
from zweiklang.interfaces.tables.findings import Findings, shortened
from zweiklang.interfaces.tables.gathering import Pupils, classes_of, merged_teachers, most_common
from zweiklang.rosters.public import (
    ContactKind,
    ContactRow,
    ExternalId,
    Kind,
    Part,
    PupilRow,
    Roster,
    TeacherRow,
    match_key,
    school_number,
)

_WRAPPERS = ("personen", "persons", "data")


@dataclass(slots=True)
class _Entry:
    """One person of the list with what was made of her."""

    line: int
    data: Json
    context_ids: list[str] = field(default_factory=list)
    is_pupil: bool = False


@dataclass(slots=True)
class _Reading:
    findings: Findings
    pupils: list[tuple[_Entry, PupilRow]] = field(default_factory=list)
    teachers: list[TeacherRow] = field(default_factory=list)
    owners: dict[str, _Entry] = field(default_factory=dict)


def persons_of(document: Any) -> list[Json]:
    """Returns the persons in the document, or nothing where it is no Schulconnex."""
    for wrapper in _WRAPPERS:
        if isinstance(document, dict) and isinstance(document.get(wrapper), list):
            document = document[wrapper]
    found = list(objects(document))
    return found if any("personenkontexte" in one or "name" in part(one, "person") for one in found) else []


def read_persons(document: Any) -> Roster:
    """Returns pupils with guardians, teachers and classes. `line` counts the persons of the list."""
    persons = persons_of(document)
    reading = _Reading(Findings())
    entries = [_Entry(line, data) for line, data in enumerate(persons, start=1)]
    for entry in entries:
        _read(entry, reading)
    guardians = _guardians(entries, reading)
    pupils = Pupils()
    for entry, row in reading.pupils:
        try:
            pupils.add(replace(row, contacts=tuple(guardians.get(entry.line, ()))), lambda a, b: a == b)
        except LeftOut as error:
            reading.findings.error(entry.line, error.column, error.reason, about=_about(entry))
    found = pupils.all()
    is_vidis = any("heimatorganisation" in person for person in persons)
    return Roster(
        kind=Kind.VIDIS if is_vidis else Kind.SCHULCONNEX,
        school_number=most_common(
            [*(p.school_number for p in found), *(t.school_number for t in reading.teachers)]
        ),
        pupils=found,
        teachers=merged_teachers(reading.teachers),
        classes=classes_of(found, reading.teachers),
        errors=reading.findings.errors,
        warnings=reading.findings.warnings,
        covers=_covers(document, found, reading.teachers),
    )


def _covers(document: Any, pupils: tuple[PupilRow, ...], teachers: list[TeacherRow]) -> frozenset[Part]:
    """A list speaks for everybody of the kinds it has; one person alone (`person-info`) speaks for herself."""
    if isinstance(document, dict) and "person" in document:
        return frozenset()
    listed = ((Part.PUPILS, bool(pupils)), (Part.TEACHERS, bool(teachers)))
    return frozenset(kind for kind, has_some in listed if has_some)


def _read(entry: _Entry, reading: _Reading) -> None:
    if entry.data.get("loeschung") or part(entry.data, "person").get("loeschung"):
        return  # announced as deleted: the same as missing
    known_role = False
    for context in objects(entry.data.get("personenkontexte")):
        context_id = text(context, "id")
        if context_id:
            entry.context_ids.append(context_id)
            reading.owners[context_id] = entry
        if context.get("loeschung"):
            continue
        try:
            known_role |= _read_context(entry, context, reading)
        except LeftOut as error:
            reading.findings.error(entry.line, error.column, error.reason, about=_about(entry))
            return
    if not known_role:
        reading.findings.warn(
            entry.line,
            "rolle",
            "Diese Person hat keine Rolle, die hier gebraucht wird (Lern, Lehr, Leit, SorgBer).",
        )


def _read_context(entry: _Entry, context: Json, reading: _Reading) -> bool:
    role = code(text(context, "rolle"))
    if role == PUPIL:
        entry.is_pupil = True
        reading.pupils.append((entry, _pupil(entry, context, reading.findings)))
    elif role in TEACHERS:
        reading.teachers.append(_teacher(entry, context, is_head=role == HEAD))
    return role in {PUPIL, GUARDIAN, *TEACHERS}


def _pupil(entry: _Entry, context: Json, findings: Findings) -> PupilRow:
    person = part(entry.data, "person")
    family_name, given_name = _names(person)
    groups = groups_of(context)
    if len(groups.labels) > 1:
        findings.warn(
            entry.line,
            "gruppen",
            f"Die Person gehört zu mehreren Klassen ({shortened(', '.join(groups.labels))}). Übernommen wurde die erste.",
        )
    return PupilRow(
        lines=(entry.line,),
        family_name=family_name,
        given_name=given_name,
        call_name=text(part(person, "name"), "rufname", LONGEST_NAME),
        born_on=birth_date(text(part(person, "geburt"), "datum"), "geburt.datum"),
        class_label=groups.labels[0] if groups.labels else "",
        ids=_ids(entry.data),
        email=_email(context),
        grade=text(context, "jahrgangsstufe", 20),
        school_number=_school_of(context),
    )


def _teacher(entry: _Entry, context: Json, *, is_head: bool) -> TeacherRow:
    person = part(entry.data, "person")
    family_name, given_name = _names(person)
    groups = groups_of(context)
    return TeacherRow(
        lines=(entry.line,),
        family_name=family_name,
        given_name=given_name,
        ids=_ids(entry.data),
        email=_email(context),
        is_head=is_head,
        leads=tuple(groups.leads),
        teaches=tuple(groups.teaches),
        school_number=_school_of(context),
        home_school_number=school_number(text(part(person, "stammorganisation"), "kennung", 40)),
    )


def _names(person: Json) -> tuple[str, str]:
    name = part(person, "name")
    return (
        person_name(text(name, "familienname", 500), "Nachname", "name.familienname"),
        person_name(text(name, "vorname", 500), "Vorname", "name.vorname"),
    )


def _about(entry: _Entry) -> str:
    name = part(entry.data, "person", "name")
    return match_key(text(name, "familienname"), text(name, "vorname"), None)


def _ids(data: Json) -> tuple[ExternalId, ...]:
    found = text(data, "pid", LONGEST_ID) or text(part(data, "person"), "id", LONGEST_ID)
    return (ExternalId("schulconnex", found),) if found else ()


def _school_of(context: Json) -> str:
    organisation = part(context, "organisation")
    return school_number(
        text(organisation, "kennung", 40) or text(organisation, "vidis_schulidentifikator", 40)
    )


def _email(context: Json) -> str:
    for reach in objects(context.get("erreichbarkeiten")):
        if code(text(reach, "typ")) == "email" and (address := read_email(text(reach, "kennung", 254))):
            return address
    return ""


def _guardians(entries: list[_Entry], reading: _Reading) -> dict[int, list[ContactRow]]:
    """The guardians of each pupil, by the pupil's place in the list.

    Who is the guardian is told by who is the pupil: published examples have the direction both ways. Only between two pupils the direction counts.
    """
    found: dict[int, list[ContactRow]] = {}
    for entry in entries:
        for other, entry_is_guardian in _relations(entry, reading):
            child, guardian = (other, entry) if entry_is_guardian else (entry, other)
            contact = _contact(guardian)
            contacts = found.setdefault(child.line, [])
            if child.is_pupil and contact and contact not in contacts:
                contacts.append(contact)
    return found


def _relations(entry: _Entry, reading: _Reading) -> Iterator[tuple[_Entry, bool]]:
    """Yields the other person of each custody, and whether this one is the guardian."""
    relations = part(entry.data, "beziehungen")
    for name, direction in (("hat_als_beziehungen", False), ("ist_von_beziehungen", True)):
        for relation in objects(relations.get(name)):
            other = reading.owners.get(text(relation, "ktid"))
            if other is None or other is entry or code(text(relation, "beziehung")) != GUARDIAN:
                continue
            yield other, direction if entry.is_pupil == other.is_pupil else other.is_pupil


def _contact(guardian: _Entry) -> ContactRow | None:
    name = part(guardian.data, "person", "name")
    emails = (_email(context) for context in objects(guardian.data.get("personenkontexte")))
    contact = ContactRow(
        kind=ContactKind.GUARDIAN,
        given_name=text(name, "vorname", LONGEST_NAME),
        family_name=text(name, "familienname", LONGEST_NAME),
        email=next((address for address in emails if address), ""),
        role="SorgBer",
        external_id=text(guardian.data, "pid", LONGEST_ID),
    )
    return contact if contact.family_name or contact.email else None
