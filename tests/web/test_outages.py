"""A fault that passes by itself is a 503 or 507 that says so; any other stays a 500."""

import errno

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from tests.web.pages import sample_request
from zweiklang.web import errors
from zweiklang.web.outages import AWAY, FULL, SLOW, Outage, outage_of


def caused(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OperationalError("the connection is lost"), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (psycopg.OperationalError("server closed the connection"), AWAY),
        (caused(OperationalError(), psycopg.errors.AdminShutdown()), AWAY),
        (caused(OperationalError(), psycopg.errors.DiskFull()), FULL),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (caused(OperationalError(), psycopg.errors.QueryCanceled()), SLOW),
        (caused(OperationalError(), psycopg.errors.LockNotAvailable()), SLOW),
        (caused(DataError(), psycopg.errors.NumericValueOutOfRange()), None),
        (caused(ValueError(), OperationalError()), AWAY),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("a fault of ours"), None),
        (None, None),
    ],
    ids=repr,
)
def test_what_passes_by_itself_is_told_from_what_does_not(
    error: Exception | None, outage: Outage | None
) -> None:
    assert outage_of(error) == outage


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    try:
        raise error
    except type(error):
        return errors.server_error(request)


def test_what_was_asked_for_has_a_link_to_try_again() -> None:
    answer = answer_to(
        sample_request('/nachweis/?zeige=offen&x="><b>'), OperationalError("host db-3 refused")
    )
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert '<html lang="de">' in text
    assert "Erneut versuchen" in text
    assert 'href="/nachweis/?zeige=offen&amp;x=%22%3E%3Cb%3E"' in text
    assert "db-3" not in text


def test_what_was_sent_is_sent_again_by_loading_the_page_anew() -> None:
    request = sample_request("/nachweis/")
    request.method = "POST"
    answer = answer_to(request, OSError(errno.ENOSPC, "No space left on device", "/srv/var/files"))
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (507, "60")
    assert "Laden Sie diese Seite in Ihrem Browser neu" in text
    assert "Erneut versuchen" not in text
    assert "/srv" not in text
