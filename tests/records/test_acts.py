"""Submitting, signing, returning, unlocking, taking note: who may, over which content, and what stays."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from tests.worlds import Apprenticeship, Crossing, World

from zweiklang.people.public import Person
from zweiklang.records.public import Comment, Line, RecordAct, Week, digest_of
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
type Standing = Callable[[Person | None], AbstractContextManager[None]]


@pytest.fixture
def first(world_a: World) -> Apprenticeship:
    return world_a.first


@pytest.fixture
def do(first: Apprenticeship, client_of: Clients):
    """Presses a button on one of the weeks; returns the answer."""

    def press(person: Person, act: str, state: str, **data: str):
        url = reverse("records:act", args=[first.room_id, first.weeks.monday(state), act])
        return client_of(person).post(url, data)

    return press


@pytest.fixture
def state_of(first: Apprenticeship, as_person: Standing):
    """Returns the present state of the week that was in `state`."""

    def read(state: str) -> str:
        with as_person(first.apprentice):
            return Week.objects.get(pk=first.weeks.row[state].pk).state

    return read


@pytest.fixture
def seen(first: Apprenticeship, as_person: Standing):
    """Returns the digest a page shows that person."""

    def read(person: Person, state: str, *, school_only: bool = False) -> str:
        with as_person(person):
            return digest_of(first.weeks.lines(state), school_only=school_only)

    return read


def acts(first: Apprenticeship, as_person: Standing, state: str) -> list[str]:
    with as_person(first.apprentice):
        return list(
            RecordAct.objects.filter(week=first.weeks.row[state]).order_by("id").values_list("act", flat=True)
        )


class TestSubmitting:
    def test_draft_becomes_submitted(self, do, state_of, first: Apprenticeship) -> None:
        assert do(first.apprentice, "einreichen", "draft").status_code == 302
        assert state_of("draft") == "submitted"

    def test_second_click_changes_nothing(
        self, do, state_of, first: Apprenticeship, as_person: Standing
    ) -> None:
        do(first.apprentice, "einreichen", "draft")
        do(first.apprentice, "einreichen", "draft")
        assert acts(first, as_person, "draft").count("submitted") == 1

    def test_submitted_week_can_be_taken_back_until_it_is_signed(
        self, do, state_of, first: Apprenticeship
    ) -> None:
        do(first.apprentice, "zurueckholen", "submitted")
        assert state_of("submitted") == "draft"
        do(first.apprentice, "zurueckholen", "signed")
        assert state_of("signed") == "signed"

    def test_empty_week_is_not_submitted(
        self, do, state_of, first: Apprenticeship, as_person: Standing
    ) -> None:
        with as_person(first.apprentice):
            Line.objects.filter(week=first.weeks.row["draft"]).update(text="")
        do(first.apprentice, "einreichen", "draft")
        assert state_of("draft") == "draft"

    @pytest.mark.parametrize("capacity", ["trainer", "class_teacher", "guardian"])
    def test_nobody_else_submits(self, do, state_of, world_a: World, capacity: str) -> None:
        assert do(world_a.people[capacity], "einreichen", "draft").status_code == 403
        assert state_of("draft") == "draft"


class TestSigning:
    @pytest.mark.parametrize("capacity", ["trainer", "deputy_trainer", "training_manager"])
    def test_the_firm_signs_what_it_saw(
        self, do, seen, state_of, first, world_a: World, as_person, capacity: str
    ) -> None:
        person = world_a.people[capacity]
        assert do(person, "unterschreiben", "submitted", seen=seen(person, "submitted")).status_code == 302
        assert state_of("submitted") == "signed"
        with as_person(first.apprentice):
            act = RecordAct.objects.get(week=first.weeks.row["submitted"], act="signed")
        assert (act.person_id, act.capacity) == (person.pk, capacity)

    def test_content_that_was_not_seen_is_not_signed(
        self, do, seen, state_of, first: Apprenticeship, as_person: Standing
    ) -> None:
        digest = seen(first.firm.trainer, "submitted")
        do(first.apprentice, "zurueckholen", "submitted")
        with as_person(first.apprentice):
            Line.objects.filter(week=first.weeks.row["submitted"], place="company").update(
                text="etwas anderes"
            )
        do(first.apprentice, "einreichen", "submitted")
        do(first.firm.trainer, "unterschreiben", "submitted", seen=digest)
        assert state_of("submitted") == "submitted"

    def test_draft_is_not_signed(self, do, seen, state_of, first: Apprenticeship) -> None:
        do(first.firm.trainer, "unterschreiben", "draft", seen=seen(first.firm.trainer, "draft"))
        assert state_of("draft") == "draft"

    @pytest.mark.parametrize("capacity", ["apprentice", "class_teacher", "guardian"])
    def test_nobody_else_signs(self, do, seen, state_of, world_a: World, capacity: str) -> None:
        person = world_a.people[capacity]
        assert do(person, "unterschreiben", "submitted", seen=seen(person, "submitted")).status_code == 403
        assert state_of("submitted") == "submitted"

    def test_trainer_of_another_firm_does_not_even_find_the_week(
        self, do, state_of, world_a: World, world_b: World
    ) -> None:
        for stranger in (world_a.second.firm.trainer, world_b.first.firm.trainer):
            assert do(stranger, "unterschreiben", "submitted", seen="x").status_code == 404
        assert state_of("submitted") == "submitted"

    def test_crossing_person_signs_as_trainer_only_where_they_train(
        self, crossing: Crossing, world_b: World, client_of: Clients, as_person: Standing
    ) -> None:
        room = world_b.first
        url = reverse("records:act", args=[room.room_id, room.weeks.monday("submitted"), "unterschreiben"])
        with as_person(crossing.person):
            digest = digest_of(room.weeks.lines("submitted"))
        assert client_of(crossing.person).post(url, {"seen": digest}).status_code == 403

    def test_trainer_goes_on_to_the_next_waiting_week(self, do, seen, first: Apprenticeship) -> None:
        do(first.apprentice, "einreichen", "draft")
        answer = do(
            first.firm.trainer,
            "unterschreiben",
            "submitted",
            seen=seen(first.firm.trainer, "submitted"),
            von="offen",
        )
        following = reverse("records:week", args=[first.room_id, first.weeks.monday("draft")])
        assert answer.headers["Location"] == f"{following}?von=offen"

    def test_after_the_last_week_the_list_is_empty(
        self, do, seen, first: Apprenticeship, client_of: Clients
    ) -> None:
        trainer = first.firm.trainer
        answer = do(trainer, "unterschreiben", "submitted", seen=seen(trainer, "submitted"), von="offen")
        assert answer.headers["Location"] == reverse("records:queue")
        assert (
            "Nichts wartet auf Ihre Unterschrift"
            in client_of(trainer).get(reverse("records:queue")).content.decode()
        )


class TestReturning:
    def test_week_goes_back_with_the_reason(
        self, do, state_of, first: Apprenticeship, client_of: Clients
    ) -> None:
        do(first.firm.trainer, "zurueckgeben", "submitted", reason="Bitte Stunden ergänzen")
        assert state_of("submitted") == "returned"
        page = client_of(first.apprentice).get(
            reverse("records:week", args=[first.room_id, first.weeks.monday("submitted")])
        )
        assert "Bitte Stunden ergänzen" in page.content.decode()

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
    def test_no_return_without_a_readable_reason(
        self, do, state_of, first: Apprenticeship, reason: str
    ) -> None:
        do(first.firm.trainer, "zurueckgeben", "submitted", reason=reason)
        assert state_of("submitted") == "submitted"

    def test_class_teacher_does_not_read_the_firms_reason(
        self, do, first: Apprenticeship, world_a: World, client_of: Clients
    ) -> None:
        do(first.firm.trainer, "zurueckgeben", "submitted", reason="Interna des Betriebs")
        url = reverse("records:week", args=[first.room_id, first.weeks.monday("submitted")])
        assert (
            "Interna des Betriebs" not in client_of(world_a.people["class_teacher"]).get(url).content.decode()
        )


class TestUnlocking:
    def test_training_manager_unlocks_with_a_reason_everybody_sees(
        self, do, state_of, first, world_a: World, client_of
    ) -> None:
        do(world_a.people["training_manager"], "entsperren", "signed", reason="Falscher Tag")
        assert state_of("signed") == "returned"
        url = reverse("records:week", args=[first.room_id, first.weeks.monday("signed")])
        for capacity in ("apprentice", "trainer", "class_teacher", "guardian"):
            assert "Falscher Tag" in client_of(world_a.people[capacity]).get(url).content.decode()

    def test_old_signature_stays_in_the_history(
        self, do, first: Apprenticeship, world_a: World, as_person: Standing
    ) -> None:
        do(world_a.people["training_manager"], "entsperren", "signed", reason="Falscher Tag")
        assert "signed" in acts(first, as_person, "signed")

    def test_no_unlocking_without_a_reason(self, do, state_of, world_a: World) -> None:
        do(world_a.people["training_manager"], "entsperren", "signed", reason=" ")
        assert state_of("signed") == "signed"

    @pytest.mark.parametrize(
        "capacity", ["apprentice", "trainer", "deputy_trainer", "class_teacher", "guardian"]
    )
    def test_nobody_else_unlocks(self, do, state_of, world_a: World, capacity: str) -> None:
        assert do(world_a.people[capacity], "entsperren", "signed", reason="bitte").status_code == 403
        assert state_of("signed") == "signed"


class TestTakingNote:
    def test_class_teacher_notes_the_school_days_once(
        self, do, seen, first, world_a: World, as_person: Standing
    ) -> None:
        teacher = world_a.people["class_teacher"]
        for _ in range(2):
            do(teacher, "schule-kenntnis", "submitted", seen=seen(teacher, "submitted", school_only=True))
        assert acts(first, as_person, "submitted").count("school_noted") == 1

    def test_guardian_of_a_minor_notes_the_week_once(
        self, do, seen, first, world_a: World, as_person: Standing
    ) -> None:
        guardian = world_a.people["guardian"]
        for _ in range(2):
            do(guardian, "kenntnis", "submitted", seen=seen(guardian, "submitted"))
        assert acts(first, as_person, "submitted").count("guardian_noted") == 1

    def test_note_over_other_content_is_not_taken(
        self, do, first, world_a: World, as_person: Standing
    ) -> None:
        do(world_a.people["guardian"], "kenntnis", "submitted", seen="0" * 64)
        assert "guardian_noted" not in acts(first, as_person, "submitted")

    def test_trainer_does_not_note_for_the_school(self, do, first: Apprenticeship) -> None:
        assert do(first.firm.trainer, "schule-kenntnis", "submitted", seen="x").status_code == 403

    def test_class_teacher_does_not_note_for_the_guardian(self, do, world_a: World) -> None:
        assert do(world_a.people["class_teacher"], "kenntnis", "submitted", seen="x").status_code == 403


class TestCommenting:
    def test_remark_on_a_line_stands_at_the_line(
        self, do, first: Apprenticeship, as_person: Standing
    ) -> None:
        with as_person(first.apprentice):
            line = first.weeks.lines("submitted")[0]
        do(first.firm.trainer, "anmerken", "submitted", comment="Gut beschrieben", line=str(line.pk))
        with as_person(first.apprentice):
            assert Comment.objects.get(line=line).text == "Gut beschrieben"

    def test_remark_on_a_foreign_line_is_not_found(
        self, do, first, world_b: World, as_person: Standing
    ) -> None:
        with as_person(world_b.first.apprentice):
            foreign = world_b.first.weeks.lines("submitted")[0]
        answer = do(first.firm.trainer, "anmerken", "submitted", comment="x", line=str(foreign.pk))
        assert answer.status_code == 404

    def test_class_teacher_neither_reads_nor_writes_remarks(
        self, do, first, world_a: World, client_of: Clients
    ) -> None:
        teacher = world_a.people["class_teacher"]
        assert do(teacher, "anmerken", "draft", comment="x").status_code == 403
        url = reverse("records:week", args=[first.room_id, first.weeks.monday("draft")])
        assert "Bitte genauer beschreiben." not in client_of(teacher).get(url).content.decode()


class TestTheDatabaseItself:
    """What PostgreSQL refuses even to code that forgets to ask."""

    def refuses(self, change: Callable[[], object]) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    def test_lines_of_a_locked_week_cannot_change(self, first: Apprenticeship, as_person: Standing) -> None:
        with as_person(first.apprentice):
            lines = Line.objects.filter(week=first.weeks.row["signed"])
            self.refuses(lambda: lines.update(text="gefälscht"))
            self.refuses(lines.delete)

    def test_apprentice_cannot_set_the_signed_state(self, first: Apprenticeship, as_person: Standing) -> None:
        with as_person(first.apprentice):
            week = Week.objects.filter(pk=first.weeks.row["submitted"].pk)
            self.refuses(lambda: week.update(state="signed"))

    def test_state_does_not_jump_from_draft_to_signed(
        self, first: Apprenticeship, as_person: Standing
    ) -> None:
        with as_person(first.firm.trainer):
            week = Week.objects.filter(pk=first.weeks.row["draft"].pk)
            self.refuses(lambda: week.update(state="signed"))

    def test_nobody_acts_in_another_name_or_on_another_day(
        self, first, world_a: World, as_person: Standing
    ) -> None:
        from datetime import timedelta

        from zweiklang.kernel.clock import now

        week, trainer = first.weeks.row["submitted"], first.firm.trainer
        common = {
            "room_id": first.room_id,
            "week": week,
            "act": "signed",
            "capacity": "trainer",
            "digest": "0" * 64,
        }
        with as_system("tests"):
            Week.objects.filter(pk=week.pk).update(state="signed")  # what the act fits
        with as_person(trainer):
            with transaction.atomic():
                RecordAct.objects.create(**common, person=trainer)
                transaction.set_rollback(True)
            self.refuses(
                lambda: RecordAct.objects.create(**common, person=world_a.people["training_manager"])
            )
            self.refuses(
                lambda: RecordAct.objects.create(**common, person=trainer, at=now() - timedelta(days=30))
            )
        with as_person(first.apprentice):
            self.refuses(lambda: RecordAct.objects.create(**common, person=first.apprentice))

    def test_acts_are_never_changed_or_removed(self, first: Apprenticeship, as_person: Standing) -> None:
        with as_person(first.firm.trainer):
            mine = RecordAct.objects.filter(week=first.weeks.row["signed"])
            self.refuses(lambda: mine.update(reason="nachträglich"))
            self.refuses(lambda: mine._raw_delete(mine.db))
