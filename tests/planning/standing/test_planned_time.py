"""What training plans give each position: right, only as far as one may see it, in one statement; and the page that compares."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World
from zweiklang.curricula.public import Position, Section, planned_time
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import Person
from zweiklang.planning.models import PlanEntry, TrainingPlan
from zweiklang.rooms.public import ReleaseDecision, as_system, recompute_memberships

type Clients = Callable[[Person | None], Client]
type Standing = Callable[[Person | None], AbstractContextManager[None]]


@pytest.fixture
def page(client_of: Clients, world_a: World) -> Callable[..., str]:
    """Returns the comparison of the first apprenticeship as a person of world A sees it."""

    def get(role: str, query: str = "", *, room=None) -> str:
        address = reverse("records:coverage", args=[room or world_a.first.room_id])
        answer = client_of(world_a.people[role]).get(address + query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return get


def more(world: World, begins: int, weeks: int, **values: object) -> None:
    """The first apprentice's plan has one more stretch of its position, so many weeks from now."""
    with as_system(ACTOR):
        PlanEntry.objects.create(
            room_id=world.first.room_id,
            position=PlanEntry.objects.filter(room_id=world.first.room_id).earliest("first_week").position,
            first_week=monday_in(begins),
            last_week=monday_in(begins + weeks - 1),
            **values,
        )


def release_the_plan(world: World) -> None:
    """The first firm shows its training plan to class teachers."""
    with as_system(ACTOR):
        ReleaseDecision.objects.create(
            body="firm",
            organisation=world.first.firm.organisation,
            category="plan",
            capacity="class_teacher",
            state="open",
            effective_on=today() - timedelta(days=1),
            reason="Für diesen Test gezeigt",
            decided_by=world.first.firm.training_manager,
            decided_as="Ausbildungsleitung",
            decided_at=now(),
        )
        recompute_memberships(ACTOR)


def test_stretches_of_a_position_come_in_order_with_their_departments(
    world_a: World, as_person: Standing
) -> None:
    more(world_a, -10, 4, partner_wanted=True)
    with as_person(world_a.people["trainer"]):
        times = planned_time([world_a.first.room_id])[world_a.first.room_id]
    (time,) = (one for one in times.values() if one.stretches)
    assert [(one.first_week, one.department, one.partner_wanted) for one in time.stretches] == [
        (monday_in(-10), "", True),
        (monday_in(4), "Prüffeld", False),
    ]
    assert 0 < time.over_before(monday_in(0)) < time.weeks
    assert time.runs_in(monday_in(5))
    assert not time.runs_in(monday_in(0))


def test_all_plans_are_read_in_five_statements(world_a: World, as_person: Standing) -> None:
    with as_person(world_a.people["trainer"]):
        planned_time([world_a.first.room_id])
        with statements() as sent:
            planned_time([world_a.first.room_id, world_a.second.room_id])
    assert len(sent) == 5


def test_a_chosen_section_is_in_the_plan_without_a_week(world_a: World, as_person: Standing) -> None:
    with as_system(ACTOR):
        section = Section.objects.create(
            regulation=world_a.first.contract.occupation.regulation,
            annex="Anlage",
            key="W",
            kind="elective",
            order=9,
        )
        chosen = Position.objects.create(section=section, number="1", title="Gewählt", sort_key="g", order=1)
        TrainingPlan.objects.filter(room_id=world_a.first.room_id).update(chosen_sections=[section.pk])
        # As an import does: processes keep what a regulation says until it is stored anew.
        section.regulation.save()
    with as_person(world_a.people["apprentice"]):
        assert planned_time([world_a.first.room_id])[world_a.first.room_id][chosen.pk].stretches == ()


@pytest.mark.parametrize("role", ["other_trainer", "class_teacher", "subject_teacher", "chamber_adviser"])
def test_who_may_not_see_the_plan_gets_nothing_of_it(role: str, world_a: World, as_person: Standing) -> None:
    with as_person(world_a.people[role]):
        assert planned_time([world_a.first.room_id, world_a.second.room_id]) == {}


@pytest.mark.parametrize("role", ["apprentice", "trainer", "deputy_trainer", "training_manager", "guardian"])
def test_firm_and_family_compare_law_plan_and_record(role: str, page: Callable[..., str]) -> None:
    text = page(role)
    assert "(Prüffeld)" in text
    assert "kommt noch (1)" in text
    assert "weder geplant noch nachgewiesen (1)" in text


def test_what_is_over_and_hardly_recorded_stands_out_and_can_be_shown_alone(
    page: Callable[..., str], world_a: World
) -> None:
    with as_system(ACTOR):
        PlanEntry.objects.filter(room_id=world_a.first.room_id).delete()
        TrainingPlan.objects.filter(room_id=world_a.first.room_id).update(chosen_sections=[])
        for number, position in enumerate(Position.objects.filter(section__key="A").order_by("order")):
            PlanEntry.objects.create(
                room_id=world_a.first.room_id,
                position=position,
                first_week=monday_in(-40 + 60 * number),
                last_week=monday_in(-5 + 60 * number),
            )
    whole, late = page("trainer"), page("trainer", "?zeige=vorbei")
    assert "laut Plan vorbei, kaum nachgewiesen (1)" in whole
    assert "Entwickeln und Prüfen" in whole
    assert "Planen des Arbeitsablaufs" in late
    assert "Entwickeln und Prüfen" not in late
    assert 'href="?zeige=vorbei" aria-current="true"' in late


def test_a_mark_nobody_has_shows_everything(page: Callable[..., str]) -> None:
    assert page("trainer", "?zeige=vorbei").count("<article") == page("trainer").count("<article") == 2


def test_a_wanted_partner_is_marked(page: Callable[..., str], world_a: World) -> None:
    more(world_a, 20, 3, partner_wanted=True)
    assert "Partner gesucht (1)" in page("trainer")


def test_without_a_plan_law_and_record_are_compared_and_the_way_to_a_plan_is_shown(
    page: Callable[..., str], world_a: World
) -> None:
    text = page("other_trainer", room=world_a.second.room_id)
    assert "Noch kein Ausbildungsplan" in text
    assert "mit einem Klick" in text
    assert "mit einem Klick" not in page("second_apprentice", room=world_a.second.room_id)
    assert 'class="zk-three"' not in text


def test_a_teacher_compares_only_where_the_firm_shows_its_plan_and_never_what_was_written_there(
    page: Callable[..., str], world_a: World, client_of: Clients
) -> None:
    address = reverse("records:coverage", args=[world_a.first.room_id])
    assert client_of(world_a.people["class_teacher"]).get(address).status_code == 404
    release_the_plan(world_a)
    text = page("class_teacher")
    assert "Was im Betrieb nachgewiesen ist, sehen Sie nicht." in text
    assert "(Prüffeld)" in text
    assert ">nicht geplant (1)<" in text
    assert "Nachweis</dt>" not in text
    assert "weder geplant noch nachgewiesen" not in text
    assert client_of(world_a.people["subject_teacher"]).get(address).status_code == 404
