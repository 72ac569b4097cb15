"""Who works in an organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, TeachingAssignment, TrainerAssignment
from zweiklang.kernel import formats
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Department, Organisation, Post, Site
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post in a list. `note` says for whom somebody stands in, and until when."""

    id: UUID
    name: str
    initials: str
    capacity: str
    department: str
    note: str
    ends: date | None
    begins_later: bool


def posts_in(organisation: Organisation) -> QuerySet[Post]:
    """Returns the posts that hold today or begin later, by name."""
    return (
        Post.objects.filter(organisation=organisation)
        .exclude(last_day__lt=today())
        .select_related("person", "department", "substitutes_for__person")
        .order_by("person__sort_key", "capacity", "first_day")
    )


def post_rows(posts: Iterable[Post]) -> list[PostRow]:
    """Returns list rows of these posts."""
    return [
        PostRow(
            id=post.pk,
            name=post.person.name,
            initials=formats.initials(post.person.name),
            capacity=post.get_capacity_display(),
            department=post.department.name if post.department else "",
            note=_note(post),
            ends=post.last_day,
            begins_later=post.first_day > today(),
        )
        for post in posts
    ]


def _note(post: Post) -> str:
    parts = []
    if post.substitutes_for:
        parts.append(f"vertritt {post.substitutes_for.person.name}")
    if post.first_day > today():
        parts.append(f"ab {formats.day_long(post.first_day)}")
    if post.last_day:
        parts.append(f"bis {formats.day_long(post.last_day)}")
    return " ".join(parts)


def post_in(organisation: Organisation, post_id: UUID) -> Post:
    """Returns that post of the organisation; raises Http404 for any other."""
    found = posts_in(organisation).filter(pk=post_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def colleagues(organisation: Organisation, *capacities: str) -> QuerySet[Person]:
    """Returns the people with a post here that has not ended (in one of these capacities, if named), by name."""
    posts = Post.objects.filter(organisation=organisation).exclude(last_day__lt=today())
    if capacities:
        posts = posts.filter(capacity__in=capacities)
    return Person.objects.filter(pk__in=posts.values("person_id")).order_by("sort_key")


def known_here(organisation: Organisation, email: str) -> Person | None:
    """Returns whose address that is, if the organisation knows the person: by a post, an apprentice or a class, now or before.

    Anybody else is not said to exist: an address typed in here must not tell whether there is an account.
    """
    person = Person.objects.filter(email__iexact=email.strip()).exclude(email="").first()
    if person is None:
        return None
    with as_system(system_actor("offices")):
        known = (
            Post.objects.filter(organisation=organisation, person=person).exists()
            or TrainerAssignment.objects.filter(contract__firm=organisation, person=person).exists()
            or TeachingAssignment.objects.filter(school_class__school=organisation, person=person).exists()
        )
    return person if known else None


def departments_of(organisation: Organisation) -> list[tuple[Department, list[str]]]:
    """Returns each department with the names of its people. Two queries."""
    names: dict[UUID | None, list[str]] = {}
    for post in posts_in(organisation):
        names.setdefault(post.department_id, []).append(post.person.name)
    found = Department.objects.filter(organisation=organisation).order_by("name")
    return [(one, list(dict.fromkeys(names.get(one.pk, [])))) for one in found]


def department_in(organisation: Organisation, department_id: UUID) -> Department:
    """Returns that department of the organisation; raises Http404 for any other."""
    found = Department.objects.filter(organisation=organisation, pk=department_id).first()
    if found is None:
        raise Http404
    return found


def sites_of(organisation: Organisation) -> list[tuple[Site, int]]:
    """Returns each training site, open ones first, with the number of running contracts there. Two queries."""
    running = Contract.objects.filter(firm=organisation, last_day__gte=today()).exclude(site=None)
    counts = dict(running.order_by().values_list("site").annotate(n=Count("pk")))
    sites = Site.objects.filter(organisation=organisation)
    return [
        (site, counts.get(site.pk, 0))
        for site in sorted(sites, key=lambda s: (s.closed_on is not None, s.name))
    ]


def site_in(organisation: Organisation, site_id: UUID) -> Site:
    """Returns that open site of the organisation; raises Http404 for any other."""
    found = Site.objects.filter(Q(closed_on=None), organisation=organisation, pk=site_id).first()
    if found is None:
        raise Http404
    return found
