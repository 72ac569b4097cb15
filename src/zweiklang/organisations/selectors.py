"""Reads of organisations and posts."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from zweiklang.organisations.models import Organisation, Post


def _on(day: date) -> Q:
    return Q(first_day__lte=day) & (Q(last_day__isnull=True) | Q(last_day__gte=day))


def as_merged(organisation: Organisation) -> Organisation:
    """Returns what stands for the organisation today: itself, or the one it was merged into, over several mergers."""
    seen = {organisation.pk}
    while organisation.merged_into is not None and organisation.merged_into_id not in seen:
        organisation = organisation.merged_into
        seen.add(organisation.pk)
    return organisation


def posts_of(person_id: UUID, *, on: date) -> QuerySet[Post]:
    """Returns the posts a person holds on that day, with their organisations, newest first."""
    return (
        Post.objects.filter(_on(on), person_id=person_id)
        .select_related("organisation")
        .order_by("-first_day")
    )


def posts_at(organisation_id: UUID, *capacities: str) -> QuerySet[Post]:
    """Returns all posts at an organisation in these capacities, past and future ones too."""
    return Post.objects.filter(organisation_id=organisation_id, capacity__in=capacities).select_related(
        "person"
    )
