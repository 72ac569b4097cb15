"""State-wide proposals: what the regulation's annex says, and what the texts say. Computed at first use and again by a job."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import (
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    Section,
    Standing,
    correspondences_of,
    framework_of,
    sections_of,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.planning.matching.annexes import official_links
from zweiklang.planning.matching.numbers import same_number
from zweiklang.planning.matching.ranking import suggest_links
from zweiklang.planning.matching.values import Field, OfficialLink, PlanPosition, Reach, Skill, Suggestion
from zweiklang.planning.models import CurriculumLink, LinkDecision, LinkVote
from zweiklang.rooms.public import as_system

MOST_PER_FIELD = 5
OF_THE_BEST = 0.4
LEAST_SCORE = 0.05
LEAST_ALONE = 0.1
"""A position that is nowhere among the best is proposed for its own best Lernfeld, from this score on."""
_WORD_PLACES = 3
Source = CurriculumLink.Source
Pair = tuple[Any, Any]
"""Ids of Lernfeld and position."""


@transaction.atomic
def propose_links(actor: Actor, *, occupation: Occupation, curriculum: FrameworkCurriculum) -> int:
    """The annex's links and the computed ones of this curriculum stand as proposals; returns how many there are of both.

    Positions of all occupations that learn by it are compared at once: the result must not depend on who came first. Repeating changes
    nothing but scores and words. Votes and decisions stay; a computed link that no longer results and on which nobody said anything is
    deleted. Needs no right: it says what follows from public texts.
    """
    learning = _learning_by(curriculum, occupation)
    positions = _positions(learning)
    fields = {
        field.pk: field for field in LearningField.objects.filter(curriculum=curriculum).order_by("order")
    }
    wanted = _computed(positions, fields)
    for pair, values in _official(learning, positions, fields).items():
        wanted[pair] = {**wanted.get(pair, {"score": 0.0, "words": []}), **values}
    with as_system(actor):
        _store(wanted, curriculum, [position.key for position in positions])
    return len(wanted)


def ensure_links(actor: Actor, *, occupation: Occupation, curriculum: FrameworkCurriculum) -> None:
    """Somebody has computed the links of this curriculum for this regulation: now, if nobody had. One query where somebody had."""
    sections = Section.objects.filter(regulation_id=occupation.regulation_id)
    known = CurriculumLink.objects.filter(
        learning_field__in=LearningField.objects.filter(curriculum=curriculum),
        position__in=Position.objects.filter(section__in=sections),
    )
    if not known.exclude(source=Source.PEOPLE).exists():
        propose_links(actor, occupation=occupation, curriculum=curriculum)


def _learning_by(curriculum: FrameworkCurriculum, occupation: Occupation) -> list[Occupation]:
    """The occupation, and those of its regulation that have the same framework curriculum: other Fachrichtungen, mostly."""
    rows = Occupation.objects.filter(regulation_id=occupation.regulation_id, superseded=False)
    others = [*rows.exclude(pk=occupation.pk).select_related("regulation").order_by("pk")]
    names = {one.name for one in (occupation, *others)}
    return [occupation, *(one for one in others if framework_of(one, names=names) == curriculum)]


def _positions(learning: Sequence[Occupation]) -> list[PlanPosition]:
    """The positions that hold for one of the occupations or may be chosen in it; `key` is the id as text."""
    sections: dict[UUID, Section] = {}
    own: set[UUID] = set()
    for occupation in learning:
        for section, standing in sections_of(occupation):
            if standing is not Standing.OTHER:
                sections[section.pk] = section
                if len(learning) == 1 and standing is Standing.HOLDS and section.specialisation:
                    own.add(section.pk)
    rows = Position.objects.filter(section_id__in=sections, superseded=False).prefetch_related("allocations")
    found = []
    for row in sorted(rows, key=lambda row: (sections[row.section_id].order, row.order)):
        section = sections[row.section_id]
        for_all = section.kind == section.Kind.MANDATORY or section.pk in own
        reach: Reach = "all" if for_all else "part"
        blocks = sorted(row.allocations.all(), key=lambda block: block.order)
        skills = tuple(Skill(letter, text) for block in blocks for letter, text in block.skills)
        found.append(PlanPosition(str(row.pk), section.key, row.number, row.title, skills, reach))
    return found


def _computed(
    positions: Sequence[PlanPosition], fields: dict[Any, LearningField]
) -> dict[Pair, dict[str, Any]]:
    """The best positions of each Lernfeld, and for each other position its best Lernfeld."""
    asked = [Field(field.number, field.title) for field in fields.values()]
    ranked = suggest_links(positions, asked)
    chosen: dict[Pair, Suggestion] = {}
    best: dict[str, tuple[Any, Suggestion]] = {}
    for pk, suggestions in zip(fields, ranked, strict=True):
        for place, one in enumerate(suggestions):
            if place < MOST_PER_FIELD and one.score >= max(LEAST_SCORE, OF_THE_BEST * suggestions[0].score):
                chosen[pk, one.position.key] = one
            if one.position.key not in best or one.score > best[one.position.key][1].score:
                best[one.position.key] = pk, one
    linked = {key for _, key in chosen}
    for key, (pk, one) in best.items():
        if key not in linked and one.score >= LEAST_ALONE:
            chosen[pk, key] = one
    return {pair: _values(one) for pair, one in chosen.items()}


def _values(one: Suggestion) -> dict[str, Any]:
    words = [[w.of_position, w.of_field, round(w.share, _WORD_PLACES)] for w in one.words]
    return {"source": Source.COMPUTED, "source_note": "", "score": round(one.score, 4), "words": words}


def _official(
    learning: Sequence[Occupation], positions: Sequence[PlanPosition], fields: dict[Any, LearningField]
) -> dict[Pair, dict[str, Any]]:
    rows = correspondences_of(learning[0].regulation)
    found: dict[Pair, dict[str, Any]] = {}
    for link in official_links(rows, positions).links:
        if not any(link.specialisation in one.specialisation for one in learning):
            continue
        for pk, field in fields.items():
            if same_number(field.number, link.field_number):
                found[pk, link.position.key] = {"source": Source.ANNEX, "source_note": _note(link)}
    return found


def _note(link: OfficialLink) -> str:
    skills = ", ".join(f"{letter})" for letter in link.skills)
    return f"{link.annex} der Verordnung" + (f", Fertigkeiten {skills}" if skills else "")


def _store(
    wanted: dict[Pair, dict[str, Any]], curriculum: FrameworkCurriculum, positions: Sequence[str]
) -> None:
    """New pairs are added, known ones have the new values; what people proposed stays theirs."""
    known = CurriculumLink.objects.select_for_update().filter(
        learning_field__in=LearningField.objects.filter(curriculum=curriculum),
        position_id__in=positions,
        skill="",
    )
    rows = {(row.learning_field_id, str(row.position_id)): row for row in known.order_by("pk")}
    changed = []
    for pair, values in wanted.items():
        row = rows.get(pair)
        if row is None:
            continue
        if row.source == Source.PEOPLE and values["source"] == Source.COMPUTED:
            values = {"score": values["score"], "words": values["words"]}  # noqa: PLW2901 - fewer of the same
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    fresh = [
        CurriculumLink(learning_field_id=field, position_id=position, **values)
        for (field, position), values in wanted.items()
        if (field, position) not in rows
    ]
    CurriculumLink.objects.bulk_create(fresh, ignore_conflicts=True)
    CurriculumLink.objects.bulk_update(changed, ["source", "source_note", "score", "words"])
    gone = [row.pk for pair, row in rows.items() if pair not in wanted and row.source != Source.PEOPLE]
    untouched = CurriculumLink.objects.filter(pk__in=gone, votes_for=0, votes_against=0).exclude(
        Exists(LinkDecision.objects.filter(link=OuterRef("pk")))
        | Exists(LinkVote.objects.filter(link=OuterRef("pk")))
    )
    untouched.delete()


def pairs_in_use() -> list[tuple[UUID, UUID]]:
    """Returns occupation and framework curriculum of all running contracts, each pair once. Called inside `as_system`."""
    running = Contract.objects.filter(last_day__gte=today(), curriculum__isnull=False).order_by()
    return sorted(set(running.values_list("occupation_id", "curriculum_id")))


def propose_again(actor: Actor, *, occupation_id: UUID, curriculum_id: UUID) -> None:
    """The proposals of this occupation follow its texts as they are now; nothing happens where one of both is gone."""
    occupation = Occupation.objects.select_related("regulation").filter(pk=occupation_id).first()
    curriculum = FrameworkCurriculum.objects.filter(pk=curriculum_id).first()
    if occupation and curriculum:
        propose_links(actor, occupation=occupation, curriculum=curriculum)
