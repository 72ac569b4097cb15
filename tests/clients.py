"""Under whose name a test asks the database, directly or through a page.

A request sets the person for its transaction. In a test that transaction is the test's own, so the person is
taken back after each block; otherwise a later query would be asked under the wrong name.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TestCase
from django.test.client import ClientHandler

from zweiklang.kernel.clock import now
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Sessions that are in the database before the first test, by person and password: signing in would cost every
# test several statements, and there are thousands of tests.
_sessions: dict[tuple[UUID, str], str] = {}


class PersonClient(Client):
    """Django's test browser; after each request nobody is known to the database.

    All of them share the middleware as it was at the first request. Who tests settings that a middleware reads
    when it is made uses Django's own.
    """

    def __init__(self, enforce_csrf_checks: bool = False, **options: Any) -> None:
        super().__init__(enforce_csrf_checks, **options)
        self.handler = _handler(enforce_csrf_checks)

    def force_login(self, user: Person, backend: str | None = None) -> None:
        """The person is signed in: with the session kept for them, or with a new one."""
        kept = _sessions.get((user.pk, user.get_session_auth_hash()))
        if kept:
            self.cookies[settings.SESSION_COOKIE_NAME] = kept
        else:
            super().force_login(user, backend or BACKEND)

    def request(self, **request: Any) -> HttpResponse:
        """Returns the response of one request."""
        try:
            return super().request(**request)
        finally:
            forget_person()


@cache
def _handler(enforce_csrf_checks: bool) -> ClientHandler:
    handler = ClientHandler(enforce_csrf_checks)
    handler.load_middleware()
    return handler


def keep_sessions(people: Iterable[Person]) -> None:
    """Each of them has a session for the time of this process, and it stands in the list of their sign-ins."""
    expires, rows, listed = now() + timedelta(days=1), [], []
    for person in people:
        password = person.get_session_auth_hash()
        content = {SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: password}
        store = SessionStore()
        key = _sessions[person.pk, password] = f"{person.pk.hex}"
        rows.append(Session(session_key=key, session_data=store.encode(content), expire_date=expires))
        listed.append(UserSession(session_key=key, user=person, ip="127.0.0.1", user_agent=""))
    Session.objects.bulk_create(rows)
    UserSession.objects.bulk_create(listed)


def show_before(browser: Client, path: str) -> HttpResponse:
    """This process has shown the page: plans are kept, and who was looked at is noted and known. Returns what was shown.

    What happens after a commit happens here, because a test never commits.
    """
    with TestCase.captureOnCommitCallbacks(execute=True):
        response: HttpResponse = browser.get(path)
    return response


@contextmanager
def standing_as(person: Person | None) -> Iterator[None]:
    """Inside the block the database knows the person; afterwards nobody."""
    try:
        with as_person(person.pk if person else None):
            yield
    finally:
        forget_person()


def forget_person() -> None:
    """The database knows nobody."""
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('zweiklang.person', '', true)")
