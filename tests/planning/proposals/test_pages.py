"""Pages of proposals: what each side finds there, forms with and without mistakes, and the way into the editors."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before
from tests.planning.proposals.talks import answer, both_lanes, everything, of_room, said, shown, suggest
from tests.planning.radar.lanes import entry, field, monday
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.planning.models import AlignmentProposal, DidacticPlan, FieldPlacement
from zweiklang.rooms.public import as_system

type Browser = Callable[[Person | None], Client]


@pytest.fixture
def world(world_a: World) -> World:
    both_lanes(world_a)
    return world_a


def text_of(response: object) -> str:
    return unescape(response.content.decode())


def page_of(world: World, made: AlignmentProposal) -> str:
    return reverse("planning:proposal", args=[world.first.room_id, made.pk])


def test_a_teacher_suggests_to_all_firms_and_reads_how_many_agree(world: World, client_of: Browser) -> None:
    client = client_of(world.people["class_teacher"])
    address = reverse("planning:new_class_proposal", args=[world.school_class.room_id])
    page = text_of(client.get(address, {"lernfeld": str(field("7").pk), "woche": monday(14).isoformat()}))
    assert f'value="{field("7").pk}" selected' in page
    assert f'value="{monday(14).isoformat()}" selected' in page
    assert world.second.firm.organisation.name in page
    sent = {
        "batch": str(new_id()),
        "rooms": [str(world.first.room_id), str(world.second.room_id)],
        "learning_field": str(field("7").pk),
        "to_week": monday(14).isoformat(),
        "text": "Die Werkstatt ist vorher belegt.",
    }
    page = text_of(client.post(address, sent, follow=True))
    assert "für 2 Auszubildende" in page
    assert "0 von 2 Betrieben einverstanden" in page
    with as_system(ACTOR):
        made = AlignmentProposal.objects.get(room_id=world.first.room_id)
    assert (made.from_week, made.to_week) == (monday(10), monday(14))
    answer(world.people["trainer"], made, "accept")
    assert "1 von 2 Betrieben einverstanden" in text_of(client.get(address.removesuffix("neu/")))
    again = text_of(client.post(address, sent, follow=True))
    assert "haben Sie schon gemacht" in again
    with as_system(ACTOR):
        assert AlignmentProposal.objects.count() == 2


def test_what_was_typed_stays_where_something_is_missing(world: World, client_of: Browser) -> None:
    client = client_of(world.people["class_teacher"])
    address = reverse("planning:new_class_proposal", args=[world.school_class.room_id])
    before = everything()
    sent = {
        "batch": str(new_id()),
        "learning_field": "",
        "to_week": monday(14).isoformat(),
        "text": "Weil es so ist",
    }
    response = client.post(address, sent)
    assert response.status_code == 422
    page = text_of(response)
    assert "Weil es so ist" in page
    assert "mindestens einen Betrieb" in page
    assert everything() == before


@pytest.mark.parametrize("foreign", ["room", "lernfeld", "week"])
def test_what_the_form_did_not_offer_is_not_taken(
    world: World, worlds: Worlds, client_of: Browser, foreign: str
) -> None:
    both_lanes(worlds.b)
    client = client_of(world.people["class_teacher"])
    address = reverse("planning:new_class_proposal", args=[world.school_class.room_id])
    sent = {
        "batch": str(new_id()),
        "rooms": [str(worlds.b.first.room_id if foreign == "room" else world.first.room_id)],
        "learning_field": str(field("10" if foreign == "lernfeld" else "7").pk),
        "to_week": "2001-01-02" if foreign == "week" else monday(14).isoformat(),
    }
    before = everything()
    assert client.post(address, sent).status_code == 422
    assert everything() == before


def test_a_firm_suggests_to_move_a_part_of_its_plan(world: World, worlds: Worlds, client_of: Browser) -> None:
    own = entry(world.first.room_id, worlds.positions[0], (14, 17))
    client = client_of(world.people["trainer"])
    page = text_of(of_room(client, world, "new_proposal", art="tauschen", abschnitt=str(own.pk)))
    assert "Planen des Arbeitsablaufs" in page
    sent = {"batch": str(new_id()), "entry": str(own.pk), "to_week": monday(20).isoformat(), "text": ""}
    address = reverse("planning:new_proposal", args=[world.first.room_id]) + "?art=tauschen"
    assert client.post(address, sent).status_code == 302
    with as_system(ACTOR):
        made = AlignmentProposal.objects.get(room_id=world.first.room_id)
    assert (made.kind, made.position_id, made.from_week, made.to_week) == (
        "swap", worlds.positions[0].pk, monday(14), monday(20),
    )  # fmt: skip


def test_a_teacher_who_does_not_see_the_plan_is_not_offered_its_parts(
    world: World, worlds: Worlds, client_of: Browser
) -> None:
    entry(world.first.room_id, worlds.positions[0], (14, 17))
    page = text_of(of_room(client_of(world.people["class_teacher"]), world, "new_proposal", art="tauschen"))
    assert "Abschnitt verlegen" not in page
    assert "Planen des Arbeitsablaufs" not in page


def test_both_sides_and_the_apprentice_read_the_history_with_who_is_who(
    world: World, client_of: Browser
) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id, text="Prüfung verlegt")
    answer(world.people["apprentice"], made, "comment", "Mir passt das")
    answer(world.people["trainer"], made, "accept", "Geht")
    for name in ("class_teacher", "trainer", "apprentice", "guardian"):
        page = text_of(client_of(world.people[name]).get(page_of(world, made)))
        assert "LF 7 „Software anpassen“ verschieben" in page
        assert "4 Wochen später" in page
        assert "(Betrieb) ist einverstanden: „Geht“" in page
        assert "(Auszubildende/r) schreibt: „Mir passt das“" in page


def test_the_buttons_are_those_of_ones_side(world: World, client_of: Browser) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    wanted = {
        "class_teacher": {"withdraw", "comment"},
        "trainer": {"accept", "decline", "comment"},
        "apprentice": {"comment"},
        "guardian": set(),
    }
    for name, buttons in wanted.items():
        page = text_of(client_of(world.people[name]).get(page_of(world, made)))
        found = {one for one in ("accept", "decline", "withdraw", "comment") if f'value="{one}"' in page}
        assert found == buttons, name


def test_an_answer_is_given_on_the_page_and_a_second_click_says_so(world: World, client_of: Browser) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    client = client_of(world.people["trainer"])
    sent = {"act": str(new_id()), "seen": "", "says": "accept", "text": "Gut"}
    assert "Beide Seiten sehen es." in text_of(client.post(page_of(world, made), sent, follow=True))
    assert "Das steht schon so da." in text_of(client.post(page_of(world, made), sent, follow=True))
    assert said(made) == [("firm", "accept")]


def test_a_late_answer_is_asked_again_and_keeps_its_words(world: World, client_of: Browser) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    answer(world.people["deputy_trainer"], made, "decline")
    client = client_of(world.people["trainer"])
    sent = {"act": str(new_id()), "seen": "", "says": "accept", "text": "Meine Worte"}
    response = client.post(page_of(world, made), sent)
    assert response.status_code == 409
    page = text_of(response)
    assert "Inzwischen hat jemand geantwortet" in page
    assert "Meine Worte" in page
    assert said(made) == [("firm", "decline")]
    seen = shown(world.people["trainer"], made).last
    assert f'name="seen" value="{seen}"' in page


def test_a_refused_answer_says_why_and_changes_nothing(world: World, client_of: Browser) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    before = everything()
    sent = {"act": str(new_id()), "seen": "", "says": "accept", "text": ""}
    response = client_of(world.people["apprentice"]).post(page_of(world, made), sent)
    assert response.status_code == 403
    assert "beantwortet der Betrieb" in text_of(response)
    for name in ("other_trainer", "subject_teacher", "chamber_adviser", "second_apprentice"):
        assert client_of(world.people[name]).post(page_of(world, made), sent).status_code == 404
    assert everything() == before


def test_a_proposal_of_another_room_is_404_in_ones_own(world: World, client_of: Browser) -> None:
    made = suggest(world.people["class_teacher"], world.second.room_id)
    assert client_of(world.people["class_teacher"]).get(page_of(world, made)).status_code == 404


def test_an_agreed_move_opens_the_editor_filled_in_and_stores_no_move(
    world: World, client_of: Browser
) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    teacher = client_of(world.people["class_teacher"])
    step = reverse("planning:enter_proposal", args=[world.school_class.room_id, made.pk])
    assert step not in text_of(teacher.get(page_of(world, made)))
    before = everything()
    assert "einverstanden ist" in text_of(teacher.post(step, follow=True))
    assert everything() == before
    answer(world.people["trainer"], made, "accept")
    assert step in text_of(teacher.get(page_of(world, made)))
    assert step not in text_of(client_of(world.people["trainer"]).get(page_of(world, made)))
    response = teacher.post(step, follow=True)
    assert response.status_code == 200
    page = text_of(response)
    assert "schon in der vereinbarten Woche" in page
    assert f'value="{monday(14).isoformat()}" selected' in page
    with as_system(ACTOR):
        assert DidacticPlan.objects.filter(state="draft").count() == 1
        stored = FieldPlacement.objects.filter(learning_field=field("7")).values_list("first_week", flat=True)
        assert {*stored} == {monday(10)}


def test_others_do_not_open_the_editor_with_it(world: World, client_of: Browser) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    answer(world.people["trainer"], made, "accept")
    step = reverse("planning:enter_proposal", args=[world.school_class.room_id, made.pk])
    before = everything()
    for name in ("trainer", "apprentice", "subject_teacher", "head_of_school", "other_trainer"):
        assert client_of(world.people[name]).post(step).status_code == 404, name
    assert everything() == before


def test_an_agreed_swap_opens_the_form_of_the_part_filled_in(
    world: World, worlds: Worlds, client_of: Browser
) -> None:
    own = entry(world.first.room_id, worlds.positions[0], (14, 17))
    terms = {"position_id": worlds.positions[0].pk, "from_week": monday(14), "to_week": monday(20)}
    made = suggest(world.people["trainer"], world.first.room_id, kind="swap", **terms)
    answer(world.people["class_teacher"], made, "accept")
    trainer = client_of(world.people["trainer"])
    step = (
        reverse("planning:plan_entry", args=[world.first.room_id, own.pk])
        + f"?woche={monday(20).isoformat()}"
    )
    assert step in text_of(trainer.get(page_of(world, made)))
    page = text_of(trainer.get(step))
    assert f'value="{monday(20).isoformat()}"' in page
    assert f'value="{monday(23).isoformat()}"' in page


def test_pages_take_the_same_few_statements_whatever_their_number(
    world: World, worlds: Worlds, client_of: Browser
) -> None:
    teacher, trainer = world.people["class_teacher"], world.people["trainer"]
    entry(world.first.room_id, worlds.positions[0], (14, 17))
    made = suggest(teacher, world.first.room_id, world.second.room_id)
    room, of_class = [world.first.room_id], [world.school_class.room_id]
    pages = {
        reverse("planning:proposals", args=room): (trainer, 8),
        page_of(world, made): (trainer, 12),
        reverse("planning:new_proposal", args=room): (trainer, 10),
        reverse("planning:class_proposals", args=of_class): (teacher, 8),
        reverse("planning:new_class_proposal", args=of_class): (teacher, 8),
    }
    counted = []
    for _ in range(2):
        found = {}
        for path, (person, most) in pages.items():
            client = client_of(person)
            show_before(client, path)
            with statements() as sent:
                assert client.get(path).status_code == 200
            assert len(sent) - 1 <= most, (path, sent)
            found[path] = len(sent)
        counted.append(found)
        for _ in range(3):
            answer(trainer, suggest(teacher, world.first.room_id, world.second.room_id), "comment", "Ja")
    assert counted[0] == counted[1]
