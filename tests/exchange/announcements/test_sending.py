"""An announcement goes out once to each, in portions, now or at its minute; stopped and withdrawn ones reach nobody further."""

from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.announcements import scenes
from tests.exchange.announcements.scenes import draft, ids, recipients, row, send_now, sent, work
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.announcements import sending
from zweiklang.exchange.announcements.shapes import Audience, Of, Reach, Who
from zweiklang.exchange.models import Announcement, AnnouncementLetter, Delivery, Notice
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

State = Announcement.State


def notices(announcement_id: UUID) -> dict[UUID, int]:
    """Returns who has an open notice about it, and how often they were told."""
    with as_system(ACTOR):
        return dict(
            Notice.objects.filter(about=announcement_id, done_at=None).values_list("person_id", "count")
        )


def everybody(world: World, crossing: Person) -> set[UUID]:
    firms = (world.first.firm, world.second.firm)
    return ids(
        crossing, *(p for one in firms for p in (one.trainer, one.deputy_trainer, one.training_manager))
    )


def test_everybody_of_the_audience_has_it_once_and_is_told_once(worlds: Worlds) -> None:
    announcement = sent(worlds.a)
    assert recipients(announcement) == everybody(worlds.a, worlds.crossing.person)
    assert notices(announcement) == dict.fromkeys(recipients(announcement), 1)
    assert row(announcement).state == State.SENT


def test_portions_go_on_where_the_last_one_ended_and_tell_nobody_twice(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    with patch.object(sending, "PORTION", 2):
        with standing_as(head):
            sending.send(actor_of(head), announcement_id=announcement, revision=1, send_at=None)
        assert sending.distribute(announcement)
        first = recipients(announcement)
        assert len(first) == 2
        # A worker is killed in the middle of a portion: nothing of it has happened.
        with patch.object(sending, "tell", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            sending.distribute(announcement)
        assert recipients(announcement) == first
        work(announcement)
    sending.distribute(announcement)  # a job that was kept although it had finished
    assert notices(announcement) == dict.fromkeys(everybody(worlds.a, worlds.crossing.person), 1)


def test_a_second_click_sends_nothing_more(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    with standing_as(head):
        arguments = {"announcement_id": announcement, "revision": 1, "send_at": None}
        assert sending.send(actor_of(head), **arguments)
        assert not sending.send(actor_of(head), **arguments)
    work(announcement)
    assert set(notices(announcement).values()) == {1}


def test_what_was_changed_in_another_window_is_not_sent_unseen(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    with standing_as(head), pytest.raises(Conflict, match="inzwischen geändert"):
        sending.send(actor_of(head), announcement_id=announcement, revision=0, send_at=None)
    assert row(announcement).state == State.DRAFT


def test_planned_ones_go_out_at_their_minute_and_not_before(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    at = now() + timedelta(days=2)
    with standing_as(head):
        sending.send(actor_of(head), announcement_id=announcement, revision=1, send_at=at)
    with connection.cursor() as cursor:
        as_owner = (
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %s AND args->>'announcement' = %s"
        )
        with as_system(ACTOR):
            cursor.execute(as_owner, [sending.SEND, str(announcement)])
            assert [moment for (moment,) in cursor.fetchall()] == [at]
    work(announcement)
    assert recipients(announcement) == set()
    with patch.object(sending, "now", return_value=at):
        work(announcement)
    assert recipients(announcement) == everybody(worlds.a, worlds.crossing.person)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_moment_that_cannot_be_meant_is_refused_at_the_field(worlds: Worlds, days: int) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    with standing_as(head), pytest.raises(Rejected) as error:
        sending.send(
            actor_of(head), announcement_id=announcement, revision=1, send_at=now() + timedelta(days=days)
        )
    assert error.value.field == "day"


def test_a_stopped_one_is_a_draft_again_and_its_job_finds_nothing(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    with standing_as(head):
        sending.send(
            actor_of(head), announcement_id=announcement, revision=1, send_at=now() + timedelta(hours=1)
        )
        sending.stop(actor_of(head), announcement_id=announcement)
        with pytest.raises(Conflict, match="schon gestoppt"):
            sending.stop(actor_of(head), announcement_id=announcement)
    with patch.object(sending, "now", return_value=now() + timedelta(hours=2)):
        work(announcement)
    assert (row(announcement).state, recipients(announcement)) == (State.DRAFT, set())


def test_who_has_lost_the_office_until_then_sends_nothing(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    at = now() + timedelta(hours=1)
    with standing_as(head):
        sending.send(actor_of(head), announcement_id=announcement, revision=1, send_at=at)
    with as_system(ACTOR):
        Post.objects.filter(person=head).update(last_day=today() - timedelta(days=1))
    with patch.object(sending, "now", return_value=at):
        work(announcement)
    assert (row(announcement).state, recipients(announcement)) == (State.DRAFT, set())


def test_withdrawn_ones_go_to_nobody_further_and_their_notices_are_gone(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school)
    with patch.object(sending, "PORTION", 2):
        with standing_as(head):
            sending.send(actor_of(head), announcement_id=announcement, revision=1, send_at=None)
        sending.distribute(announcement)
        with standing_as(head):
            sending.withdraw(actor_of(head), announcement_id=announcement)
        work(announcement)
    assert len(recipients(announcement)) == 2
    assert notices(announcement) == {}
    with standing_as(head), pytest.raises(Conflict, match="schon zurückgezogen"):
        sending.withdraw(actor_of(head), announcement_id=announcement)


def test_the_office_withdraws_what_a_class_teacher_has_sent_and_a_recipient_does_not(worlds: Worlds) -> None:
    announcement = sent(worlds.a, author="class_teacher")
    trainer, office = worlds.a.people["trainer"], worlds.a.people["school_office"]
    with standing_as(trainer), pytest.raises(Refused, match="Verwaltung"):
        sending.withdraw(actor_of(trainer), announcement_id=announcement)
    assert row(announcement).state == State.SENT
    with standing_as(office):
        sending.withdraw(actor_of(office), announcement_id=announcement)
    assert row(announcement).state == State.WITHDRAWN


def test_for_outsiders_it_does_not_exist(worlds: Worlds) -> None:
    announcement = sent(worlds.a)
    for outsider in (worlds.b.people["head_of_school"], worlds.a.people["apprentice"]):
        with standing_as(outsider), pytest.raises(Http404):
            sending.withdraw(actor_of(outsider), announcement_id=announcement)


def test_an_audience_of_nobody_is_not_sent(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    announcement = draft(head, worlds.a.school, audience=Audience(Who.FIRMS, Of.PLACES, ("ort:Nirgendwo",)))
    with standing_as(head), pytest.raises(Conflict, match="erreicht niemanden"):
        sending.send(actor_of(head), announcement_id=announcement, revision=1, send_at=None)


def test_firms_without_anybody_to_reach_have_a_letter_in_the_team_room(worlds: Worlds) -> None:
    firm = worlds.a.second.firm
    with as_system(ACTOR):
        people = (firm.trainer, firm.deputy_trainer, firm.training_manager)
        Person.objects.filter(pk__in=[one.pk for one in people]).update(email="")
    announcement = sent(worlds.a)
    work(announcement)
    head = worlds.a.people["head_of_school"]
    with standing_as(head):
        (letter,) = AnnouncementLetter.objects.filter(announcement=announcement)
        assert (letter.room_id, letter.firm_id) == (worlds.a.team_room_id, firm.organisation.pk)
    for other in (worlds.a.people["trainer"], worlds.b.people["head_of_school"]):
        with standing_as(other):
            assert not AnnouncementLetter.objects.filter(announcement=announcement).exists()


def test_who_joins_later_does_not_get_what_was_sent_before(worlds: Worlds) -> None:
    announcement = sent(worlds.a)
    late = worlds.b.people["trainer"]
    with as_system(ACTOR):
        Post.objects.create(
            person=late,
            organisation=worlds.a.first.firm.organisation,
            capacity="training_manager",
            first_day=today(),
        )
    work(announcement)
    with standing_as(late):
        assert not Announcement.objects.filter(pk=announcement).exists()


def test_nobody_sees_the_other_recipients(worlds: Worlds) -> None:
    announcement = sent(worlds.a, receipt=True)
    for recipient in everybody(worlds.a, worlds.crossing.person):
        with standing_as(Person(pk=recipient)):
            assert set(Delivery.objects.values_list("person_id", flat=True)) == {recipient}
            assert Announcement.objects.filter(pk=announcement).exists()
    for sender in ("head_of_school", "school_office", "class_teacher"):
        with standing_as(worlds.a.people[sender]):
            assert not Delivery.objects.filter(announcement=announcement).exists()


def test_nobody_writes_deliveries_or_announcements_directly(worlds: Worlds) -> None:
    announcement = sent(worlds.a, receipt=True)
    trainer = worlds.a.people["trainer"]
    statements = (
        "UPDATE exchange_delivery SET confirmed_at = now()",
        "DELETE FROM exchange_delivery",
        "UPDATE exchange_announcement SET text = 'anders'",
        "INSERT INTO exchange_delivery (id, announcement_id, person_id) VALUES (gen_random_uuid(), %s, %s)",
    )
    for statement in statements:
        values = [announcement, trainer.pk] if "%s" in statement else None
        with (
            standing_as(trainer),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            connection.cursor().execute(statement, values)


def test_firms_that_are_merged_away_are_not_written_to(worlds: Worlds) -> None:
    firm, other = worlds.a.second.firm.organisation, worlds.a.first.firm.organisation
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(state="merged", merged_into=other)
    assert worlds.a.second.firm.trainer.pk not in recipients(sent(worlds.a))


def test_a_class_teacher_reaches_the_own_class(worlds: Worlds) -> None:
    teacher = worlds.a.people["class_teacher"]
    announcement = draft(teacher, worlds.a.school, Reach.CLASSES, audience=Audience(Who.GUARDIANS, Of.ALL))
    send_now(teacher, announcement)
    assert recipients(announcement) == ids(worlds.a.people["guardian"])
    assert scenes.row(announcement).audience_label == "gesetzliche Vertretungen der eigenen Klassen"
