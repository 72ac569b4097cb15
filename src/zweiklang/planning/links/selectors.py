"""Reads of links. Which school decided what is no secret; who voted is known to the voter alone."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, Value, When

from zweiklang.planning.links.shapes import Link
from zweiklang.planning.models import CurriculumLink, LinkDecision


def links_of(
    school_id: UUID | None, curriculum_id: UUID, position_ids: Collection[UUID] | None = None
) -> list[Link]:
    """Returns the links of a framework curriculum that hold for this school, in one statement: the confirmed first, then what
    the regulation says, then by votes and score. What the school rejected is left out; without a school all are proposals.
    """
    rows = CurriculumLink.objects.filter(learning_field__curriculum_id=curriculum_id)
    if position_ids is not None:
        rows = rows.filter(position_id__in=[*position_ids])
    rows = rows.annotate(
        decided=FilteredRelation("decisions", condition=Q(decisions__school_id=school_id)),
        says=F("decided__says"),
        rank=Case(
            When(decided__says=LinkDecision.Says.CONFIRMED, then=Value(0)),
            When(source=CurriculumLink.Source.ANNEX, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        for_it=F("votes_for") - F("votes_against"),
    ).filter(Q(says=None) | Q(says=LinkDecision.Says.CONFIRMED))
    found = rows.order_by("rank", "-for_it", "-score", "pk").values_list(
        "pk", "position_id", "skill", "learning_field_id", "says", "source", "score", "for_it"
    )
    return [
        Link(pk, position, skill, field, "confirmed" if says else "proposed", source, score, votes)
        for pk, position, skill, field, says, source, score, votes in found
    ]
