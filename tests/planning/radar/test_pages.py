"""The page of signs, settling them, what a firm looks for partners for, and the lines of "Heute"."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before, standing_as
from tests.planning.proposals.talks import answer, suggest
from tests.planning.radar.lanes import entry, field, link, monday, night, publish, signs
from tests.privacy.deciding import firm_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import assign_trainer
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.models import PlanEntry, RadarSign
from zweiklang.planning.public import planning_waiting, signs_for
from zweiklang.rooms.public import as_system, my_standings

type Browser = Callable[[Person | None], Client]
RADAR = "/planung/hinweise/"


@pytest.fixture
def moved(worlds: Worlds) -> World:
    """LF 7 of world A's class begins four weeks later than the first firm was told."""
    world = worlds.a
    link(worlds.positions[0], "7", confirmed_by=world)
    entry(world.first.room_id, worlds.positions[0], (14, 17))
    publish(world, lf7=(10, 13))
    publish(world, lf7=(14, 17))
    return world


def page(client_of: Browser, person: Person, address: str = RADAR) -> str:
    response = client_of(person).get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def week(weeks: int) -> str:
    return f"KW {monday(weeks).isocalendar().week}"


def test_a_sign_says_what_moved_with_both_weeks_and_the_parts_of_the_plan(
    moved: World, client_of: Browser
) -> None:
    text = page(client_of, moved.people["trainer"])
    assert "LF 7 beginnt 4 Wochen später" in text
    assert f"Software anpassen: ab {week(14)} statt {week(10)}" in text
    assert "Planen des Arbeitsablaufs" in text
    assert "zur gleichen Zeit wie in der Schule" in text
    assert moved.first.apprentice.name in text


def test_it_leads_to_the_time_line_to_moving_and_to_suggesting(moved: World, client_of: Browser) -> None:
    with as_system(ACTOR):
        part = PlanEntry.objects.get(room_id=moved.first.room_id)
    room = moved.first.room_id
    links = {
        "time line": f"zeige=e-{part.pk}",
        "moving": reverse("planning:plan_entry", args=[room, part.pk]),
        "suggesting": reverse("planning:new_proposal", args=[room]),
    }
    trainer, apprentice = (page(client_of, moved.people[name]) for name in ("trainer", "apprentice"))
    assert [name for name, href in links.items() if href not in trainer] == []
    assert [name for name, href in links.items() if href in apprentice] == ["time line"]
    assert f"art=verschieben&lernfeld={field('7').pk}&woche={monday(10).isoformat()}" in trainer
    client = client_of(moved.people["trainer"])
    for href in links.values():
        if href.startswith("/"):
            assert client.get(href).status_code == 200


def test_two_weeks_before_the_sign_says_so_and_with_time_it_says_less(
    worlds: Worlds, client_of: Browser
) -> None:
    link(worlds.positions[0], "7", confirmed_by=worlds.a)
    entry(worlds.a.first.room_id, worlds.positions[0], (3, 6))
    publish(worlds.a, lf7=(2, 4))
    night()
    text = page(client_of, worlds.a.people["trainer"])
    assert "In zwei Wochen beginnt LF 7" in text
    assert "Diese Abschnitte passen dazu:" in text


def test_others_see_no_sign_and_a_firm_without_one_reads_why(
    moved: World, worlds: Worlds, client_of: Browser
) -> None:
    people = [
        moved.people[name]
        for name in ("other_trainer", "second_apprentice", "class_teacher", "head_of_school")
    ]
    for person in (*people, worlds.b.people["trainer"], *worlds.roomless.values()):
        text = page(client_of, person)
        assert "LF 7 beginnt" not in text, person
        assert moved.first.apprentice.name not in text, person
    assert "Keine Hinweise" in page(client_of, moved.people["other_trainer"])


def test_a_teacher_reads_what_begins_in_the_class_and_no_number_of_plans(
    worlds: Worlds, client_of: Browser
) -> None:
    world = worlds.a
    link(worlds.positions[0], "7", confirmed_by=world)
    entry(world.first.room_id, worlds.positions[0], (3, 6))
    publish(world, lf7=(2, 4))
    night()
    text = page(client_of, world.people["class_teacher"])
    assert "In zwei Wochen beginnt LF 7 „Software anpassen“" in text
    assert "Planen des Arbeitsablaufs" not in text
    assert world.first.apprentice.name not in text


def test_a_teacher_sees_the_signs_of_plans_the_firm_shows_by_class(moved: World, client_of: Browser) -> None:
    firm_decides(moved, "open")
    text = page(client_of, moved.people["class_teacher"])
    assert f"Klasse {moved.school_class.label}" in text
    assert f"LF 7 beginnt 4 Wochen später · {moved.first.apprentice.name}" in text
    assert reverse("planning:new_class_proposal", args=[moved.school_class.room_id]) in text
    assert "sagt der Betrieb" in text
    assert "Planen des Arbeitsablaufs" not in page(client_of, moved.people["other_trainer"])


def test_the_firm_settles_a_sign_and_opens_it_again(moved: World, client_of: Browser) -> None:
    (sign,) = signs()
    client, address = (
        client_of(moved.people["deputy_trainer"]),
        reverse("planning:settle_sign", args=[sign.pk]),
    )
    for _ in range(2):
        assert "Erledigt." in unescape(client.post(address, {"act": "settle"}, follow=True).content.decode())
    assert signs() == []
    assert "LF 7 beginnt 4 Wochen später" in page(client_of, moved.people["trainer"], f"{RADAR}?erledigt")
    assert "LF 7 beginnt" not in page(client_of, moved.people["trainer"])
    client.post(address, {"act": "reopen"})
    assert len(signs()) == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("apprentice", 403),
        ("guardian", 403),
        ("class_teacher", 404),
        ("other_trainer", 404),
        ("second_apprentice", 404),
        ("head_of_school", 404),
        ("chamber_adviser", 404),
    ],
)
def test_nobody_else_settles_it(moved: World, client_of: Browser, name: str, status: int) -> None:
    (sign,) = signs()
    address = reverse("planning:settle_sign", args=[sign.pk])
    response = client_of(moved.people[name]).post(address, {"act": "settle"})
    assert response.status_code == status
    assert len(signs()) == 1


def test_a_teacher_who_sees_it_does_not_settle_it(moved: World, client_of: Browser) -> None:
    firm_decides(moved, "open")
    (sign,) = signs()
    response = client_of(moved.people["class_teacher"]).post(reverse("planning:settle_sign", args=[sign.pk]))
    assert response.status_code == 403
    assert len(signs()) == 1


def test_what_has_moved_since_is_not_opened_again(moved: World, client_of: Browser) -> None:
    (old,) = signs()
    publish(moved, lf7=(10, 13))
    client = client_of(moved.people["trainer"])
    address = reverse("planning:settle_sign", args=[old.pk])
    text = unescape(client.post(address, {"act": "reopen"}, follow=True).content.decode())
    assert "gilt nicht mehr" in text
    assert signs() == []


def test_a_plan_that_was_moved_after_it_fits_again(moved: World, client_of: Browser) -> None:
    with as_system(ACTOR):
        PlanEntry.objects.update(first_week=monday(5), last_week=monday(6))
    assert "Plan passt<" not in page(client_of, moved.people["trainer"])
    with as_system(ACTOR):
        PlanEntry.objects.update(first_week=monday(19), last_week=monday(20))
    assert "Plan passt<" in page(client_of, moved.people["trainer"])


def test_parts_that_left_the_plan_are_counted_only(moved: World, client_of: Browser) -> None:
    with as_system(ACTOR):
        PlanEntry.objects.all().delete()
    assert "Ein Abschnitt steht nicht mehr im Plan." in page(client_of, moved.people["trainer"])


def test_proposals_that_wait_for_ones_side_stand_above(moved: World, client_of: Browser) -> None:
    made = suggest(moved.people["class_teacher"], moved.first.room_id)
    href = reverse("planning:proposal", args=[moved.first.room_id, made.pk])
    assert href in page(client_of, moved.people["trainer"])
    for name in ("class_teacher", "apprentice", "guardian", "other_trainer"):
        assert href not in page(client_of, moved.people[name]), name
    answer(moved.people["trainer"], made, "decline")
    assert href not in page(client_of, moved.people["trainer"])


def test_the_same_proposal_for_several_apprentices_of_a_firm_is_one_line(
    moved: World, client_of: Browser
) -> None:
    with as_system(ACTOR):
        begins = moved.first.contract.first_day
        second = moved.second.contract
        assign_trainer(
            ACTOR, contract=second, person=moved.people["trainer"], capacity="trainer", first_day=begins
        )
        second.firm = moved.first.firm.organisation
        second.save(update_fields=["firm"])
    suggest(moved.people["class_teacher"], moved.first.room_id, moved.second.room_id)
    text = page(client_of, moved.people["trainer"])
    assert text.count(">Antworten<") == 1
    names = {moved.first.apprentice.name, moved.second.apprentice.name}
    assert any(f"betrifft {one}, {other}" in text for one in names for other in names - {one})


def test_only_the_firm_reads_for_what_it_looks_for_partners(
    moved: World, worlds: Worlds, client_of: Browser
) -> None:
    entry(moved.first.room_id, worlds.positions[1], (20, 22), partner_wanted=True)
    firm_decides(moved, "open")
    address = f"{RADAR}partner/"
    for name, person in moved.people.items():
        found = "Entwickeln und Prüfen" in page(client_of, person, address)
        assert found == (name in {"trainer", "deputy_trainer", "training_manager"}), name


def lines(person: Person) -> list[str]:
    with standing_as(person):
        return [one.title for one in planning_waiting(actor_of(person), my_standings().values())]


def test_today_has_a_line_for_the_firm_and_for_nobody_else(moved: World, worlds: Worlds) -> None:
    people = moved.people | {"b": worlds.b.people["trainer"], **worlds.roomless}
    found = {name for name, person in people.items() if lines(person)}
    assert found == {"trainer", "deputy_trainer", "training_manager"}
    assert lines(moved.people["trainer"]) == ["1 Hinweis zur Planung"]


def test_today_leaves_a_teacher_alone_after_a_week(moved: World) -> None:
    firm_decides(moved, "open")
    teacher = moved.people["class_teacher"]
    assert lines(teacher) == ["1 Hinweis zur Planung"]
    with as_system(ACTOR):
        RadarSign.objects.update(made_on=today() - timedelta(days=7))
    assert lines(teacher) == []
    assert lines(moved.people["trainer"]) == ["1 Hinweis zur Planung"]


def test_today_asks_whoever_should_answer_and_nobody_else(moved: World) -> None:
    with as_system(ACTOR):
        RadarSign.objects.update(settled_on=today())
    made = suggest(moved.people["class_teacher"], moved.first.room_id)
    own = suggest(moved.people["trainer"], moved.first.room_id, kind="visit", from_week=None)
    waiting = {name: lines(person) for name, person in moved.people.items() if lines(person)}
    one = ["Ein Vorschlag wartet auf Ihre Antwort"]
    assert waiting == dict.fromkeys(("trainer", "deputy_trainer", "training_manager", "class_teacher"), one)
    answer(moved.people["trainer"], made, "accept")
    answer(moved.people["class_teacher"], own, "decline")
    assert [name for name, person in moved.people.items() if lines(person)] == []


def test_today_shows_the_line(moved: World, client_of: Browser) -> None:
    assert "1 Hinweis zur Planung" in page(client_of, moved.people["trainer"], "/")


def test_the_page_takes_the_same_few_statements_whatever_the_number(
    moved: World, worlds: Worlds, client_of: Browser
) -> None:
    trainer = moved.people["trainer"]
    suggest(moved.people["class_teacher"], moved.first.room_id)
    counted = []
    for _ in range(2):
        client = client_of(trainer)
        show_before(client, RADAR)
        with statements() as sent:
            assert client.get(RADAR).status_code == 200
        counted.append(len(sent) - 1)
        for number in range(4):
            link(worlds.positions[0], "8", confirmed_by=None)
            publish(moved, lf7=(14, 17), lf8=(20 + 8 * number, 22 + 8 * number))
            suggest(moved.people["class_teacher"], moved.first.room_id)
    assert counted[0] == counted[1]
    assert counted[0] <= 12


def test_signs_for_nobodys_rooms_ask_nothing(world_a: World) -> None:
    with standing_as(world_a.people["trainer"]), statements() as sent:
        assert signs_for([]) == []
    assert [sql for sql in sent if "radarsign" in sql] == []
