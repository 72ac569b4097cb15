"""allauth's pages of signing in and out, with school accounts on them."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect

from zweiklang.people.school_accounts import logout
from zweiklang.people.school_accounts.arriving import VISIT
from zweiklang.people.school_accounts.linking import pending_school_account
from zweiklang.people.school_accounts.providers import active_providers

# More services than fit on a phone beside the form get a page of their own.
SHOWN = 3


class Entrance(LoginView):
    """The sign-in page: password, passkey, school account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the services of schools, and a school account that waits to be linked."""
        services = active_providers()
        return {
            **super().get_context_data(**kwargs),
            "services": services if len(services) <= SHOWN else [],
            "many_services": len(services) > SHOWN,
            "pending": pending_school_account(self.request),
            "next": self.get_next_url() or "",
        }


class Exit(LogoutView):
    """Signing out; who came with a school account is asked whether to sign out there too."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nobody is signed in any more."""
        visit = self.request.session.get(VISIT)
        answer: HttpResponse = super().post(*args, **kwargs)
        return redirect("people:school_signed_out") if logout.leave(self.request, visit) else answer
