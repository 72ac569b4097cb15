"""Pages of those who invite: who was asked in, whole classes, single persons, what became of an invitation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.joining.batches import Batch, invite_firms, invite_persons
from zweiklang.joining.forms import ColleagueForm
from zweiklang.joining.inviting import (
    confirm_claim,
    decline_claim,
    invite,
    reissue_invitation,
    revoke_invitation,
    take_note_of_correction,
)
from zweiklang.joining.letters.pdf import Letter, render_letters
from zweiklang.joining.models import Invitation
from zweiklang.joining.pages import channel_of, choices_of, class_choice, firms_page, people_of
from zweiklang.joining.policy import MAY_INVITE
from zweiklang.joining.selectors import (
    contracts_of_firm,
    corrections_of,
    history_of,
    invitation_in,
    invitation_rows,
    invitations_of,
    office_of,
)
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_tabs, standing_in

Kind, Channel = Invitation.Kind, Invitation.Channel
PER_PAGE = 50
PERSONS = {"auszubildende": Kind.PUPIL, "vertretung": Kind.GUARDIAN, "lehrkraefte": Kind.TEACHER}


@require_GET
def invitations(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who was asked in and where it stands; what waits for a confirmation stands first."""
    organisation = office_of(room_id)
    page = Paginator(invitations_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    context = _frame(room_id, organisation) | {"page": page, "rows": invitation_rows(page.object_list)}
    context["kinds"] = MAY_INVITE.get(organisation.kind, frozenset())
    return render(request, "joining/invitations.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def firms(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Firms of a class, or of the chamber's register, with what is known and what is missing; sending it invites the ticked ones."""
    organisation = office_of(room_id)
    if Kind.FIRM not in MAY_INVITE.get(organisation.kind, frozenset()):
        raise Http404
    context = _frame(room_id, organisation) | firms_page(actor_of(request.user), organisation, request.GET)
    if request.method != "POST":
        return render(request, "joining/firms.html", context)
    choices = choices_of(request.POST, context)
    batch = invite_firms(
        actor_of(request.user), organisation=organisation, groups=context["groups"], choices=choices
    )
    return _answer(request, room_id, organisation, batch, choices.channel)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def persons(request: HttpRequest, room_id: UUID, what: str) -> HttpResponse:
    """Pupils, guardians or teachers without an account; sending it invites the ticked ones."""
    organisation, kind = office_of(room_id), PERSONS.get(what)
    if kind is None or kind not in MAY_INVITE.get(organisation.kind, frozenset()):
        raise Http404
    if request.method == "POST":
        choices = choices_of(request.POST, {})
        batch = invite_persons(actor_of(request.user), organisation=organisation, kind=kind, choices=choices)
        return _answer(request, room_id, organisation, batch, choices.channel)
    context = _frame(room_id, organisation) | class_choice(organisation, request.GET)
    context |= {"what": what, "people": people_of(organisation, kind, context["class"])}
    return render(request, "joining/persons.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A firm asks a trainer or a deputy in, for the ticked apprentices."""
    organisation = office_of(room_id)
    if Kind.TRAINER not in MAY_INVITE.get(organisation.kind, frozenset()):
        raise Http404
    form = ColleagueForm(request.POST or None, contracts=contracts_of_firm(organisation))
    if request.method == "POST" and form.is_valid():
        answer = _invite_colleague(request, room_id, organisation, form)
        if answer is not None:
            return answer
    return render(request, "joining/colleague.html", _frame(room_id, organisation) | {"form": form})


def _invite_colleague(
    request: HttpRequest, room_id: UUID, organisation: Organisation, form: ColleagueForm
) -> HttpResponse | None:
    guest, channel = form.guest(organisation), form.cleaned_data["channel"]
    try:
        issued = invite(actor_of(request.user), organisation=organisation, guest=guest, channel=channel)
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    letter = Letter(issued, (organisation.name, f"{guest.given_name} {guest.family_name}"))
    return _answer(request, room_id, organisation, Batch([letter]), channel)


@never_cache
@require_GET
def invitation(request: HttpRequest, room_id: UUID, invitation_id: UUID) -> HttpResponse:
    """One invitation with everything that happened."""
    organisation = office_of(room_id)
    found = invitation_in(room_id, invitation_id)
    context = _frame(room_id, organisation) | {"invitation": found, "history": history_of(found)}
    context |= {"corrections": corrections_of(found), "expired": found.expires_at.date() < today()}
    return render(request, "joining/invitation.html", context)


@never_cache
@require_POST
def act(request: HttpRequest, room_id: UUID, invitation_id: UUID, what: str) -> HttpResponse:
    """Revokes, issues anew, confirms or declines, or ticks a remark off; then shows the invitation."""
    organisation, actor = office_of(room_id), actor_of(request.user)
    found = invitation_in(room_id, invitation_id)
    try:
        if what == "neu":
            return _reissue(request, room_id, organisation, found)
        if what not in ACTS:
            raise Http404
        ACTS[what](actor, found)
    except (Conflict, Rejected) as error:
        messages.error(request, str(error))
    return redirect("joining:invitation", room_id, invitation_id)


def _corrected(actor: Any, found: Invitation) -> None:
    for row in corrections_of(found):
        take_note_of_correction(actor, row=row)


ACTS: dict[str, Callable[[Any, Invitation], None]] = {
    "zurueckziehen": lambda actor, found: revoke_invitation(actor, invitation=found),
    "bestaetigen": lambda actor, found: confirm_claim(actor, invitation=found),
    "ablehnen": lambda actor, found: decline_claim(actor, invitation=found),
    "erledigt": _corrected,
}


def _reissue(
    request: HttpRequest, room_id: UUID, organisation: Organisation, found: Invitation
) -> HttpResponse:
    channel = channel_of(request.POST)
    issued = reissue_invitation(actor_of(request.user), invitation=found, channel=channel)
    firm = found.firm
    name = f"{found.given_name} {found.family_name}".strip()
    address = (firm.name, name, firm.street, f"{firm.postcode} {firm.town}".strip()) if firm else (name,)
    return _answer(request, room_id, organisation, Batch([Letter(issued, address)]), channel)


def _answer(
    request: HttpRequest, room_id: UUID, organisation: Organisation, batch: Batch, channel: str
) -> HttpResponse:
    """Letters as one PDF, codes to read out on a page shown once, mails are on their way; who was left out is said."""
    _say(request, batch, channel)
    if not batch.letters:
        return redirect(request.get_full_path())
    if channel == Channel.EMAIL:
        return redirect("joining:invitations", room_id)
    if channel == Channel.SPOKEN:
        context = _frame(room_id, organisation) | {"letters": batch.letters}
        return render(request, "joining/spoken.html", context)
    return _pdf(organisation, batch)


def _say(request: HttpRequest, batch: Batch, channel: str) -> None:
    """Who was left out and why, that nobody was chosen, or that mails are on their way."""
    for name, why in batch.left_out:
        messages.warning(request, f"{name}: {why}")
    count = len(batch.letters)
    if not batch.left_out and not count:
        messages.warning(request, "Kreuzen Sie an, wen Sie einladen möchten.")
    elif count and channel == Channel.EMAIL:
        sent = "Die Einladung ist unterwegs." if count == 1 else f"{count} Einladungen sind unterwegs."
        messages.success(request, sent)


def _pdf(organisation: Organisation, batch: Batch) -> HttpResponse:
    response = HttpResponse(render_letters(organisation, batch.letters), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="Einladungen-{today():%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _frame(room_id: UUID, organisation: Organisation) -> dict[str, Any]:
    standing = standing_in(room_id)
    return {"room_id": room_id, "organisation": organisation, "tabs": room_tabs(standing, "invitations")}
