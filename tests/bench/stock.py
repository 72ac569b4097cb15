"""Django as it comes, for the floor: its middleware, its sessions, its way to load the person. Nothing here is ours."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from zweiklang.people.public import Person

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
BACKEND = "tests.bench.stock.Backend"


class Backend(ModelBackend):
    """Loads a person with Django's ORM; the product's own manager has a shorter way."""

    def get_user(self, user_id: UUID) -> Any:
        """Returns the person, or None."""
        return Person._base_manager.filter(pk=user_id, is_active=True).first()


def handler(*, middleware: bool) -> WSGIHandler:
    """Returns a handler with Django's stock middleware, or with none."""
    with override_settings(
        MIDDLEWARE=MIDDLEWARE if middleware else [], SESSION_ENGINE="django.contrib.sessions.backends.db"
    ):
        return WSGIHandler()
