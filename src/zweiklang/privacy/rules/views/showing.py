"""The rules that hold, for everybody to read: no sign-in, no names of persons."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation
from zweiklang.privacy.rules.brakes import brakes_in_force
from zweiklang.privacy.rules.pages import land_page, school_page
from zweiklang.privacy.rules.selectors import Body

KEPT_SECONDS = 300


@login_not_required
@require_safe
def land(request: HttpRequest) -> HttpResponse:
    """What holds in all of Hesse, why, since when, and what is to come."""
    return _kept(
        request,
        render(request, "privacy/rules/land.html", {**land_page(), "brakes": brakes_in_force(today())}),
    )


@login_not_required
@require_safe
def easy(request: HttpRequest) -> HttpResponse:
    """The same in Leichte Sprache."""
    return _kept(
        request,
        render(request, "privacy/rules/easy.html", {**land_page(), "brakes": brakes_in_force(today())}),
    )


@login_not_required
@require_safe
def school(request: HttpRequest, number: str) -> HttpResponse:
    """What a school has decided for itself, where the Land leaves it to schools."""
    if "\x00" in number:
        raise Http404  # PostgreSQL keeps no such text, and anybody can ask
    found = get_object_or_404(Organisation, kind=Organisation.Kind.SCHOOL, number=number)
    page = school_page(Body("school", found.pk))
    context = {**page, "school": found, "brakes": brakes_in_force(today(), school=found.pk)}
    return _kept(request, render(request, "privacy/rules/school.html", context))


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A browser without anybody signed in keeps the page for some minutes; never a store between, the page has a form for its display."""
    if not request.user.is_authenticated:
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
        patch_vary_headers(response, ["Cookie"])
    return response
