"""A name or a title cannot hide signs that turn or fake what others read."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import Client, RequestFactory

from tests.records.fields import FieldSaver
from tests.worlds import World
from zweiklang.kernel.visible_text import visible
from zweiklang.people.public import Person
from zweiklang.web.plain_requests import VisibleTextMiddleware

type Clients = Callable[[Person | None], Client]


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u202a", "\u2066", "\u2069", "\u200b", "\u2060", "\ufeff", "\U000e0041"]
)
def test_signs_that_turn_or_hide_are_gone(sign: str) -> None:
    assert visible(f"Anna{sign} Meier") == "Anna Meier"


@pytest.mark.parametrize(
    "text",
    [
        "Müller-Lüdenscheidt",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0645", "👩\u200d🔧 Werkstatt", "\u05d0\u200f (A)",
        "Zeile\n\tzwei\r\n", "x\u00adY", "Łódź, Đorđe, Ñ"],
)  # fmt: skip
def test_writing_of_every_language_stays(text: str) -> None:
    assert visible(text) == text


def test_breaks_of_other_programs_become_line_breaks() -> None:
    assert visible("eins\u2028zwei\u2029drei") == "eins\nzwei\ndrei"


def _seen(data: dict[str, object]) -> QueryDict:
    """What a view reads of a form."""
    request = RequestFactory().post("/", data)
    VisibleTextMiddleware(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), [], {})
    return request.POST


def test_a_view_reads_a_form_without_them_in_every_field_and_every_value() -> None:
    seen = _seen({"name": "Anna\u202e", "who": ["a\u200b", "b"], "file": SimpleUploadedFile("x.txt", b"x")})
    assert seen["name"] == "Anna"
    assert seen.getlist("who") == ["a", "b"]
    with pytest.raises(AttributeError):
        seen["name"] = "x"


def test_what_is_compared_with_the_stored_text_stays() -> None:
    assert _seen({"base": "alt\u200b", "value": "neu\u200b"}).dict() == {"base": "alt\u200b", "value": "neu"}


def test_what_an_apprentice_writes_is_stored_without_them(world_a: World, client_of: Clients) -> None:
    first = world_a.first
    browser = client_of(first.apprentice)
    writer = FieldSaver(browser, room_id=first.room_id, monday=first.weeks.monday("open"))
    assert writer.save("text", "Kabel\u202e verlegt\u200b").json()["value"] == "Kabel verlegt"
