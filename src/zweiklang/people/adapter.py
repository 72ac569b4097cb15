"""What allauth asks us: who may open an account, and where people go after sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation (issue "Joining"): nobody opens one by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Unreachable while sign-up is closed; kept strict so that opening it is a decision."""
        raise NotImplementedError("sign-up is closed")

    def get_from_email(self) -> str:
        """Returns the product's own sender."""
        return settings.DEFAULT_FROM_EMAIL
