"""Classes go to another school: offered, confirmed, and given back; contracts, records and firms stay."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.offices.staff import employ
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    Pupil,
    SchoolClass,
    assign_teacher,
    end_teaching_assignment,
)
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.offices.services.handovers import Wish, hand_over, undo_handover
from zweiklang.people.public import Person, actor_of
from zweiklang.records.public import Week
from zweiklang.rooms.public import Membership, as_system
from zweiklang.rosters.moving import offer_classes, take_classes
from zweiklang.rosters.public import ImportRun, undo_run

ClientOf = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def other_ids(worlds: Worlds) -> None:
    """The worlds' pupils have the same ids in both schools; real ones have not."""
    with as_system(ACTOR):
        Pupil.objects.filter(school=worlds.b.school).update(external_id="")


def _stays() -> set[tuple[object, ...]]:
    """Who is in which room as what from when to when; the ids of memberships are new after a way there and back."""
    with as_system(ACTOR):
        return set(Membership.objects.values_list("room", "person", "capacity", "first_day", "last_day"))


def _offered(worlds: Worlds) -> ImportRun:
    """The run in the receiving school's room."""
    offer_classes(ACTOR, school=worlds.a.school, classes=[worlds.a.school_class], to=worlds.b.school)
    with as_system(ACTOR):
        return ImportRun.objects.get(school=worlds.b.school, kind="take")


def _head(world: World) -> Person:
    return world.people["head_of_school"]


def test_classes_and_pupils_change_their_school_and_nothing_else_does(worlds: Worlds) -> None:
    run = _offered(worlds)
    with as_system(ACTOR):
        contracts = list(Contract.objects.order_by("pk").values())
        weeks = Week.objects.count()
    with standing_as(_head(worlds.b)):
        take_classes(actor_of(_head(worlds.b)), run_id=run.pk)
    with as_system(ACTOR):
        moved = SchoolClass.objects.get(pk=worlds.a.school_class.pk)
        assert moved.school == worlds.b.school
        assert Pupil.objects.filter(school=worlds.a.school).count() == 0
        pia = Pupil.objects.get(person=worlds.a.pupil)
        assert (pia.school_id, pia.room_id) == (worlds.b.school.pk, worlds.b.team_room_id)
        assert Enrolment.objects.get(pupil=pia).room_id == worlds.b.team_room_id
        assert list(Contract.objects.order_by("pk").values()) == contracts
        assert Week.objects.count() == weeks
        heads = Membership.objects.filter(room=moved.room, capacity="head_of_school")
        assert [one.person for one in heads] == [_head(worlds.b)]
        teacher = Membership.objects.filter(
            room=worlds.a.first.room_id, person=worlds.a.people["class_teacher"]
        )
        assert [one.last_day for one in teacher] == [today()]
    with standing_as(worlds.a.first.firm.trainer):
        assert Week.objects.filter(room_id=worlds.a.first.room_id).exists()


def test_the_receiving_school_gives_back(worlds: Worlds) -> None:
    before = tables.digest()
    run = _offered(worlds)
    offered, stays = tables.digest(), _stays()
    take_classes(ACTOR, run_id=run.pk)
    undo_run(ACTOR, run_id=run.pk)
    after = tables.digest()
    assert {name for name in after if after[name] != offered[name]} <= {
        "rosters_importrun",
        "rosters_importchange",
        "rooms_membership",
        "rooms_jurisdiction",
    }
    assert _stays() == stays
    assert before["apprenticeships_schoolclass"] == after["apprenticeships_schoolclass"]
    with as_system(ACTOR):
        assert set(ImportRun.objects.filter(kind__in=["move", "take"]).values_list("state", flat=True)) == {
            "undone"
        }


def test_classes_do_not_go_back_with_teachers_of_the_school_that_took_them(worlds: Worlds) -> None:
    run = _offered(worlds)
    take_classes(ACTOR, run_id=run.pk)
    teacher = worlds.b.people["subject_teacher"]
    with as_system(ACTOR):
        moved = SchoolClass.objects.get(pk=worlds.a.school_class.pk)
        teaching = assign_teacher(
            ACTOR, school_class=moved, person=teacher, capacity="class_teacher", first_day=today()
        )
    before = tables.digest()
    with standing_as(_head(worlds.b)), pytest.raises(Conflict, match="Unterrichtsaufträge"):
        undo_run(actor_of(_head(worlds.b)), run_id=run.pk)
    assert tables.digest() == before
    end_teaching_assignment(ACTOR, teaching=teaching, last_day=today())
    with standing_as(_head(worlds.b)):
        undo_run(actor_of(_head(worlds.b)), run_id=run.pk)


def test_undoing_a_hand_over_opens_no_class_that_is_another_schools_by_now(worlds: Worlds) -> None:
    staff, head = employ(worlds.a), _head(worlds.a)
    leader = worlds.a.people["class_teacher"]
    with standing_as(head):
        wish = Wish(leader, staff.colleague, today())
        handover = hand_over(actor_of(head), organisation=worlds.a.school, wish=wish)
    take_classes(ACTOR, run_id=_offered(worlds).pk)
    before = tables.digest()
    with standing_as(head), pytest.raises(Conflict, match="nicht mehr"):
        undo_handover(actor_of(head), handover=handover)
    assert tables.digest() == before


def test_the_giving_school_cannot_confirm_for_the_other(worlds: Worlds, client_of: ClientOf) -> None:
    run = _offered(worlds)
    with as_system(ACTOR):
        given = ImportRun.objects.get(school=worlds.a.school, kind="move")
    before = tables.digest()
    head = client_of(_head(worlds.a))
    for room, one in (
        (worlds.a.team_room_id, given.pk),
        (worlds.a.team_room_id, run.pk),
        (worlds.b.team_room_id, run.pk),
    ):
        answer = head.post(reverse("rosters:act", args=[room, one, "uebernehmen"]))
        assert answer.status_code == 404
    assert tables.digest() == before


def test_two_entries_with_one_id_stop_the_move(worlds: Worlds) -> None:
    run = _offered(worlds)
    with as_system(ACTOR):
        Pupil.objects.filter(school=worlds.b.school, person=worlds.b.pupil).update(external_id="S9")
    before = tables.digest()
    with pytest.raises(Conflict, match="derselben Kennung"):
        take_classes(ACTOR, run_id=run.pk)
    assert tables.digest() == before


def test_nobody_offers_classes_of_another_school(worlds: Worlds) -> None:
    before = tables.digest()
    head = _head(worlds.b)
    with standing_as(head), pytest.raises(Refused):
        offer_classes(
            actor_of(head), school=worlds.a.school, classes=[worlds.a.school_class], to=worlds.b.school
        )
    assert tables.digest() == before


def test_a_class_is_offered_once(worlds: Worlds) -> None:
    _offered(worlds)
    before = tables.digest()
    with pytest.raises(Conflict, match="schon angeboten"):
        offer_classes(ACTOR, school=worlds.a.school, classes=[worlds.a.school_class], to=worlds.b.school)
    assert tables.digest() == before


def test_an_offer_can_be_declined_and_leaves_nothing(worlds: Worlds, client_of: ClientOf) -> None:
    before = tables.digest()
    run = _offered(worlds)
    client_of(_head(worlds.b)).post(reverse("rosters:act", args=[worlds.b.team_room_id, run.pk, "verwerfen"]))
    assert tables.digest() == before


def test_head_offers_and_the_other_head_confirms_on_pages(worlds: Worlds, client_of: ClientOf) -> None:
    giving, receiving = client_of(_head(worlds.a)), client_of(_head(worlds.b))
    address = reverse("rosters:offer", args=[worlds.a.team_room_id])
    assert (
        "Wählen Sie mindestens" in giving.post(address, {"number": worlds.b.school.number}).content.decode()
    )
    wish = {"number": "0000", "classes": [str(worlds.a.school_class.pk)]}
    assert "nimmt nicht teil" in giving.post(address, wish).content.decode()
    answer = giving.post(address, {**wish, "number": worlds.b.school.number}, follow=True)
    assert "wartet auf die andere Schule" in answer.content.decode()
    with as_system(ACTOR):
        run = ImportRun.objects.get(school=worlds.b.school, kind="take")
    page = receiving.get(reverse("rosters:run", args=[worlds.b.team_room_id, run.pk])).content.decode()
    assert "3 Lernenden" in page
    assert worlds.a.pupil.name not in page
    answer = receiving.post(
        reverse("rosters:act", args=[worlds.b.team_room_id, run.pk, "uebernehmen"]), follow=True
    )
    assert worlds.a.pupil.name in answer.content.decode()
