"""Sessions in the database, read with one statement that is not made anew each time."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connections, router
from django.utils import timezone

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
