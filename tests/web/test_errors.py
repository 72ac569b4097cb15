"""What people read when something is not possible."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse

from tests.web.pages import sample_person, sample_request
from zweiklang.kernel.errors import Refused
from zweiklang.web import errors


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_not_found_is_the_same_for_foreign_and_never_existing_and_tells_nothing() -> None:
    never = errors.not_found(sample_request("/raum/1/"), Http404("No Room matches the given query."))
    foreign = errors.not_found(sample_request("/raum/1/"), Http404("room 1 belongs to firm Nordlicht"))
    assert never.status_code == foreign.status_code == 404
    # The form of the display choice carries a token that is new each time.
    assert [line for line in text(never).splitlines() if "csrf" not in line] == [
        line for line in text(foreign).splitlines() if "csrf" not in line
    ]
    assert "Nordlicht" not in text(foreign)


def test_refusal_shows_the_sentence_of_the_policy() -> None:
    response = errors.permission_denied(
        sample_request(person=sample_person()), Refused("Das kann nur die Ausbilderin <b>.")
    )
    assert response.status_code == 403
    assert "data-error-message>Das kann nur die Ausbilderin &lt;b&gt;.<" in text(response)


def test_other_refusals_show_no_internals() -> None:
    response = errors.permission_denied(sample_request(), PermissionDenied("user 17 lacks perm records.sign"))
    assert response.status_code == 403
    assert "records.sign" not in text(response)


def test_fault_page_needs_no_context() -> None:
    response = errors.server_error(sample_request())
    assert response.status_code == 500
    assert "Das liegt an uns" in text(response)


def test_fault_page_stands_even_without_its_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(sample_request())
    assert (response.status_code, text(response)) == (500, errors.LAST_RESORT)


def test_failed_token_says_how_to_go_on() -> None:
    response = errors.csrf_failure(sample_request(), "CSRF cookie not set.")
    assert response.status_code == 403
    assert "laden Sie die Seite neu" in text(response)
    assert "CSRF" not in text(response)


def test_bad_request_is_readable() -> None:
    assert errors.bad_request(sample_request(), BadRequest("x")).status_code == 400
