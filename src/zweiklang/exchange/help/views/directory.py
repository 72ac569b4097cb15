"""The list of those who help, where it is kept: a tab of schools and chambers, and a page of the Land."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.exchange.help.directory import contact_of, contacts_of, who_could_help
from zweiklang.exchange.help.forms import ContactForm
from zweiklang.exchange.help.keepers import land_of, office_of
from zweiklang.exchange.help.policy import KEEPERS, may_keep_contacts
from zweiklang.exchange.help.services import keep_contact
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, room_tabs, standing_in


@dataclass(frozen=True, slots=True)
class _Ground:
    """Whose list it is: a school's or chamber's, reached by its room, or the Land's."""

    actor: Actor
    organisation: Organisation
    standing: Standing | None = None

    @property
    def kind(self) -> str:
        """Returns what kind of contact is kept here, if nobody chooses."""
        return KEEPERS.get(self.organisation.kind, "quabb")

    def url(self, name: str, *arguments: UUID) -> str:
        """Returns the address of that page of this list."""
        if self.standing is None:
            return reverse(f"exchange:land_{name}", args=arguments)
        return reverse(f"exchange:office_{name}", args=[self.standing.room_id, *arguments])

    def context(self) -> dict[str, Any]:
        """Returns what the frame of these pages shows."""
        tabs = room_tabs(self.standing, "help") if self.standing else None
        where = {"index": self.url("contacts"), "new": self.url("new_contact")}
        return {"organisation": self.organisation, "tabs": tabs, "where": where, "by_land": tabs is None}


def _land(request: HttpRequest) -> _Ground:
    actor = actor_of(request.user)
    organisation = land_of(actor)
    require(may_keep_contacts(actor, organisation=organisation, kind="quabb"))
    return _Ground(actor, organisation)


def _office(request: HttpRequest, room_id: UUID) -> _Ground:
    standing, actor = standing_in(room_id), actor_of(request.user)
    organisation = office_of(standing)
    if organisation.kind not in KEEPERS or not standing.carries(Scope.ADMINISTRATION):
        raise Http404
    return _Ground(actor, organisation, standing)


@require_GET
def land_contacts(request: HttpRequest) -> HttpResponse:
    """Whom the Land lists."""
    return _index(request, _land(request))


@require_GET
def office_contacts(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Whom the school or chamber lists."""
    return _index(request, _office(request, room_id))


@require_http_methods(["GET", "POST"])
def land_new_contact(request: HttpRequest) -> HttpResponse:
    """One more contact of the Land."""
    return _edit(request, _land(request), None)


@require_http_methods(["GET", "POST"])
def office_new_contact(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """One more contact of the school or chamber."""
    return _edit(request, _office(request, room_id), None)


@require_http_methods(["GET", "POST"])
def land_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """One contact of the Land."""
    return _edit(request, _land(request), contact_id)


@require_http_methods(["GET", "POST"])
def office_contact(request: HttpRequest, room_id: UUID, contact_id: UUID) -> HttpResponse:
    """One contact of the school or chamber."""
    return _edit(request, _office(request, room_id), contact_id)


def _index(request: HttpRequest, ground: _Ground) -> HttpResponse:
    rows = [(one, ground.url("contact", one.pk)) for one in contacts_of(ground.organisation)]
    return render(request, "exchange/help/contacts.html", ground.context() | {"rows": rows})


def _edit(request: HttpRequest, ground: _Ground, contact_id: UUID | None) -> HttpResponse:
    contact = contact_of(ground.organisation, contact_id) if contact_id else None
    people = who_could_help(ground.organisation)
    by_land = ground.standing is None
    form = ContactForm(request.POST or None, people=people, by_land=by_land, contact=contact)
    if form.is_valid():
        values = {"kind": ground.kind, "postcodes": [], **form.contact()}
        keep_contact(ground.actor, organisation=ground.organisation, contact=contact, values=values)
        messages.success(request, "Gespeichert. Auszubildende sehen den Eintrag sofort.")
        return redirect(ground.url("contacts"))
    context = ground.context() | {"form": form, "contact": contact, "people": people}
    return render(request, "exchange/help/contact.html", context, status=422 if form.errors else 200)
