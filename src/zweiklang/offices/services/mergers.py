"""Firms that are one are joined, one that is two is split, two sites become one: by the chamber, remembered row by row, undone in one act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import Contract, TrainerAssignment, derive_organisation, derived_once
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.kernel.sorting import sort_key
from zweiklang.offices.models import ContractChange, Merge
from zweiklang.offices.policy import may_join_firms, may_keep_register
from zweiklang.offices.services.contracts import note_change
from zweiklang.organisations.public import Department, Organisation, Post, Site, add_post, change_site
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_room, team_standing

Kind = Merge.Kind
State = Organisation.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What becomes a firm of its own: its name, the contracts and sites that go there, and who leads training there."""

    name: str
    town: str
    contracts: Sequence[Contract]
    manager: Person
    sites: Sequence[Site] = field(default=())


@transaction.atomic
def merge_firms(
    actor: Actor, *, chamber: Organisation, source: Organisation, target: Organisation, reason: str
) -> Merge:
    """Everything of `source` is `target`'s: contracts, sites, departments, posts; access follows. `source` remains as a name for it."""
    _require_firms(actor, chamber, source, target)
    if source.pk == target.pk:
        raise Rejected("Wählen Sie zwei verschiedene Betriebe.", field="target")
    with derived_once(actor), as_system(actor):
        _lock(source, target)
        moved: dict[str, Any] = {
            "contracts": _move(Contract.objects.filter(firm=source), firm=target),
            "sites": _move(Site.objects.filter(organisation=source), organisation=target),
            "departments": _move_departments(source, target),
            "posts": _move_posts(source, target),
        }
        Organisation.objects.filter(pk=source.pk).update(state=State.MERGED, merged_into=target)
        _tell(actor, moved["contracts"], source.name, target.name)
        return _done(actor, chamber, kind=Kind.MERGE, firms=(source, target), moved=moved, reason=reason)


@transaction.atomic
def split_firm(
    actor: Actor, *, chamber: Organisation, firm: Organisation, split: Split, reason: str
) -> Merge:
    """A new firm has the chosen contracts and sites; the chosen person leads training there, trainers keep their apprentices."""
    _require_firms(actor, chamber, firm)
    if not split.contracts:
        raise Rejected("Wählen Sie mindestens einen Vertrag.", field="contracts")
    if any(one.firm_id != firm.pk for one in split.contracts):
        raise Rejected("Dieser Vertrag gehört zu einem anderen Betrieb.", field="contracts")
    if any(one.organisation_id != firm.pk for one in split.sites):
        raise Rejected("Diese Ausbildungsstätte gehört zu einem anderen Betrieb.", field="sites")
    with derived_once(actor), as_system(actor):
        _lock(firm)
        new = Organisation.objects.create(
            pk=new_id(), kind="firm", name=split.name, town=split.town, sort_key=sort_key(split.name)
        )
        contracts = Contract.objects.filter(pk__in=[one.pk for one in split.contracts])
        moved: dict[str, Any] = {
            "made_posts": _staff(actor, new, split),
            "contracts": _move(contracts, firm=new),
            "sites": _move(Site.objects.filter(pk__in=[one.pk for one in split.sites]), organisation=new),
        }
        _tell(actor, moved["contracts"], firm.name, new.name)
        return _done(actor, chamber, kind=Kind.SPLIT, firms=(firm, new), moved=moved, reason=reason)


@transaction.atomic
def merge_sites(actor: Actor, *, chamber: Organisation, source: Site, target: Site, reason: str) -> Merge:
    """All contracts at `source` are at `target`, of the same firm; `source` is closed."""
    firm = source.organisation
    _require_firms(actor, chamber, firm)
    if source.pk == target.pk or target.organisation_id != firm.pk:
        raise Rejected("Wählen Sie eine andere Ausbildungsstätte desselben Betriebs.", field="target")
    with derived_once(actor), as_system(actor):
        _lock(firm)
        moved = _move(Contract.objects.filter(site=source), site=target)
        change_site(on_behalf_of(actor), site=source, closed_on=today())
        _tell(actor, moved, source.name, target.name)
        places = {"contracts_site": moved, "site": [str(source.pk), str(target.pk)]}
        return _done(actor, chamber, kind=Kind.SITES, firms=(firm, firm), moved=places, reason=reason)


@transaction.atomic
def undo_merge(actor: Actor, *, merge: Merge) -> None:
    """What was moved and still is where it was moved to is back; both firms are as before, and access follows."""
    with as_system(actor):
        rows = Merge.objects.select_for_update(of=("self",))
        merge = rows.select_related("room__organisation", "source", "target").get(pk=merge.pk)
    chamber = merge.room.organisation
    assert chamber is not None
    require(may_keep_register(actor, standing=team_standing(chamber.pk)))
    if merge.undone_at:
        require(not_now("Das ist schon rückgängig gemacht."))
    with derived_once(actor), as_system(actor):
        _lock(merge.source, merge.target)
        _move_back(merge)
        _tell(actor, merge.moved.get("contracts", []), merge.target.name, merge.source.name)
        Merge.objects.filter(pk=merge.pk).update(undone_at=now())
        for organisation in (merge.source, merge.target):
            derive_organisation(actor, organisation.pk)


def _require_firms(actor: Actor, chamber: Organisation, source: Organisation, *more: Organisation) -> None:
    standing = team_standing(chamber.pk)
    with as_system(actor):
        ours = all(Contract.objects.filter(firm=one, chamber=chamber).exists() for one in (source, *more))
        foreign = Contract.objects.exclude(chamber=chamber)
        others = foreign.filter(firm=source).exists()
        # The people of the source will read the contracts of the target.
        if more and Post.objects.filter(organisation=source).exclude(last_day__lt=today()).exists():
            others = others or foreign.filter(firm__in=more).exists()
    require(may_join_firms(actor, standing=standing, ours=ours, others_too=others))
    for one in (source, *more):
        if one.state != State.ACTIVE:
            require(not_now(f"{one.name} ist nicht mehr oder noch nicht aktiv."))


def _lock(*organisations: Organisation) -> None:
    keys = sorted({one.pk for one in organisations})
    found = Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    assert len(found) == len(keys)


def _move(rows: Any, **to: Any) -> list[str]:
    """All rows go there; returns their ids."""
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.model.objects.filter(pk__in=ids).update(**to)
    return ids


def _move_departments(source: Organisation, target: Organisation) -> dict[str, str]:
    """The departments are the target's, under a longer name where it has one of that name; returns name by id."""
    taken = set(target.departments.values_list("name", flat=True))
    before = {}
    for department in Department.objects.filter(organisation=source):
        before[str(department.pk)] = department.name
        if department.name in taken:
            department.name = f"{department.name[:80]} ({source.town or source.name})"[:100]
        department.organisation = target
        department.save(update_fields=["name", "organisation"])
    return before


def _move_posts(source: Organisation, target: Organisation) -> list[str]:
    """Posts go along, but not one the person has there already from the same day on."""
    there = set(target.posts.values_list("person_id", "capacity", "first_day"))
    rows = Post.objects.filter(organisation=source)
    ids = [post.pk for post in rows if (post.person_id, post.capacity, post.first_day) not in there]
    return _move(Post.objects.filter(pk__in=ids), organisation=target)


def _staff(actor: Actor, firm: Organisation, split: Split) -> list[str]:
    """The new firm has its training manager, and a post for each trainer of the apprentices that go there."""
    running = Q(last_day__isnull=True) | Q(last_day__gte=today())
    rows = TrainerAssignment.objects.filter(running, contract__in=split.contracts).select_related("person")
    wanted = {(split.manager, "training_manager")} | {(row.person, "trainer") for row in rows}
    return [
        str(
            add_post(
                on_behalf_of(actor), person=person, organisation=firm, capacity=capacity, first_day=today()
            ).pk
        )
        for person, capacity in sorted(wanted, key=lambda one: (one[1], one[0].sort_key))
    ]


def _move_back(merge: Merge) -> None:
    source, target, moved = merge.source, merge.target, merge.moved
    Contract.objects.filter(pk__in=_ids(moved.get("contracts")), firm=target).update(firm=source)
    Site.objects.filter(pk__in=_ids(moved.get("sites")), organisation=target).update(organisation=source)
    Post.objects.filter(pk__in=_ids(moved.get("posts")), organisation=target).update(organisation=source)
    Post.objects.filter(pk__in=_ids(moved.get("made_posts"))).delete()
    for key, name in moved.get("departments", {}).items():
        Department.objects.filter(pk=key, organisation=target).update(organisation=source, name=name)
    if merge.kind == Kind.MERGE:
        Organisation.objects.filter(pk=source.pk).update(state=State.ACTIVE, merged_into=None)
    elif merge.kind == Kind.SPLIT:
        if Contract.objects.filter(firm=target).exists():
            require(
                not_now(
                    f"{target.name} hat seitdem eigene Verträge. Führen Sie die Betriebe stattdessen zusammen."
                )
            )
        Organisation.objects.filter(pk=target.pk).update(state=State.MERGED, merged_into=source)
    else:
        before, after = moved["site"]
        Contract.objects.filter(pk__in=_ids(moved["contracts_site"]), site_id=after).update(site_id=before)
        Site.objects.filter(pk=before).update(closed_on=None)


def _ids(values: Iterable[str] | None) -> list[UUID]:
    return [UUID(value) for value in values or ()]


def _tell(actor: Actor, contract_ids: list[str], before: str, after: str) -> None:
    for contract in Contract.objects.filter(pk__in=contract_ids):
        note_change(
            actor, contract=contract, kind=ContractChange.Kind.MOVED, fields=[["Betrieb", before, after]]
        )


def _done(
    actor: Actor,
    chamber: Organisation,
    *,
    kind: str,
    firms: tuple[Organisation, Organisation],
    moved: dict[str, Any],
    reason: str,
) -> Merge:
    for organisation in firms:
        derive_organisation(actor, organisation.pk)
    return Merge.objects.create(
        room=team_room(actor, organisation=chamber),
        kind=kind,
        source=firms[0],
        target=firms[1],
        moved=moved,
        reason=reason,
        by_id=actor.person_id,
        at=now(),
    )
