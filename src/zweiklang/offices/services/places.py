"""Departments and training sites of an organisation."""

from typing import Any

from django.db import transaction

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.policy import may_administer
from zweiklang.organisations.public import (
    Department,
    Organisation,
    Site,
    add_department,
    add_site,
    change_site,
    remove_department,
    rename_department,
)
from zweiklang.rooms.public import as_system, team_standing


def _require(actor: Actor, organisation_id: Any) -> None:
    require(may_administer(actor, standing=team_standing(organisation_id)))


@transaction.atomic
def open_department(actor: Actor, *, organisation: Organisation, name: str) -> Department:
    """The organisation has a department of that name."""
    _require(actor, organisation.pk)
    if organisation.departments.filter(name=name).exists():
        raise Rejected("Eine Abteilung mit diesem Namen gibt es schon.", field="name")
    with as_system(actor):
        return add_department(on_behalf_of(actor), organisation=organisation, name=name)


@transaction.atomic
def name_department(actor: Actor, *, department: Department, name: str) -> Department:
    """The department has that name."""
    _require(actor, department.organisation_id)
    with as_system(actor):
        return rename_department(on_behalf_of(actor), department=department, name=name)


@transaction.atomic
def dissolve_department(actor: Actor, *, department: Department) -> None:
    """The department is gone; its people keep their posts."""
    _require(actor, department.organisation_id)
    with as_system(actor):
        remove_department(on_behalf_of(actor), department=department)


@transaction.atomic
def open_site(actor: Actor, *, organisation: Organisation, **values: Any) -> Site:
    """The firm trains at that place too. `values`: name, street, postcode, town."""
    _require(actor, organisation.pk)
    if organisation.sites.filter(name=values["name"], closed_on=None).exists():
        raise Rejected("Eine Ausbildungsstätte mit diesem Namen gibt es schon.", field="name")
    with as_system(actor):
        return add_site(on_behalf_of(actor), organisation=organisation, **values | {"closed_on": None})


@transaction.atomic
def edit_site(actor: Actor, *, site: Site, **values: Any) -> Site:
    """The site has that name and address."""
    _require(actor, site.organisation_id)
    others = Site.objects.filter(organisation_id=site.organisation_id, name=values["name"], closed_on=None)
    if others.exclude(pk=site.pk).exists():
        raise Rejected("Eine Ausbildungsstätte mit diesem Namen gibt es schon.", field="name")
    with as_system(actor):
        return change_site(on_behalf_of(actor), site=site, **values)


@transaction.atomic
def close_site(actor: Actor, *, site: Site) -> Site:
    """Nobody is trained at that place any more; contracts that are over keep it."""
    _require(actor, site.organisation_id)
    with as_system(actor):
        if Contract.objects.filter(site=site, last_day__gte=today()).exists():
            raise Rejected(
                "Hier wird noch ausgebildet. Die Kammer trägt zuerst bei diesen Verträgen eine andere Ausbildungsstätte ein."
            )
        return change_site(on_behalf_of(actor), site=site, closed_on=today())
