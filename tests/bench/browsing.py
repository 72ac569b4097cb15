"""A browser that speaks WSGI with a handler in this process, without the test client's instruments."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

CSRF = "a" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of(person_id: UUID, backend: str = BACKEND) -> str:
    """Returns the key of a fresh session in which the person is signed in, as the page of signing in leaves it."""
    from allauth.usersessions.models import UserSession
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from zweiklang.people.public import Person

    store = SessionStore()
    store[SESSION_KEY] = str(person_id)
    store[BACKEND_SESSION_KEY] = backend
    store[HASH_SESSION_KEY] = Person.objects.get(pk=person_id).get_session_auth_hash()
    store.create()
    UserSession.objects.create(
        user_id=person_id, session_key=store.session_key, ip="127.0.0.1", user_agent=""
    )
    return str(store.session_key)


class Browser:
    """Somebody signed in. `handler` is any WSGI application."""

    def __init__(self, handler: Any, person_id: UUID, backend: str = BACKEND) -> None:
        from django.conf import settings

        self._handler = handler
        key = session_of(person_id, backend)
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={CSRF}"

    def get(self, path: str) -> bytes:
        """Returns the body; fails unless the answer is 200."""
        return self._call(path, b"")

    def post(self, path: str, data: Mapping[str, str]) -> bytes:
        """Returns the body of the answer to a form; fails unless it is 200."""
        return self._call(path, urlencode(data).encode())

    def _call(self, path: str, body: bytes) -> bytes:
        plain, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": plain, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "testserver", "HTTP_COOKIE": self.cookies, "HTTP_X_CSRFTOKEN": CSRF,
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "HTTP_ACCEPT_LANGUAGE": "de",
            "wsgi.input": io.BytesIO(body), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(),
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
        }  # fmt: skip
        status: list[str] = []
        response = self._handler(environ, lambda line, _headers, _error=None: status.append(line))
        content = b"".join(response)
        response.close()
        if not status[0].startswith("200"):
            raise AssertionError(f"{path} answered {status[0]}: {content[:300]!r}")
        return content


BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Inside the block the list grows by each statement sent to the database, without those that only frame transactions."""
    from django.db import connection

    found: list[str] = []

    def note(execute: Any, sql: str, *arguments: Any) -> Any:
        if not sql.lstrip().upper().startswith(BOOKKEEPING):
            found.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        yield found
