"""Sessions in the database, read with one statement that is not made anew each time."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connections, router
from django.db.models import Exists, OuterRef
from django.utils import timezone

from zweiklang.kernel.clock import now

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own, but reading: every request of somebody signed in begins with it, and the ORM takes 0.2 ms longer."""

    def load(self) -> dict[str, Any]:
        """Returns what the session holds; an unknown or expired one is empty and gets another key when it is saved."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(_READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


def tidy() -> None:
    """Expired sessions are gone, and with them what the list of one's own sessions said of them (address, browser)."""
    from allauth.usersessions.models import UserSession  # noqa: PLC0415 - settings name this module before the registry is ready
    from django.contrib.sessions.models import Session  # noqa: PLC0415 - settings name this module before the registry is ready

    Session.objects.filter(expire_date__lt=now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
