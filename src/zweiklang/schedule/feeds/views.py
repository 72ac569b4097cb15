"""Pages of one's own calendar feeds, and the address a calendar program asks."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.mail import absolute_url
from zweiklang.people.public import actor_of
from zweiklang.schedule.feeds.answering import answer
from zweiklang.schedule.feeds.codes import picture_of
from zweiklang.schedule.feeds.forms import FeedForm, NewFeedForm
from zweiklang.schedule.feeds.selectors import feeds_of, line_of, own_feed
from zweiklang.schedule.feeds.services import (
    NewAddress,
    change_feed,
    end_feed,
    make_feed,
    renew_address,
    version_of,
)


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever knows the address."""
    return answer(token, known=request.headers.get("If-None-Match", ""))


feed.without_person = True  # type: ignore[attr-defined]  # rooms.middleware looks for it: the person is the feed's, not the browser's


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """One's feeds, and a form for one more; the new address is shown in the answer and never again."""
    actor, form = actor_of(request.user), NewFeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _tried(
            request,
            form,
            lambda: make_feed(actor, feed_id=given["feed_id"], label=given["label"], switches=form.switches),
        )
        if made:
            return _shown(request, made)
    context = {"feeds": feeds_of(actor), "form": form}
    return render(request, "schedule/feeds/feeds.html", context, status=422 if form.errors else 200)


def _tried(request: HttpRequest, form: FeedForm, act: Callable[[], NewAddress]) -> NewAddress | None:
    """Returns what the act made, or None; then the form or the page says why not."""
    try:
        return act()
    except (Rejected, Conflict) as problem:
        form.add_error(None, str(problem))
    return None


def _shown(request: HttpRequest, new: NewAddress) -> HttpResponse:
    """The page with the address. It is not kept, so it cannot be asked for again."""
    address = absolute_url(reverse("feeds:feed", args=[new.token]))
    context = {
        "feed": new.feed,
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
        "picture": picture_of(address),
    }
    response = render(request, "schedule/feeds/address.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """Name and switches of one feed."""
    actor = actor_of(request.user)
    found = own_feed(actor, feed_id)
    if found is None:
        raise Http404
    form = FeedForm(request.POST or None, initial=FeedForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        change_feed(actor, feed_id=feed_id, label=form.cleaned_data["label"], switches=form.switches)
        messages.success(
            request, "Gespeichert. Ihr Kalenderprogramm zeigt es, sobald es das nächste Mal nachfragt."
        )
        return redirect("feeds:feeds")
    context = {"feed": line_of(found), "form": form, "version": version_of(found)}
    return render(request, "schedule/feeds/change.html", context, status=422 if form.errors else 200)


@require_POST
def renew(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """The feed gets another address; the one before answers no more."""
    try:
        new = renew_address(actor_of(request.user), feed_id=feed_id, seen=request.POST.get("seen", ""))
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("feeds:feeds")
    return _shown(request, new)


@require_POST
def end(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """The feed's address answers no more."""
    try:
        end_feed(actor_of(request.user), feed_id=feed_id)
        messages.success(
            request,
            "Beendet. Die Adresse liefert nichts mehr. Entfernen Sie das Abo auch in Ihrem Kalenderprogramm.",
        )
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("feeds:feeds")
