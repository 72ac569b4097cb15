"""The record as PDF through its addresses: who gets which lines, in how many queries, under which name."""

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.worlds import Apprenticeship, Crossing, World

from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person, actor_of
from zweiklang.records.document.reading import record_document
from zweiklang.records.public import Line, RecordAct, Week, unlock_week

type Clients = Callable[[Person | None], Client]


def data_of(response: HttpResponse) -> dict[str, Any]:
    """Returns the data embedded in the answered PDF."""
    assert response.status_code == 200
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        return json.loads(pdf.attachments["ausbildungsnachweis.json"].get_file().read_bytes())


def week_url(of: Apprenticeship, state: str) -> str:
    return reverse("records:pdf_week", args=[of.room_id, of.weeks.monday(state)])


def all_url(of: Apprenticeship) -> str:
    return reverse("records:pdf_all", args=[of.room_id])


def month_url(of: Apprenticeship, month: date) -> str:
    return reverse("records:pdf_month", args=[of.room_id, month])


def places(data: dict[str, Any]) -> set[str]:
    return {line["place"] for week in data["weeks"] for day in week["days"] for line in day["lines"]}


@pytest.mark.parametrize(
    "capacity", ["apprentice", "trainer", "deputy_trainer", "training_manager", "guardian"]
)
def test_who_reads_the_record_gets_all_of_it(capacity: str, world_a: World, client_of: Clients) -> None:
    data = data_of(client_of(world_a.people[capacity]).get(all_url(world_a.first)))
    assert places(data) == {"company", "school"}
    assert {week["state"] for week in data["weeks"]} == {"draft", "submitted", "returned", "signed"}
    assert data["school_days_only"] is False


def test_class_teacher_gets_school_lines_only_and_the_file_says_so(
    world_a: World, client_of: Clients
) -> None:
    response = client_of(world_a.people["class_teacher"]).get(all_url(world_a.first))
    data = data_of(response)
    assert places(data) == {"school"}
    assert data["school_days_only"] is True
    assert data["missing_weeks"] == []
    acts = {act["act"] for week in data["weeks"] for act in week["acts"]}
    assert acts == {"submitted", "signed", "school_noted"}
    assert b"Ticket" not in json.dumps(data).encode()


@pytest.mark.parametrize(
    "capacity", ["subject_teacher", "head_of_school", "chamber_adviser", "other_trainer", "second_apprentice"]
)
def test_who_does_not_read_the_record_finds_nothing(
    capacity: str, world_a: World, client_of: Clients
) -> None:
    client = client_of(world_a.people[capacity])
    for url in (
        week_url(world_a.first, "signed"),
        all_url(world_a.first),
        month_url(world_a.first, world_a.first.weeks.this_monday),
    ):
        assert client.get(url).status_code == 404


def test_another_world_finds_nothing(world_a: World, world_b: World, client_of: Clients) -> None:
    for capacity in ("apprentice", "trainer", "class_teacher", "guardian"):
        assert client_of(world_b.people[capacity]).get(all_url(world_a.first)).status_code == 404


def test_crossing_person_gets_the_record_here_and_school_days_there(
    crossing: Crossing, world_b: World, client_of: Clients
) -> None:
    client = client_of(crossing.person)
    assert places(data_of(client.get(all_url(crossing.trains)))) == {"company", "school"}
    assert places(data_of(client.get(all_url(world_b.first)))) == {"school"}


def test_nobody_is_sent_to_sign_in(world_a: World, client_of: Clients) -> None:
    assert client_of(None).get(all_url(world_a.first)).status_code == 302


def test_file_has_a_german_name_and_is_not_kept_by_caches(world_a: World, client_of: Clients) -> None:
    of = world_a.first
    client, monday = client_of(of.apprentice), of.weeks.monday("signed")
    year, number, _ = monday.isocalendar()
    names = {
        week_url(of, "signed"): f"Ausbildungsnachweis-{year}-KW{number:02d}.pdf",
        month_url(of, monday): f"Ausbildungsnachweis-{monday:%Y-%m}.pdf",
        all_url(of): "Ausbildungsnachweis-gesamt.pdf",
    }
    for url, name in names.items():
        response = client.get(url)
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "no-store"
        assert of.apprentice.family_name not in url


def test_week_holds_that_week_alone(world_a: World, client_of: Clients) -> None:
    of = world_a.first
    data = data_of(client_of(of.apprentice).get(week_url(of, "signed")))
    assert [week["monday"] for week in data["weeks"]] == [of.weeks.monday("signed").isoformat()]
    assert data["weeks"][0]["days"][0]["lines"][0]["plan_items"]


def test_month_holds_every_week_with_a_working_day_in_it(world_a: World, client_of: Clients) -> None:
    of = world_a.first
    monday = of.weeks.monday("signed")
    data = data_of(client_of(of.apprentice).get(month_url(of, monday)))
    written = {of.weeks.monday(state) for state in ("draft", "submitted", "returned", "signed")}
    expected = {
        day
        for day in written
        if monday.replace(day=1) in {d.replace(day=1) for d in (day, day + timedelta(days=4))}
    }
    assert {week["monday"] for week in data["weeks"]} == {day.isoformat() for day in expected}


def test_month_or_week_without_entries_says_so(world_a: World, client_of: Clients) -> None:
    of = world_a.first
    client = client_of(of.apprentice)
    for url in (month_url(of, of.contract.last_day), month_url(of, date(2099, 12, 1)), week_url(of, "open")):
        response = client.get(url)
        assert response.status_code == 404
        assert "ist noch keine Woche begonnen" in response.content.decode()


@pytest.mark.parametrize(
    "place", ["woche/2026-W54/", "woche/9999-W52/", "monat/2026-13/", "monat/9999-12/", "woche/x/"]
)
def test_impossible_weeks_and_months_are_not_found(place: str, world_a: World, client_of: Clients) -> None:
    response = client_of(world_a.first.apprentice).get(f"/nachweis/{world_a.first.room_id}/pdf/{place}")
    assert response.status_code == 404


def test_missing_weeks_are_past_weeks_nobody_began(world_a: World, client_of: Clients) -> None:
    of = world_a.first
    missing = set(data_of(client_of(of.apprentice).get(all_url(of)))["missing_weeks"])
    slug = "{0.year}-W{0.week:02d}".format
    assert slug(of.weeks.monday("open").isocalendar()) in missing
    assert slug(of.weeks.this_monday.isocalendar()) not in missing
    assert slug(of.weeks.monday("draft").isocalendar()) not in missing
    assert slug(monday_of(of.contract.first_day).isocalendar()) in missing


def test_signature_holds_until_the_week_is_unlocked(
    world_a: World, client_of: Clients, as_person: Callable[[Person | None], Any]
) -> None:
    of, manager = world_a.first, world_a.people["training_manager"]
    client, url = client_of(of.apprentice), week_url(of, "signed")
    before = data_of(client.get(url))["weeks"][0]["acts"]
    assert {act["act"]: act["holds"] for act in before} == {
        "submitted": True, "signed": True, "school_noted": True, "guardian_noted": True,
    }  # fmt: skip
    with as_person(manager):
        unlock_week(
            actor_of(manager), room_id=of.room_id, monday=of.weeks.monday("signed"), reason="Zeit war falsch"
        )
    week = data_of(client.get(url))["weeks"][0]
    holds = {act["act"]: act["holds"] for act in week["acts"]}
    assert week["state"] == "returned"
    assert (holds["submitted"], holds["signed"]) == (False, False)
    assert [act["reason"] for act in week["acts"] if act["act"] == "unlocked"] == ["Zeit war falsch"]


def test_note_does_not_hold_for_changed_lines(
    world_a: World, client_of: Clients, as_person: Callable[[Person | None], Any]
) -> None:
    of, manager = world_a.first, world_a.people["training_manager"]
    with as_person(manager):
        unlock_week(
            actor_of(manager), room_id=of.room_id, monday=of.weeks.monday("signed"), reason="Zeit war falsch"
        )
    with as_person(of.apprentice):
        Line.objects.filter(week=of.weeks.row["signed"], place="company").update(text="Etwas anderes")
    acts = data_of(client_of(of.apprentice).get(week_url(of, "signed")))["weeks"][0]["acts"]
    holds = {act["act"]: act["holds"] for act in acts}
    assert holds["guardian_noted"] is False
    assert holds["school_noted"] is True


def test_reason_of_a_returned_week_is_not_in_the_file(world_a: World, client_of: Clients) -> None:
    data = data_of(client_of(world_a.first.apprentice).get(week_url(world_a.first, "returned")))
    assert any(act["act"] == "returned" for act in data["weeks"][0]["acts"])
    assert "Am Dienstag fehlen" not in json.dumps(data)


def test_queries_do_not_grow_with_weeks(world_a: World, as_person: Callable[[Person | None], Any]) -> None:
    of = world_a.first
    counts = []
    for more in (0, 30):
        with as_person(of.apprentice):
            _begin_weeks(of, more)
            with CaptureQueriesContext(connection) as queries:
                document = record_document(room_id=of.room_id, first=date.min, last=date.max)
            counts.append(len(queries))
    assert len(document.weeks) > 30
    assert counts[0] == counts[1] <= 10


def _begin_weeks(of: Apprenticeship, number: int) -> None:
    start = monday_of(of.contract.first_day)
    for index in range(number):
        week = Week.objects.create(
            room_id=of.room_id, contract=of.contract, monday=start + timedelta(weeks=index)
        )
        Line.objects.create(room_id=of.room_id, week=week, day=week.monday, text="Werkbank", minutes=480)
    assert RecordAct.objects.exists()
