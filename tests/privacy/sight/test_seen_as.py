"""The room as somebody else sees it: the same database rules, only this room, nothing written, and for few people only."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import InternalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access.tables import TABLES, digest, visible
from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import TrainerAssignment, end_trainer_assignment
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.records.models import Line
from zweiklang.rooms.looked import days_looked
from zweiklang.rooms.public import Membership, Room, as_system, seeing_as, shown_pages

ClientOf = Callable[[Person | None], Client]


def membership_of(person: Person, room: UUID) -> UUID:
    with as_system(ACTOR):
        rows = Membership.objects.filter(room=room, person=person, first_day__lte=today())
        return rows.exclude(last_day__lt=today()).get().pk


def seen_as(client: Client, room: UUID, person: Person, page: str = "") -> HttpResponse:
    address = reverse("privacy:seen_as", args=[room, membership_of(person, room)])
    return client.get(f"{address}{page.lstrip('/')}")


def shown(client: Client, room: UUID, person: Person, page: str = "") -> str:
    """What stands inside the view, without the frame around it."""
    response = seen_as(client, room, person, page)
    assert response.status_code == 200, page
    return response.content.decode().partition('<div class="zk-seen">')[2].partition("<footer")[0]


def pages_of(world: World) -> list[str]:
    """Every page of the first room that may be shown."""
    room, monday = world.first.room_id, world.first.weeks.monday("submitted")
    found = []
    for name in sorted(shown_pages("apprenticeship")):
        arguments = [room, monday] if name in ("records:week", "records:history") else [room]
        found.append(reverse(name, args=arguments))
    return found


def test_the_trainers_view_shows_what_the_trainer_sees(world_a: World, client_of: ClientOf) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    page = reverse("records:week", args=[room, world_a.first.weeks.monday("submitted")])
    seen = shown(client_of(world_a.first.apprentice), room, trainer, page)
    real = client_of(trainer).get(page).content.decode()
    assert "Druckertreiber" in real
    assert "Druckertreiber" in seen
    assert "Für den Betrieb unterschreiben" in seen
    assert (
        f"So sieht {trainer.name}"
        in seen_as(client_of(world_a.first.apprentice), room, trainer).content.decode()
    )


def test_the_class_teachers_view_hides_the_days_in_the_firm(world_a: World, client_of: ClientOf) -> None:
    room, teacher = world_a.first.room_id, world_a.people["class_teacher"]
    page = reverse("records:week", args=[room, world_a.first.weeks.monday("submitted")])
    client = client_of(world_a.first.apprentice)
    assert "Druckertreiber" in client.get(page).content.decode()
    seen = shown(client, room, teacher, page)
    assert "Lernfeld 6" in seen
    assert "Druckertreiber" not in seen


def test_a_rule_that_opens_something_shows_it_in_the_view_at_once(
    world_a: World, client_of: ClientOf
) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    client, page = client_of(world_a.first.apprentice), reverse("schedule:absences", args=[room])
    assert seen_as(client, room, trainer, page).status_code == 404
    school_decides(world_a, "absences", "open")
    assert seen_as(client, room, trainer, page).status_code == 200


def test_nothing_of_other_rooms_is_on_any_page_of_the_crossing_persons_view(
    worlds: Worlds, client_of: ClientOf
) -> None:
    room, crossing = worlds.a.first.room_id, worlds.crossing.person
    client = client_of(worlds.a.first.apprentice)
    foreign = {
        worlds.b.school.name,
        worlds.b.school_class.label,
        worlds.b.first.apprentice.name,
        worlds.b.first.firm.organisation.name,
        worlds.a.second.apprentice.name,
        str(worlds.b.first.room_id),
        str(worlds.a.second.room_id),
        str(worlds.b.school_class.room_id),
    }
    pages = pages_of(worlds.a)
    assert len(pages) >= 7
    opened = 0
    for page in [*pages, *(f"{page}?von=offen" for page in pages)]:
        response = seen_as(client, room, crossing, page)
        opened += response.status_code == 200
        text = response.content.decode()
        assert not [word for word in foreign if word in text], page
        assert crossing.email not in text
    assert opened >= 10


def test_in_the_view_the_database_knows_no_other_room_of_that_person(worlds: Worlds, as_person) -> None:
    """Every table with a room, straight in SQL: in the view there are rows of this room only."""
    room, crossing = worlds.a.first.room_id, worlds.crossing.person
    with as_person(worlds.a.first.apprentice):
        with seeing_as(crossing.pk, only={room}):
            rooms = set(Room.objects.values_list("pk", flat=True))
            for table in TABLES:
                for elsewhere in (
                    worlds.b.first.room_id,
                    worlds.b.school_class.room_id,
                    worlds.a.second.room_id,
                ):
                    assert visible(table, elsewhere) == set(), table
        assert rooms == {room}
        assert Room.objects.filter(pk=room).exists()
    with as_person(crossing):
        assert Room.objects.filter(pk=worlds.b.first.room_id).exists()


def test_after_the_view_everything_is_as_before(world_a: World, as_person) -> None:
    """The person, the rooms and the ban on writing end with the view, also when the page fails."""
    room, apprentice = world_a.first.room_id, world_a.first.apprentice
    state = "SELECT current_setting('zweiklang.person'), current_setting('zweiklang.only_rooms', true), current_setting('transaction_read_only')"
    with as_person(apprentice):
        with seeing_as(world_a.first.firm.trainer.pk, only={room}), connection.cursor() as cursor:
            cursor.execute(state)
            assert cursor.fetchone() == (str(world_a.first.firm.trainer.pk), f"{{{room}}}", "on")
        with pytest.raises(ZeroDivisionError), seeing_as(world_a.first.firm.trainer.pk, only={room}):
            _ = 1 / 0
        with connection.cursor() as cursor:
            cursor.execute(state)
            person, rooms, read_only = cursor.fetchone()
        assert (person, rooms or "", read_only) == (str(apprentice.pk), "", "off")


def test_nothing_can_be_written_in_the_view_not_even_in_the_system_role(world_a: World, as_person) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    with as_person(world_a.first.apprentice), seeing_as(trainer.pk, only={room}):
        with pytest.raises(InternalError, match="read-only"), transaction.atomic():
            Line.objects.filter(room=room).update(text="fremd")
        with pytest.raises(InternalError, match="read-only"), as_system(ACTOR):
            Room.objects.update(title="fremd")


def test_looking_changes_nothing_and_is_noted_in_nobodys_name(
    world_a: World, client_of: ClientOf, as_person
) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    client = client_of(world_a.first.apprentice)
    session, before = dict(client.session), digest()
    for page in pages_of(world_a):
        seen_as(client, room, trainer, page)
    assert digest() == before
    with as_person(world_a.first.apprentice):
        assert days_looked(room) == {}
    assert dict(client.session) == session
    own = client.get("/").content.decode()
    assert world_a.first.apprentice.name in own
    assert trainer.email not in own


def test_a_guardians_look_through_other_eyes_is_the_guardians(
    world_a: World, client_of: ClientOf, as_person
) -> None:
    """With the categories the page really shows, and only those the guardian may see."""
    room, guardian, trainer = world_a.first.room_id, world_a.people["guardian"], world_a.first.firm.trainer
    page = reverse("records:week", args=[room, world_a.first.weeks.monday("submitted")])
    seen_as(client_of(guardian), room, trainer, page)
    with as_person(world_a.first.apprentice), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT viewer_id, capacity, category FROM rooms_look ORDER BY category")
        rows = cursor.fetchall()
    assert {(viewer, capacity) for viewer, capacity, _ in rows} == {(guardian.pk, "guardian")}
    assert {category for *_, category in rows} >= {"records"}


def test_only_the_person_concerned_and_a_guardian_may_look(worlds: Worlds, client_of: ClientOf) -> None:
    world, room = worlds.a, worlds.a.first.room_id
    trainer = world.first.firm.trainer
    allowed = {world.first.apprentice.pk, world.people["guardian"].pk}
    for person in (*world.people.values(), *worlds.b.people.values(), *worlds.roomless.values()):
        status = seen_as(client_of(person), room, trainer).status_code
        assert status == (200 if person.pk in allowed else 404), person
    assert seen_as(client_of(None), room, trainer).status_code == 302


def test_nobodys_view_is_shown_who_is_not_in_the_room_today(worlds: Worlds, client_of: ClientOf) -> None:
    world, room = worlds.a, worlds.a.first.room_id
    client = client_of(world.first.apprentice)
    own, elsewhere = (
        membership_of(world.first.apprentice, room),
        membership_of(world.second.firm.trainer, world.second.room_id),
    )
    deputy = membership_of(world.first.firm.deputy_trainer, room)
    with as_system(ACTOR):
        row = TrainerAssignment.objects.select_related("contract").get(
            contract=world.first.contract, person=world.first.firm.deputy_trainer
        )
    end_trainer_assignment(ACTOR, assignment=row, last_day=today() - timedelta(days=1))
    in_class = membership_of(world.people["class_teacher"], world.school_class.room_id)
    for membership in (own, elsewhere, deputy, in_class):
        assert client.get(reverse("privacy:seen_as", args=[room, membership])).status_code == 404
    class_room = world.school_class.room_id
    assert client.get(reverse("privacy:seen_as", args=[class_room, in_class])).status_code == 404


def test_guardians_do_not_look_as_the_apprentice(world_a: World, client_of: ClientOf) -> None:
    room = world_a.first.room_id
    assert seen_as(client_of(world_a.people["guardian"]), room, world_a.first.apprentice).status_code == 404


def test_only_pages_that_their_app_has_named_are_shown(worlds: Worlds, client_of: ClientOf) -> None:
    world, room = worlds.a, worlds.a.first.room_id
    client, trainer = client_of(world.first.apprentice), world.first.firm.trainer
    monday = world.first.weeks.monday("submitted")
    for page in (
        "/",
        "/nachweis/offen/",
        "/konto/rechte/",
        "/konto/daten/",
        "/ausbildung/",
        reverse("records:pdf_week", args=[room, monday]),
        reverse("records:weeks", args=[world.second.room_id]),
        reverse("records:weeks", args=[worlds.b.first.room_id]),
        reverse("apprenticeships:school_class", args=[world.school_class.room_id]),
        reverse("privacy:seen_as", args=[room, membership_of(trainer, room)]),
        "gibt/es/nicht/",
        "/etc/passwd",
    ):
        response = seen_as(client, room, trainer, page or "/")
        assert response.status_code == (200 if page == "/" else 404), page


def test_nothing_can_be_sent_to_the_view(world_a: World, client_of: ClientOf) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    week = reverse("records:act", args=[room, world_a.first.weeks.monday("submitted"), "unterschreiben"])
    address = reverse("privacy:seen_as", args=[room, membership_of(trainer, room)])
    client, before = client_of(world_a.first.apprentice), digest()
    for page in (
        "",
        week.lstrip("/"),
        reverse("records:week", args=[room, world_a.first.weeks.monday("submitted")]).lstrip("/"),
    ):
        assert client.post(f"{address}{page}", {"seen": "x"}).status_code == 405
    assert seen_as(client, room, trainer, week).status_code == 404
    assert digest() == before


def test_links_stay_in_the_view_or_do_nothing_and_forms_are_gone(world_a: World, client_of: ClientOf) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    client = client_of(world_a.first.apprentice)
    inside = reverse("privacy:seen_as", args=[room, membership_of(trainer, room)])
    for page in pages_of(world_a):
        if seen_as(client, room, trainer, page).status_code != 200:
            continue
        text = shown(client, room, trainer, page)
        for href in re.findall(r'<a\b[^>]*\shref="([^"]*)"', text):
            assert href.startswith((inside, "#")), (page, href)
        assert "<form" not in text
        assert "csrfmiddlewaretoken" not in text
        assert "hx-" not in text
        for control in re.findall(r"<(?:button|input|select|textarea)\b[^>]*>", text):
            assert "disabled" in control, (page, control)
    text = shown(client, room, trainer)
    assert f'href="{inside}nachweis/{room}/"' in text
    assert "data-inert" in text


def test_every_page_that_is_shown_exists_and_belongs_to_a_room() -> None:
    for name in shown_pages("apprenticeship"):
        arguments = {"room_id": UUID(int=1)}
        if name in ("records:week", "records:history"):
            arguments["monday"] = today() - timedelta(days=today().weekday())
        assert reverse(name, kwargs=arguments)
    assert shown_pages("class") == frozenset()
    assert shown_pages("team") == frozenset()


def test_the_view_costs_little_more_than_the_page(
    world_a: World, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    client = client_of(world_a.first.apprentice)
    for page, most in (
        (reverse("records:weeks", args=[room]), 30),
        (reverse("privacy:who_sees_what", args=[room]), 34),
    ):
        shown(client, room, trainer, page)
        with django_assert_max_num_queries(most):
            seen_as(client, room, trainer, page)


def test_classmates_stay_unseen_in_the_view_of_their_teacher(worlds: Worlds, client_of: ClientOf) -> None:
    """The class's room is open in the view for its lesson topics; who else is in the class is not on any page."""
    world, room = worlds.a, worlds.a.first.room_id
    client, teacher = client_of(world.first.apprentice), world.people["class_teacher"]
    classmates = {world.second.apprentice.name, world.pupil.name, world.second.firm.organisation.name}
    opened = set()
    for page in pages_of(world):
        response = seen_as(client, room, teacher, page)
        if response.status_code == 200:
            opened.add(page)
            assert not [name for name in classmates if name in response.content.decode()], page
    assert reverse("schedule:lessons", args=[room]) in opened
    assert reverse("schedule:absences", args=[room]) in opened
