"""What the pages of the lane show of one version, or of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.planning.models import DidacticPlan
from zweiklang.planning.school_lane.checking import findings_of
from zweiklang.planning.school_lane.comparing import differences
from zweiklang.planning.school_lane.curricula import fields_of
from zweiklang.planning.school_lane.drawing import ListedField, Picture, listed_fields, picture_of
from zweiklang.planning.school_lane.forms import LaneForm
from zweiklang.planning.school_lane.selectors import lane_of_class, placed_in
from zweiklang.planning.school_lane.shapes import CurriculumField, Difference, Finding, Placed
from zweiklang.planning.school_lane.weeks import year_days

State = DidacticPlan.State
type Wish = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as everybody of the class reads it."""

    plan: DidacticPlan
    since: str
    picture: Picture
    listed: list[ListedField]


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft as it is written: the table, the picture of its complete lines, and what the checks say."""

    form: LaneForm
    picture: Picture
    findings: list[Finding]
    known: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version in the list: what became different since the one before."""

    plan: DidacticPlan
    since: str
    by: str
    differences: list[Difference]


def shown(school_class: SchoolClass, plan: DidacticPlan) -> Shown:
    """Returns that version for reading. Three queries."""
    placed, fields = placed_in([plan.pk])[plan.pk], fields_of([plan.curriculum_id])
    lane = lane_of_class(school_class, keep=_weeks(placed))
    picture = picture_of(
        list(enumerate(placed)), fields=_used(fields, placed), lane=lane, grade=0, today=today()
    )
    return Shown(plan, since(plan), picture, listed_fields(placed, fields=fields, today=today()))


def since(plan: DidacticPlan) -> str:
    """Returns "16. März 2026", the day of publication, or ""."""
    return formats.day_long_of(plan.published_at) if plan.published_at else ""


def _used(fields: Sequence[CurriculumField], placed: Sequence[Placed]) -> list[CurriculumField]:
    used = {one.learning_field_id for one in placed}
    return [field for field in fields if field.id in used]


def _weeks(placed: Sequence[Placed]) -> set[date]:
    return {day for one in placed for day in (one.first_week, one.last_week)}


def desk_of(
    school_class: SchoolClass, draft: DidacticPlan, data: object = None, *, wish: Wish | None = None
) -> Desk:
    """Returns the draft for writing, as it is stored or (`data`) as somebody has sent it. Three queries.

    `wish`: a Lernfeld and the week it should begin in; it stands there, and nothing is stored before somebody saves.
    """
    placed, fields = placed_in([draft.pk])[draft.pk], fields_of([draft.curriculum_id])
    first, last = year_days(school_class.school_year)
    if wish and first <= wish[1] <= last:
        placed = brought_to(placed, wish)
    lane = lane_of_class(school_class, keep=_weeks(placed))
    grade = school_class.grade
    form = LaneForm(
        fields, lane, grade=grade, placed=placed, lessons_per_day=draft.lessons_per_day, data=data
    )
    picture = picture_of(form.bars, fields=fields, lane=lane, grade=grade, today=today())
    checks = findings_of(
        form.placed, fields=fields, lane=lane, grade=grade, lessons_per_day=form.lessons_per_day
    )
    return Desk(form, picture, checks, lane.known)


def brought_to(placed: Sequence[Placed], wish: Wish) -> list[Placed]:
    """Returns what is placed with that Lernfeld beginning in the wished week; its further bars keep their distance."""
    field_id, monday = wish
    own = [one.first_week for one in placed if one.learning_field_id == field_id]
    by = monday - min(own) if own else timedelta()
    return [
        replace(one, first_week=one.first_week + by, last_week=one.last_week + by)
        if one.learning_field_id == field_id
        else one
        for one in placed
    ]


def checks_of(
    school_class: SchoolClass,
    draft: DidacticPlan,
    placed: Sequence[Placed],
    fields: Sequence[CurriculumField],
) -> list[Finding]:
    """Returns what the checks say of the stored draft, which places these. One query."""
    return findings_of(
        placed,
        fields=[field for field in fields if field.curriculum_id == draft.curriculum_id],
        lane=lane_of_class(school_class),
        grade=school_class.grade,
        lessons_per_day=draft.lessons_per_day,
    )


def version_rows(plans: Sequence[DidacticPlan], *, named: bool) -> list[VersionRow]:
    """Returns the published ones of these versions (newest first) with what each changed; `named`: and by whom. Two queries."""
    published = [plan for plan in plans if plan.state == State.PUBLISHED]
    placed = placed_in([plan.pk for plan in published])
    fields = fields_of(plan.curriculum_id for plan in published)
    older = [*published[1:], None]
    return [
        VersionRow(
            plan,
            since(plan),
            plan.published_by.name if named and plan.published_by else "",
            differences(placed[before.pk], placed[plan.pk], fields=fields) if before else [],
        )
        for plan, before in zip(published, older, strict=True)
    ]


def compared(plan: DidacticPlan, other: DidacticPlan) -> list[Difference]:
    """Returns what is different in `plan` from `other`. Two queries."""
    placed = placed_in([plan.pk, other.pk])
    fields = fields_of([plan.curriculum_id, other.curriculum_id])
    return differences(placed[other.pk], placed[plan.pk], fields=fields)
