"""What the page of one request shows beside the request itself."""

from datetime import date
from typing import Any

from zweiklang.kernel.actor import Actor
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.corrections import born_on_of
from zweiklang.privacy.rights.erasure.preview import preview_of
from zweiklang.privacy.rights.facts import correction_url, fact_of
from zweiklang.privacy.rights.policy import may_decide, may_stop
from zweiklang.privacy.rights.responsibility import Desk
from zweiklang.privacy.rights.selectors import Case, may_still_erase
from zweiklang.rooms.public import as_system, is_restricted

Kind = RightsRequest.Kind


def about(actor: Actor, found: Desk, one: Case) -> dict[str, Any]:
    """Returns what the page says beside the request: where the fact stands, what an erasure would do, what this person may."""
    asked = one.request
    context: dict[str, Any] = {
        "decision": may_decide(actor, asked=asked, desk=found),
        "fact": None,
        "fact_url": "",
    }
    with as_system(actor):
        if asked.kind == Kind.CORRECTION and asked.state == RightsRequest.State.OPEN:
            context["fact"] = fact_of(asked.person_id, asked.fact)
        granted = asked.kind == Kind.RESTRICTION and asked.state == RightsRequest.State.ACCEPTED
        context["restricted"] = granted and is_restricted(asked.person_id)
    if context["fact"]:
        context["fact_url"] = correction_url(context["fact"])
    erases = asked.kind == Kind.ERASURE and asked.state == RightsRequest.State.OPEN
    context["preview"] = preview_of(actor, asked.person) if erases else None
    context["may_stop"] = bool(one.erasure and may_stop(actor, erasure=one.erasure, desk=found))
    context["may_erase"] = may_still_erase(actor, one)
    context["may_lift"] = context["restricted"] and found.leads
    return context


def known_birth_date(actor: Actor, asked: RightsRequest) -> date | None:
    """Returns the date of birth with which a correction begins."""
    with as_system(actor):
        return born_on_of(asked.person) if asked.kind == Kind.CORRECTION else None
