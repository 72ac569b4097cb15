"""The inbox: what is new, what was done, and the counter."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zweiklang.exchange.notices import selectors, services
from zweiklang.exchange.notices.forms import MomentForm
from zweiklang.people.public import actor_of


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Shows what is new; what the person may no longer see is settled, so that the counter says what the list shows."""
    actor = actor_of(request.user)
    found = selectors.inbox(actor)
    if found.gone:
        services.mark_done(actor, notice_ids=found.gone)
    undo = MomentForm({"moment": request.GET.get("erledigt", "")})
    context = {
        "inbox": found,
        "inbox_count": found.number,
        "undo": undo.cleaned_data["moment"].isoformat() if undo.is_valid() else "",
    }
    return render(request, "exchange/notices/inbox.html", context)


@require_safe
def notice_open(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Leads to what the notice is about; seen is done."""
    actor = actor_of(request.user)
    notice = selectors.one_of_mine(actor, notice_id)
    if notice is None:
        raise Http404
    line = selectors.described([notice]).get(notice.id)
    if request.method == "GET":
        services.mark_done(actor, notice_ids=[notice.id])
    return redirect(line.href if line else "exchange:inbox")


@require_POST
def notice_done(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice is done; the page offers to take it back."""
    actor = actor_of(request.user)
    if selectors.one_of_mine(actor, notice_id) is None:
        raise Http404
    return _back(services.mark_done(actor, notice_ids=[notice_id]))


@require_POST
def all_done(request: HttpRequest) -> HttpResponse:
    """Everything that the page showed is done; what came since stays."""
    form = MomentForm(request.POST)
    if not form.is_valid():
        return _back(None)
    return _back(services.mark_all_done(actor_of(request.user), until=form.cleaned_data["moment"]))


@require_POST
def notices_reopen(request: HttpRequest) -> HttpResponse:
    """What was done at that moment is open again."""
    form = MomentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        services.reopen(actor_of(request.user), done_at=given["moment"], notice_id=given["notice"])
    return redirect("exchange:inbox")


@require_safe
def inbox_count(request: HttpRequest) -> HttpResponse:
    """Answers the counter alone, for pages that are open."""
    return JsonResponse({"count": selectors.number_open(actor_of(request.user))})


def _back(done_at: object) -> HttpResponse:
    query = f"?{urlencode({'erledigt': str(done_at).replace(' ', 'T')})}" if done_at else ""
    return redirect(f"{reverse('exchange:inbox')}{query}")
