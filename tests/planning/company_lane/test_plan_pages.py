"""An apprentice's plan: made with one click, changed, moved, split, removed and taken back; two tabs; who may."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import show_before
from tests.world_planning import monday_in
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import assign_trainer
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import Person
from zweiklang.planning.models import PlanEntry, PlanLeave, PlanTemplate, TrainingPlan
from zweiklang.rooms.public import Proposal, as_system, decide_release

ClientOf = Callable[[Person | None], Client]
WEEK = timedelta(weeks=1)


@pytest.fixture
def trainer(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["trainer"])


@pytest.fixture
def other_trainer(client_of: ClientOf, world_a: World) -> Client:
    """Whoever trains the second apprentice, who has no plan yet."""
    return client_of(world_a.people["other_trainer"])


def address(name: str, *args: UUID) -> str:
    return reverse(f"planning:{name}", args=args)


def rows(room_id: UUID) -> list[PlanEntry]:
    with as_system(ACTOR):
        return list(PlanEntry.objects.filter(room_id=room_id).order_by("first_week", "pk"))


def revision(room_id: UUID) -> int:
    with as_system(ACTOR):
        plan = TrainingPlan.objects.filter(room_id=room_id).first()
    return plan.revision if plan else 0


def start(client: Client, room_id: UUID, source: str = "regulation") -> HttpResponse:
    sent = {"source": source, "revision": revision(room_id)}
    return client.post(address("plan_start", room_id), sent)


def entry_values(entry: PlanEntry, **changed: object) -> dict[str, object]:
    return {
        "position": entry.position_id,
        "first_week": entry.first_week.isoformat(),
        "last_week": entry.last_week.isoformat(),
        "department": entry.department_id or "",
        "responsible": entry.responsible_id or "",
        "revision": revision(entry.room_id),
        **changed,
    }


def test_one_click_makes_a_plan_and_it_can_be_taken_back(other_trainer: Client, world_a: World) -> None:
    room = world_a.second.room_id
    page = other_trainer.get(address("plan", room)).content.decode()
    assert "Plan aus der Ausbildungsordnung anlegen" in page
    assert start(other_trainer, room).status_code == 302
    found = rows(room)
    assert len({row.position_id for row in found}) == 2
    contract = world_a.second.contract
    assert found[0].first_week <= contract.first_day + WEEK
    assert found[-1].last_week + 2 * WEEK > contract.last_day
    page = other_trainer.get(address("plan", room)).content.decode()
    assert "Die Ausbildungsordnung nennt keine Zeiten" in page
    assert "Rückgängig" in page
    assert other_trainer.post(address("plan_undo", room)).status_code == 302
    assert rows(room) == []


@pytest.mark.parametrize(("weeks", "words"), [(-1, {"vorbei"}), (0, {"läuft"}), (1, set())])
def test_what_runs_and_what_is_over_is_said_and_the_apprentice_can_print(
    client_of: ClientOf, world_a: World, weeks: int, words: set[str]
) -> None:
    room, monday = world_a.first.room_id, monday_of(today()) + weeks * WEEK
    only = rows(room)[0].pk
    with as_system(ACTOR):
        PlanEntry.objects.filter(room_id=room).exclude(pk=only).delete()
        PlanEntry.objects.filter(pk=only).update(first_week=monday, last_week=monday)
    answer = client_of(world_a.people["apprentice"]).get(address("plan", room), {"jahr": "alle"})
    page = answer.content.decode()
    assert {word for word in ("vorbei", "läuft") if f">{word}<" in page} == words
    assert "data-print" in page


def test_a_second_click_does_not_make_it_twice(other_trainer: Client, world_a: World) -> None:
    room, sent = world_a.second.room_id, {"source": "regulation", "revision": 0}
    for _ in range(2):
        other_trainer.post(address("plan_start", room), sent)
    assert len(rows(room)) == 2
    assert "hat jemand diesen Plan geändert" in other_trainer.get(address("plan", room)).content.decode()


def test_what_is_locked_stays_where_it_is_when_the_rest_is_laid_anew(trainer: Client, world_a: World) -> None:
    room = world_a.first.room_id
    (kept,) = rows(room)
    with as_system(ACTOR):
        PlanEntry.objects.filter(pk=kept.pk).update(locked=True)
    start(trainer, room)
    found = rows(room)
    assert [(r.first_week, r.last_week) for r in found if r.position_id == kept.position_id] == [
        (kept.first_week, kept.last_week)
    ]
    assert len({row.position_id for row in found}) == 2


def test_a_plan_laid_anew_and_taken_back_keeps_what_hints_point_to(
    other_trainer: Client, world_a: World
) -> None:
    room = world_a.second.room_id
    start(other_trainer, room)
    before = {(one.pk, one.position_id, one.first_week, one.last_week) for one in rows(room)}
    with as_system(ACTOR):
        PlanEntry.objects.filter(pk=rows(room)[0].pk).update(last_week=rows(room)[0].first_week)
    start(other_trainer, room)
    assert {(one.pk, one.position_id, one.first_week, one.last_week) for one in rows(room)} == before
    first = rows(room)[0]
    other_trainer.post(address("plan_entry", room, first.pk), {"revision": revision(room), "act": "split"})
    assert len(rows(room)) == len(before) + 1
    other_trainer.post(address("plan_undo", room))
    assert {one.pk for one in rows(room)} == {key for key, *_ in before}


def test_an_entry_is_added_changed_split_removed_and_taken_back(trainer: Client, world_a: World) -> None:
    room = world_a.first.room_id
    (entry,) = rows(room)
    sent = entry_values(entry, first_week=monday_in(12).isoformat(), last_week=(monday_in(15)).isoformat())
    assert trainer.post(address("plan_new_entry", room), sent).status_code == 302
    added = rows(room)[-1]
    assert (added.first_week, added.last_week) == (monday_in(12), monday_in(15))
    page = address("plan_entry", room, added.pk)
    note = {"note": "mit  Frau Kern", "partner_wanted": "on", "locked": "on"}
    assert trainer.post(page, entry_values(added, **note)).status_code == 302
    changed = rows(room)[-1]
    assert (changed.pk, changed.note, changed.partner_wanted, changed.locked) == (
        added.pk,
        "mit Frau Kern",
        True,
        True,
    )
    trainer.post(page, {"act": "split", "revision": revision(room)})
    halves = rows(room)[-2:]
    assert [(h.first_week, h.last_week, h.note) for h in halves] == [
        (monday_in(12), monday_in(13), "mit Frau Kern"),
        (monday_in(14), monday_in(15), "mit Frau Kern"),
    ]
    trainer.post(address("plan_undo", room))
    assert [(r.first_week, r.last_week) for r in rows(room)[-1:]] == [(monday_in(12), monday_in(15))]
    trainer.post(
        address("plan_entry", room, rows(room)[-1].pk), {"act": "remove", "revision": revision(room)}
    )
    assert [row.pk for row in rows(room)] == [entry.pk]
    trainer.post(address("plan_undo", room))
    assert len(rows(room)) == 2
    assert (
        "nichts, was sich rückgängig"
        in trainer.post(address("plan_undo", room), follow=True).content.decode()
    )


def test_a_bar_moves_by_a_week_unless_it_is_locked_or_leaves_the_contract(
    trainer: Client, world_a: World
) -> None:
    room = world_a.first.room_id
    (entry,) = rows(room)
    move = address("plan_move", room, entry.pk)
    answer = trainer.post(move, {"weeks": "1", "revision": revision(room), "jahr": "2"})
    assert answer.headers["Location"].endswith(f"?jahr=2#balken-{entry.pk}")
    assert rows(room)[0].first_week == entry.first_week + WEEK
    trainer.post(move, {"weeks": "-52", "revision": revision(room)})
    trainer.post(move, {"weeks": "-52", "revision": revision(room)})
    assert rows(room)[0].first_week >= world_a.first.contract.first_day - WEEK
    with as_system(ACTOR):
        PlanEntry.objects.filter(pk=entry.pk).update(locked=True)
    before = rows(room)[0].first_week
    trainer.post(move, {"weeks": "1", "revision": revision(room)})
    assert rows(room)[0].first_week == before
    assert trainer.post(move, {"weeks": "0", "revision": revision(room)}).status_code == 404


def test_two_tabs_do_not_overwrite_each_other(trainer: Client, world_a: World) -> None:
    room = world_a.first.room_id
    (entry,) = rows(room)
    seen = revision(room)
    page = address("plan_entry", room, entry.pk)
    trainer.post(page, entry_values(entry, note="erste"))
    answer = trainer.post(page, entry_values(entry, note="zweite", revision=seen))
    assert answer.status_code == 422
    assert "hat jemand diesen Plan geändert" in answer.content.decode()
    assert rows(room)[0].note == "erste"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last_week": "2020-01-06"}, "Die letzte Woche liegt vor der ersten."),
        ({"first_week": "2001-01-01", "last_week": "2001-01-08"}, "Die Ausbildung dauert vom"),
        ({"first_week": ""}, "Bitte ein Datum angeben"),
        ({"position": ""}, "Bitte eine Position wählen."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    trainer: Client, world_a: World, changed: dict[str, str], said: str
) -> None:
    room = world_a.first.room_id
    (entry,) = rows(room)
    answer = trainer.post(address("plan_entry", room, entry.pk), entry_values(entry, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert rows(room)[0].first_week == entry.first_week


def test_nobody_of_another_firm_and_no_foreign_department_gets_into_a_plan(
    trainer: Client, worlds: Worlds
) -> None:
    room = worlds.a.first.room_id
    (entry,) = rows(room)
    (foreign,) = rows(worlds.b.first.room_id)
    page = address("plan_entry", room, entry.pk)
    for field, value in (
        ("department", foreign.department_id),
        ("responsible", foreign.responsible_id),
        ("position", uuid4()),
    ):
        assert trainer.post(page, entry_values(entry, **{field: value})).status_code == 422
    assert trainer.get(address("plan_entry", room, foreign.pk)).status_code == 404
    assert trainer.get(address("plan", worlds.b.first.room_id)).status_code == 404


@pytest.mark.parametrize("who", ["apprentice", "guardian"])
def test_apprentice_and_guardian_read_and_do_not_write(client_of: ClientOf, world_a: World, who: str) -> None:
    room = world_a.first.room_id
    client = client_of(world_a.people[who])
    page = client.get(address("plan", room))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Planen des Arbeitsablaufs" in text
    assert "Abschnitt hinzufügen" not in text
    (entry,) = rows(room)
    for name, more in (("plan_new_entry", ()), ("plan_entry", (entry.pk,)), ("plan_move", (entry.pk,))):
        sent = entry_values(entry, weeks="1")
        answer = client.post(address(name, room, *more), sent)
        assert answer.status_code == 403
    assert start(client, room).status_code == 403
    assert rows(room)[0].first_week == entry.first_week


@pytest.mark.parametrize("who", ["class_teacher", "subject_teacher", "chamber_adviser", "other_trainer"])
def test_nobody_else_sees_the_plan_before_the_firm_releases_it(
    client_of: ClientOf, world_a: World, who: str
) -> None:
    assert client_of(world_a.people[who]).get(address("plan", world_a.first.room_id)).status_code == 404


def test_a_teacher_reads_a_released_plan_without_leave_and_without_acts(
    client_of: ClientOf, world_a: World
) -> None:
    proposal = Proposal(
        body="firm",
        category="plan",
        capacity="class_teacher",
        state="open",
        effective_on=today(),
        reason="Wir stimmen uns mit der Schule ab.",
        organisation_id=world_a.first.firm.organisation.pk,
    )
    decide_release(ACTOR, proposal=proposal, decided_as="Ausbildungsleitung")
    client = client_of(world_a.people["class_teacher"])
    answer = client.get(address("plan", world_a.first.room_id) + "?jahr=alle")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Planen des Arbeitsablaufs" in text
    assert "Prüffeld" in text
    assert "Urlaub:" not in text
    assert "zk-lane__band--leave" not in text
    assert "Abschnitt hinzufügen" not in text
    assert client.get(address("plan_leave", world_a.first.room_id)).status_code == 403


def test_leave_is_entered_once_and_removed(trainer: Client, client_of: ClientOf, world_a: World) -> None:
    room = world_a.first.room_id
    day = today() + timedelta(days=40)
    sent = {"first_day": day.isoformat(), "last_day": (day + timedelta(days=4)).isoformat()}
    for _ in range(2):
        assert trainer.post(address("plan_leave", room), sent).status_code == 302
    with as_system(ACTOR):
        (leave,) = PlanLeave.objects.filter(room_id=room, first_day=day)
    assert client_of(world_a.people["guardian"]).get(address("plan_leave", room)).status_code == 403
    for _ in range(2):
        trainer.post(address("plan_leave", room), {"remove": str(leave.pk)})
    with as_system(ACTOR):
        assert not PlanLeave.objects.filter(pk=leave.pk).exists()


def test_a_template_carries_weeks_and_departments_to_another_apprentice(
    trainer: Client, client_of: ClientOf, world_a: World
) -> None:
    first = world_a.first.room_id
    manager = client_of(world_a.people["training_manager"])
    assert manager.post(address("plan_template", first), {"name": "Werkstatt zuerst"}).status_code == 302
    with as_system(ACTOR):
        template = PlanTemplate.objects.get(name="Werkstatt zuerst")
        PlanEntry.objects.filter(room_id=first).delete()
    assert start(manager, first, f"template:{template.pk}").status_code == 302
    (entry,) = rows(first)
    assert (entry.first_week, entry.last_week) == (monday_in(4), monday_in(9))
    assert entry.department is not None
    assert start(manager, world_a.second.room_id, f"template:{template.pk}").status_code == 404


def test_a_plan_is_copied_within_the_firm_only(client_of: ClientOf, world_a: World) -> None:
    person = world_a.people["other_trainer"]
    target = world_a.second.room_id
    assert start(client_of(person), target, f"copy:{world_a.first.room_id}").status_code == 404
    with as_system(ACTOR):
        assign_trainer(
            ACTOR, contract=world_a.first.contract, person=person, capacity="trainer", first_day=today()
        )
    # Two firms, also for somebody who trains in both.
    assert start(client_of(person), target, f"copy:{world_a.first.room_id}").status_code == 404
    assert rows(target) == []


def asked(client: Client, path: str) -> list[str]:
    """Returns what the page asks the second time it is opened: a process keeps regulations, and who looked today."""
    show_before(client, path)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return [
        one["sql"][:150]
        for one in counted
        if "set_config" not in one["sql"] and "SAVEPOINT" not in one["sql"]
    ]


def test_the_plan_page_asks_few_questions(trainer: Client, other_trainer: Client, world_a: World) -> None:
    with_plan = asked(trainer, address("plan", world_a.first.room_id))
    assert len(with_plan) <= 12, "\n".join(with_plan)
    without = asked(other_trainer, address("plan", world_a.second.room_id))
    assert len(without) <= 12, "\n".join(without)


@pytest.mark.parametrize("name", ["plan_entry", "plan_new_entry", "plan_choice", "plan_leave"])
def test_the_pages_beside_the_plan_ask_few_questions(trainer: Client, world_a: World, name: str) -> None:
    (entry,) = rows(world_a.first.room_id)
    more = (entry.pk,) if name == "plan_entry" else ()
    sent = asked(trainer, address(name, world_a.first.room_id, *more))
    assert len(sent) <= 12, "\n".join(sent)
