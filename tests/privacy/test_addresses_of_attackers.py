"""Addresses that nobody typed by mistake: none of them is an error of ours."""

import pytest
from django.urls import reverse

from tests.privacy.sight.test_seen_as import ClientOf, membership_of
from tests.worlds import World

NUL = "%00"
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "\x00", "", "1", "-1", "²")


def test_no_name_of_a_school_is_an_error(world_a: World, client_of: ClientOf) -> None:
    anybody = client_of(None)
    for number in (NUL, f"1{NUL}", "..", "%2e%2e/%2e%2e", "x" * 5_000, "%ff", "%F0%9F%98%80"):
        answer = anybody.get(f"/regeln/schule/{number}/")
        assert answer.status_code in (400, 404), number


@pytest.mark.parametrize("given", DAYS)
def test_no_day_is_an_error(given: str, world_a: World, client_of: ClientOf) -> None:
    teacher, apprentice = client_of(world_a.people["class_teacher"]), client_of(world_a.first.apprentice)
    of_class, own = [world_a.school_class.room_id], [world_a.first.room_id]
    for client, page, field in (
        (teacher, reverse("schedule:class_absences", args=of_class), "tag"),
        (teacher, reverse("schedule:class_lessons", args=of_class), "woche"),
        (apprentice, reverse("schedule:lessons", args=own), "seite"),
        (apprentice, reverse("privacy:looks_index"), "person"),
        (apprentice, reverse("privacy:looks_index"), "raum"),
        (apprentice, reverse("privacy:looks_index"), "seite"),
        (apprentice, reverse("privacy:rights_correction"), "angabe"),
    ):
        assert client.get(page, {field: given}).status_code in (200, 404), (page, field)


@pytest.mark.parametrize("monday", ["9999-12-27", "0001-01-01", "9999-12-31", "0000-00-00"])
def test_no_week_is_an_error(monday: str, world_a: World, client_of: ClientOf) -> None:
    apprentice, known = client_of(world_a.first.apprentice), world_a.first.weeks.monday("submitted")
    page = reverse("records:week", args=[world_a.first.room_id, known])
    assert apprentice.get(page.replace(known.isoformat(), monday)).status_code in (200, 302, 404)


def test_no_path_leads_out_of_a_view(world_a: World, client_of: ClientOf) -> None:
    room, second = world_a.first.room_id, world_a.second.room_id
    membership = membership_of(world_a.first.firm.trainer, room)
    view = reverse("privacy:seen_as", args=[room, membership])
    client, other = client_of(world_a.first.apprentice), reverse("records:weeks", args=[second])
    weeks = reverse("records:weeks", args=[room]).strip("/")
    assert client.get(f"{view}{weeks}/").status_code == 200
    for page in (
        f"{weeks}/..{other}",
        f"{weeks}/%2e%2e{other}",
        f"{weeks}/%252e%252e{other}",
        f"/{weeks}/",
        f"//beispiel.example/{weeks}/",
        f"{weeks}/{NUL}",
        f"{weeks}%3Fx=1",
        f"{weeks.replace(str(room), str(second))}/",
        f"{weeks.replace(str(room), str(room).upper())}/..%2f",
        f"%2e%2e{other}",
    ):
        assert client.get(f"{view}{page}").status_code in (400, 404), page


@pytest.mark.parametrize("minutes", ["000019999999", "0" * 5_000 + "1", "²", "-5", "1e3", "601"])
def test_no_minutes_are_an_error(minutes: str, world_a: World, client_of: ClientOf) -> None:
    teacher, key = client_of(world_a.people["class_teacher"]), world_a.first.room_id.hex
    page = reverse("schedule:class_absences", args=[world_a.school_class.room_id])
    answer = teacher.post(page, {f"{key}-art": "late", f"{key}-min": minutes, f"{key}-stand": ""})
    assert answer.status_code == 422
