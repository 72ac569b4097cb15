"""How one hears of what is new: the page "Benachrichtigungen" of one's own account, and one's devices."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.exchange.notices import devices, selectors, services
from zweiklang.exchange.notices.forms import DeviceForm, WishesForm
from zweiklang.exchange.notices.push.keys import public_key
from zweiklang.kernel.browsers import browser_name
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import Person, actor_of

WORKER = Path(__file__).with_name("push_worker.js")


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Shows and changes how soon one hears of what, and when not."""
    person = request.user
    assert isinstance(person, Person)
    actor = actor_of(person)
    form = WishesForm(request.POST or None, initial=WishesForm.initial_of(person, selectors.wishes_of(actor)))
    if request.method == "POST" and form.is_valid() and _changed(form, person):
        messages.success(request, "Ihre Auswahl gilt ab jetzt.")
        return redirect("notifications:settings")
    context = {
        "form": form,
        "devices": selectors.devices_of(actor),
        "push_key": public_key(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else "",
    }
    return render(request, "exchange/notices/settings.html", context, status=422 if form.errors else 200)


def _changed(form: WishesForm, person: Person) -> bool:
    try:
        services.change_wishes(
            actor_of(person), person=person, language=form.language, chosen=form.chosen, wishes=form.wishes
        )
    except Rejected as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    return True


@require_POST
def device_add(request: HttpRequest) -> HttpResponse:
    """This device is told from now on; the answer is for the script of the page."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": "Der Browser hat keine vollständige Adresse genannt."}, status=422)
    name = browser_name(request.headers.get("User-Agent", ""))
    try:
        device = devices.add_device(actor_of(request.user), **form.cleaned_data, device=name)
    except Rejected as problem:
        return JsonResponse({"message": problem.message}, status=422)
    request.session[devices.OF_SESSION] = str(device.pk)
    messages.success(request, "Dieses Gerät meldet sich ab jetzt, wenn es Neues gibt.")
    return JsonResponse({})


@require_POST
def device_remove(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """The device is told nothing any more. Twice is as once."""
    if devices.remove_device(actor_of(request.user), device_id=device_id):
        messages.success(request, "Das Gerät bekommt keine Meldungen mehr.")
    return redirect("notifications:settings")


@require_POST
def device_forget(request: HttpRequest) -> HttpResponse:
    """The device that asks is told nothing any more: its browser has ended it, or somebody signs out."""
    endpoint = request.POST.get("endpoint", "")
    if devices.is_known_service(endpoint):
        devices.remove_endpoint(actor_of(request.user), endpoint=endpoint)
    return JsonResponse({})


@login_not_required
@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """Returns the script that shows a push where no page is open; it lies at the root so that it may stand for all pages."""
    del request
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
