"""The printed code list: allauth's recovery codes as a full second factor, for people without a smartphone.

allauth makes recovery codes only beside a passkey or an app, asks for a second step only then, and throws them away with the last
of those. Here a person may have the list alone: it is asked for at sign-in, and it stays until the person removes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from zweiklang.people.models import Person

LIST = Authenticator.Type.RECOVERY_CODES
FEW = 5


class SecondStep(AuthenticateStage):
    """Asks for the second step whoever has one, a code list included."""

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        if person is None or not is_mfa_enabled(person):
            return False
        return not (did_use_passwordless_login(request, person) or is_trusted_browser(request, person))


class SecondStepView(AuthenticateView):
    """The page of the second step; says what this person has, and does not ask a key of somebody who has none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Like allauth's, for a code list too."""
        self.stage = request._login_stage  # type: ignore[attr-defined] # set by allauth's decorator
        if not is_mfa_enabled(self.stage.login.user):
            return HttpResponseRedirect(reverse("account_login"))
        self.form = self._build_forms()
        answer: HttpResponseBase = TemplateView.dispatch(self, request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `has`: the kinds of second factors of this person."""
        person = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
        return {**super().get_context_data(**kwargs), "has": kinds}


class GenerateForm(forms.Form):
    """Everybody may have a code list, also without another second factor."""

    def __init__(self, *args: Any, user: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user


class DeactivateApp(DeactivateTOTPView):
    """Takes the app away and leaves the code list."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The app is off."""
        with keeping_the_list(self.request.user):
            answer: HttpResponse = super().form_valid(form)
        return answer


class RemoveKey(RemoveWebAuthnView):
    """Takes a passkey or security key away and leaves the code list."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The key is gone."""
        with keeping_the_list(self.request.user):
            answer: HttpResponse = super().form_valid(form)
        return answer


@contextmanager
def keeping_the_list(person: Any) -> Iterator[None]:
    """What allauth deletes with the last other factor is there again afterwards, with the codes already used."""
    kept = Authenticator.objects.filter(user=person, type=LIST).first()
    yield
    if kept and not Authenticator.objects.filter(pk=kept.pk).exists():
        kept.save(force_insert=True)


def remove_list(person: Person) -> bool:
    """The person has no code list any more; returns whether there was one."""
    return bool(Authenticator.objects.filter(user=person, type=LIST).delete()[0])


def codes_of(person: Person) -> RecoveryCodes | None:
    """Returns the person's list, or None."""
    found = Authenticator.objects.filter(user=person, type=LIST).first()
    return RecoveryCodes(found) if found else None


def numbered_codes(codes: RecoveryCodes) -> list[tuple[int, str, bool]]:
    """Returns the codes in the order of the printed page: number, code in two groups, whether it has been used."""
    unused = set(codes.get_unused_codes())
    return [
        (number, f"{code[:4]} {code[4:]}", code not in unused)
        for number, code in enumerate(codes.generate_codes(), 1)
    ]
