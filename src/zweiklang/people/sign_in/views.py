"""Pages of confirming by mail, and of the printed code list."""

from typing import Any

from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.kernel.errors import Rejected
from zweiklang.people.models import Person
from zweiklang.people.sign_in import code_list, mail_code
from zweiklang.people.sign_in.forms import CodeForm
from zweiklang.people.sign_in.step_up import step_up_required, verified_address


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_code(request: HttpRequest) -> HttpResponse:
    """Takes the code of a mail; then what was interrupted goes on."""
    person, form = _person(request), CodeForm(request.POST or None)
    if form.is_valid():
        try:
            mail_code.check_code(request, person=person, code=form.cleaned_data["code"])
            return resume_request(request) or redirect("mfa_index")
        except Rejected as error:
            form.add_error(error.field, error.message)
    context: dict[str, Any] = {"form": form, "address": verified_address(person)}
    context |= {"waiting": mail_code.is_waiting(request), "next": _next(request)}
    return render(request, "people/confirm_by_code.html", context, status=422 if form.errors else 200)


@require_POST
def send_confirmation_code(request: HttpRequest) -> HttpResponse:
    """Sends a code and goes back to where it is typed in."""
    try:
        mail_code.send_code(request, person=_person(request))
    except Rejected as error:
        messages.warning(request, error.message)
    return redirect(f"{reverse('people:confirm_by_code')}?{urlencode({'next': _next(request)})}")


@never_cache
@require_safe
@step_up_required
def code_list_page(request: HttpRequest) -> HttpResponse:
    """The code list, made to be printed and carried in a purse; used codes are crossed out."""
    codes = code_list.codes_of(_person(request))
    if codes is None:
        return redirect("mfa_generate_recovery_codes")
    context = {"codes": code_list.numbered_codes(codes), "made_at": codes.instance.created_at}
    return render(request, "people/code_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def remove_code_list(request: HttpRequest) -> HttpResponse:
    """Asks, and takes the code list away."""
    if request.method != "POST":
        return render(request, "people/remove_code_list.html")
    if code_list.remove_list(_person(request)):
        messages.success(request, "Die Codeliste ist entfernt. Ihre Codes gelten nicht mehr.")
    return redirect("mfa_index")


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _next(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next", "")
