"""An agreement is noted in a conversation, and settled wherever it is shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.exchange.conversations.agreements import choices_of_who, settle_agreement
from zweiklang.exchange.conversations.forms import AgreementForm
from zweiklang.exchange.conversations.opening import asked_to_agree
from zweiklang.exchange.conversations.page import FINE, frame_of, noted, tried
from zweiklang.exchange.conversations.reading import conversation_in
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_url, standing_in

NOTED = "Vereinbarung festgehalten. Sie steht auch bei der Ausbildung."
SETTLED = {"done": "Als erledigt festgehalten.", "dropped": "Die Vereinbarung ist aufgehoben."}


@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Who does what until when."""
    found, actor = conversation_in(room_id), actor_of(request.user)
    about = asked_to_agree(actor, found)
    data = request.POST if request.method == "POST" else None
    form, status = AgreementForm(data, who=choices_of_who(about), initial={"message": new_id()}), FINE
    if request.method == "POST":
        status, made = tried(form, lambda values: noted(actor, found, values))
        if made is not None:
            messages.success(request, NOTED)
            return redirect("exchange:conversation", room_id)
    context = frame_of(found, standing_in(room_id)) | {"form": form}
    return render(request, "exchange/conversations/agreement.html", context, status=status)


@require_POST
def agreement_settle(request: HttpRequest, room_id: UUID, agreement_id: UUID) -> HttpResponse:
    """The agreement of this apprenticeship is done or dropped."""
    standing_in(room_id)
    state = request.POST.get("state", "")
    try:
        settle_agreement(actor_of(request.user), agreement_id=agreement_id, state=state)
        messages.success(request, SETTLED[state])
    except (Conflict, Rejected) as error:
        messages.error(request, str(error))
    return redirect(room_url("exchange:room_conversations", room_id))
