"""What an apprentice sends that is not hers: ids of foreign lines, fields that are none, content that is code."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from tests.records.fields import FieldSaver
from tests.worlds import Worlds
from zweiklang.people.public import Person
from zweiklang.records.public import Line
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
type Standing = Callable[[Person | None], AbstractContextManager[None]]


def _line(worlds: Worlds, state: str = "draft") -> Line:
    with as_system("tests"):
        return Line.objects.filter(week=worlds.b.first.weeks.row[state]).order_by("pk")[0]


def _saver(worlds: Worlds, client_of: Clients, line: Line | None = None) -> FieldSaver:
    first = worlds.a.first
    return FieldSaver(
        client_of(first.apprentice),
        room_id=first.room_id,
        monday=first.weeks.monday("draft"),
        line_id=line.pk if line else None,
    )


def test_the_id_of_a_foreign_line_is_refused_with_a_sentence(worlds: Worlds, client_of: Clients) -> None:
    line = _line(worlds)
    answer = _saver(worlds, client_of, line).save("text", "gestohlen")
    assert answer.status_code == 422
    assert line.text not in answer.content.decode()
    assert _line(worlds).text == line.text


def test_the_form_without_script_refuses_a_foreign_line_too(worlds: Worlds, client_of: Clients) -> None:
    line, first = _line(worlds), worlds.a.first
    saver = _saver(worlds, client_of, line)
    url = reverse("records:week", args=[first.room_id, first.weeks.monday("draft")])
    answer = saver.client.post(url, {saver.name("text"): "gestohlen", f"base_{saver.name('text')}": ""})
    assert answer.status_code == 422
    assert _line(worlds).text == line.text


@pytest.mark.parametrize("act", ["remove", "zeile-zurueckholen", "anmerken"])
def test_a_foreign_line_can_be_neither_removed_nor_restored_nor_remarked(
    act: str, worlds: Worlds, client_of: Clients
) -> None:
    line, first = _line(worlds), worlds.a.first
    client, monday = client_of(first.apprentice), first.weeks.monday("draft")
    if act == "remove":
        client.post(reverse("records:week", args=[first.room_id, monday]), {"remove": str(line.pk)})
    else:
        url = reverse("records:act", args=[first.room_id, monday, act])
        assert client.post(url, {"line": str(line.pk), "comment": "x"}).status_code == 404
    assert _line(worlds).text == line.text


@pytest.mark.parametrize("field", ["room_id", "week_id", "day", "order", "id", "contract", "state"])
def test_only_the_four_fields_of_a_line_can_be_named(field: str, worlds: Worlds, client_of: Clients) -> None:
    assert _saver(worlds, client_of).save(field, "x").status_code == 422


def test_a_remark_on_no_line_is_the_same_404_in_every_room(worlds: Worlds, client_of: Clients) -> None:
    client, monday = client_of(worlds.a.first.apprentice), worlds.a.first.weeks.monday("draft")
    for room_id in (worlds.a.first.room_id, worlds.b.first.room_id):
        url = reverse("records:act", args=[room_id, monday, "anmerken"])
        assert client.post(url, {"line": "keine", "comment": "x"}).status_code == 404


NASTY = (
    '<script>alert(1)</script><img src=x onerror="alert(1)">',
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    '#import "x": * $x^2$ @ref <label> *b* _c_ `d` \\ // /* #panic()',
    "\u202eRTL\u2066 😀👨‍👩‍👧 ﷽ a\u0300\u0301\u0302",
    "\x01\x02\x1f\x7f\x80\ufffe\uffff\U0010ffff",
    '=1+1;"\n,{"a":1}',
)


@pytest.mark.parametrize("text", NASTY, ids=["html", "template", "typst", "scripts", "control", "table"])
def test_nasty_text_stays_text_on_every_page_and_in_the_pdf(
    text: str, worlds: Worlds, client_of: Clients, as_person: Standing
) -> None:
    saver, first = _saver(worlds, client_of), worlds.a.first
    assert saver.save("text", text).status_code == 200
    with as_person(first.apprentice):
        # Signs of direction that nobody sees are taken out where they come in; everything else is kept as it is.
        kept = text.replace("\u202e", "").replace("\u2066", "")
        assert Line.objects.get(pk=saver.line_id).text == kept
    monday = first.weeks.monday("draft")
    for name in ("week", "history", "pdf_week"):
        response = saver.client.get(reverse(f"records:{name}", args=[first.room_id, monday]))
        assert response.status_code == 200
        if name != "pdf_week":
            assert "<script>alert" not in response.content.decode()
            assert "<img src=x" not in response.content.decode()
