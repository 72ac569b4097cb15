"""A version is published by those who may, with what changed; it never changes again, and nobody sees a draft who does not teach the class."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.clients import standing_as
from tests.planning.school_lane.pages import (
    bars,
    blocks,
    curriculum,
    draft,
    field,
    make_draft,
    make_version,
    seen,
    url,
    versions,
)
from tests.worlds import ACTOR, World
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.models import DidacticPlan, RadarSign
from zweiklang.planning.school_lane.publishing import publish
from zweiklang.planning.school_lane.selectors import published_fields
from zweiklang.planning.school_lane.shapes import Placed
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]
READERS = ("apprentice", "second_apprentice", "trainer", "training_manager", "other_trainer", "guardian")


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


@pytest.fixture
def weeks(world_a: World) -> list[date]:
    curriculum()
    return blocks(world_a, 0, 1, 2, 3, 4, 5, 6, 7)


def send(client: Client, world: World, token: str, note: str = "") -> int:
    return client.post(url(world, "publish"), {"seen": token, "note": note}).status_code


def test_a_published_version_is_read_by_the_class_and_its_firms(
    client_of: ClientOf, teacher: Client, world_a: World, weeks: list[date]
) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[3], 80)])
    for name in READERS:
        page = client_of(world_a.people[name]).get(url(world_a)).content.decode()
        assert "Noch nicht veröffentlicht" in page, name
        assert "Software anpassen" not in page, name
    assert send(teacher, world_a, seen(plan), "Erster  Plan") == 302
    assert versions(world_a) == [1]
    for name in READERS:
        client = client_of(world_a.people[name])
        page = client.get(url(world_a)).content.decode()
        assert "Fassung 1" in page, name
        assert "Erster Plan" in page, name
        assert "LF 7 · Software anpassen" in page, name
        assert "Entwurf" not in page, name
        assert client.get(url(world_a, "draft")).status_code == 403, name


def test_who_only_teaches_writes_and_does_not_publish(
    client_of: ClientOf, world_a: World, weeks: list[date]
) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[3], 80)])
    subject_teacher = client_of(world_a.people["subject_teacher"])
    assert "Veröffentlichen" not in subject_teacher.get(url(world_a, "draft")).content.decode()
    assert send(subject_teacher, world_a, seen(plan)) == 403
    assert versions(world_a) == []
    assert send(client_of(world_a.people["school_office"]), world_a, seen(plan)) == 302
    assert versions(world_a) == [1]


def test_a_moved_lernfeld_is_a_new_version_with_words_and_the_old_one_stays(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    first = make_version(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    teacher.post(url(world_a, "begin"), {"start": "kopie", "source": str(first.pk)})
    plan = draft(world_a)
    assert plan
    with as_system(ACTOR):
        plan.placements.update(first_week=weeks[2], last_week=weeks[3])
    page = teacher.get(url(world_a, "publish")).content.decode()
    assert f"KW {weeks[0].isocalendar().week}" in page
    assert "später" in page
    assert send(teacher, world_a, seen(plan)) == 302
    assert versions(world_a) == [1, 2]
    assert bars(first) == [("7", weeks[0], weeks[1], 80)]
    page = teacher.get(url(world_a, "versions")).content.decode()
    assert "später" in page
    assert page.index("Fassung 2") < page.index("Fassung 1")
    page = teacher.get(f"{url(world_a, 'version', 1)}?mit=2").content.decode()
    assert "früher" in page


def test_the_newest_version_is_what_other_parts_of_planning_read(
    client_of: ClientOf, world_a: World, world_b: World, weeks: list[date]
) -> None:
    make_version(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    make_version(world_a, [Placed(field("8").pk, weeks[2], weeks[3], 60)], version=2)
    make_draft(world_a, [Placed(field("6").pk, weeks[0], weeks[0], 40)], version=3)
    room, foreign = world_a.school_class.room_id, world_b.school_class.room_id
    make_version(world_b, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    with standing_as(world_a.people["class_teacher"]):
        found = published_fields([room, foreign])
    assert found[foreign] == []
    assert [(one.number, one.first_week, one.last_week, one.hours, one.version) for one in found[room]] == [
        ("8", weeks[2], weeks[3], 60, 2)
    ]
    with standing_as(world_b.people["trainer"]):
        assert published_fields([room, foreign])[room] == []


def test_what_is_published_twice_is_published_once(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    token = seen(plan)
    assert send(teacher, world_a, token) == 302
    answer = teacher.post(url(world_a, "publish"), {"seen": token}, follow=True)
    assert answer.redirect_chain[-1][0] == url(world_a)
    assert versions(world_a) == [1]


def test_a_draft_that_somebody_changed_since_is_not_published_unread(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    token = seen(plan)
    with as_system(ACTOR):
        DidacticPlan.objects.filter(pk=plan.pk).update(revision=plan.revision + 1)
    answer = teacher.post(url(world_a, "publish"), {"seen": token}, follow=True)
    assert "Inzwischen hat jemand den Entwurf geändert" in answer.content.decode()
    assert versions(world_a) == []


@pytest.mark.parametrize("nothing", [True, False])
def test_what_says_nothing_new_is_not_published(
    teacher: Client, world_a: World, weeks: list[date], nothing: bool
) -> None:
    placed = [] if nothing else [Placed(field("7").pk, weeks[0], weeks[1], 80)]
    if not nothing:
        make_version(world_a, placed)
    plan = make_draft(world_a, placed, version=2)
    page = teacher.get(url(world_a, "publish")).content.decode()
    assert re.search(r'aria-disabled="true"[^>]*>.*?Veröffentlichen', page, re.DOTALL)
    with standing_as(world_a.people["class_teacher"]), pytest.raises(Conflict):
        publish(
            actor_of(world_a.people["class_teacher"]),
            school_class=world_a.school_class,
            seen=seen(plan),
            note="",
        )
    assert draft(world_a)


def test_a_published_version_is_not_given_up_or_written(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    send(teacher, world_a, seen(plan))
    token = seen(plan)
    for name in ("discard", "draft"):
        teacher.post(url(world_a, name), {"seen": token, "je_tag": "6"})
    teacher.post(url(world_a, "undo"))
    assert versions(world_a) == [1]
    assert bars(plan) == [("7", weeks[0], weeks[1], 80)]


def test_a_lost_right_publishes_nothing(client_of: ClientOf, world_a: World, weeks: list[date]) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    for name in (*READERS, "subject_teacher"):
        assert send(client_of(world_a.people[name]), world_a, seen(plan)) == 403, name
    assert versions(world_a) == []


def test_the_radar_hears_of_moves_and_not_of_a_first_version(
    teacher: Client, world_a: World, weeks: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, list[int]]] = []
    monkeypatch.setattr(
        "zweiklang.planning.school_lane.publishing.note_moves",
        lambda actor, *, plan, moves: told.append((plan.version, [move.shift for move in moves])),
    )
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    send(teacher, world_a, seen(plan))
    assert told == []
    later = make_draft(world_a, [Placed(field("7").pk, weeks[3], weeks[4], 80)], version=2)
    send(teacher, world_a, seen(later))
    assert told == [(2, [(weeks[3] - weeks[0]).days // 7])]
    with as_system(ACTOR):
        assert not RadarSign.objects.filter(plan=later).exists()


def test_a_note_that_is_too_long_stays_on_the_page(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    answer = teacher.post(url(world_a, "publish"), {"seen": seen(plan), "note": "neu " * 100})
    assert answer.status_code == 422
    assert "neu neu" in answer.content.decode()
    assert versions(world_a) == []
