"""Who is told, how often, and that what is done is done everywhere."""

from datetime import timedelta

from django.db import connection

from tests.exchange.notices.telling import DATES, TALK, clean, notices_of, told
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.models import Notice
from zweiklang.exchange.notices.services import mark_all_done, mark_done, reopen
from zweiklang.exchange.notices.telling import settle, settle_for, tell
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system


def test_ten_messages_about_one_thing_are_one_notice_that_counts(person: Person) -> None:
    about = new_id()
    for _ in range(10):
        told(person, about=about)
    (notice,) = notices_of(person)
    assert (notice.count, notice.about, notice.kind) == (10, about, "talk")


def test_another_thing_and_another_kind_are_notices_of_their_own(person: Person) -> None:
    about = new_id()
    told(person, about=about)
    told(person, about=new_id())
    told(person, about=about, kind=DATES)
    assert len(notices_of(person)) == 3


def test_whoever_acts_is_not_told(world_a: World, person: Person) -> None:
    teacher = world_a.people["class_teacher"]
    clean(teacher)
    about = new_id()
    assert tell(actor_of(teacher), people=[teacher.pk, person.pk], kind=TALK, about=about) == 1
    assert not notices_of(teacher)
    assert len(notices_of(person)) == 1


def test_whoever_has_no_account_any_more_is_not_told(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert tell(ACTOR, people=[person.pk, new_id()], kind=TALK, about=new_id()) == 0
    assert tell(ACTOR, people=[], kind=TALK, about=new_id()) == 0


def test_what_one_has_seen_is_done_for_oneself_and_for_nobody_else(world_a: World, person: Person) -> None:
    other, about = world_a.people["apprentice"], new_id()
    clean(other)
    tell(ACTOR, people=[person.pk, other.pk], kind=TALK, about=about)
    assert settle_for(actor_of(person), kind=TALK, about=about) == 1
    assert notices_of(person)[0].done_at is not None
    assert notices_of(other)[0].done_at is None
    assert settle_for(actor_of(person), kind=TALK, about=about) == 0, "a second time changes nothing"


def test_what_is_taken_back_is_done_for_everybody_and_waits_for_no_mail(
    world_a: World, person: Person
) -> None:
    other, about = world_a.people["apprentice"], new_id()
    tell(ACTOR, people=[person.pk, other.pk], kind=TALK, about=about)
    told(person, about=new_id())
    assert settle(ACTOR, person_ids=None, kind=TALK, about=about) == 2
    with as_system(ACTOR):
        rows = Notice.objects.filter(about=about)
        assert {(row.done_at is None, row.mail_at, row.push_at) for row in rows} == {(False, None, None)}
    assert [notice.done_at is None for notice in notices_of(person)] == [False, True]


def test_after_it_is_done_something_new_is_a_new_notice(person: Person) -> None:
    about = new_id()
    told(person, about=about)
    settle_for(actor_of(person), kind=TALK, about=about)
    told(person, about=about)
    assert [(one.count, one.done_at is None) for one in notices_of(person)] == [(1, False), (1, True)]


def test_done_can_be_taken_back_but_opens_nothing_twice(person: Person) -> None:
    again, once = new_id(), new_id()
    told(person, about=again)
    told(person, about=once)
    moment = mark_all_done(actor_of(person), until=now())
    assert moment is not None
    told(person, about=again)
    assert reopen(actor_of(person), done_at=moment) == 1
    open_ones = [one.about for one in notices_of(person) if one.done_at is None]
    assert sorted(open_ones) == sorted([again, once])
    assert reopen(actor_of(person), done_at=moment) == 0


def test_nobody_marks_or_opens_notices_of_somebody_else(world_a: World, person: Person) -> None:
    other = world_a.people["apprentice"]
    clean(other)
    told(person, about=new_id())
    (notice,) = notices_of(person)
    assert mark_done(actor_of(other), notice_ids=[notice.pk]) is None
    moment = mark_done(actor_of(person), notice_ids=[notice.pk])
    assert moment is not None
    assert reopen(actor_of(other), done_at=moment) == 0
    assert notices_of(person)[0].done_at == moment


def test_what_came_since_the_page_was_made_stays_open(person: Person) -> None:
    told(person, about=new_id())
    shown_until = notices_of(person)[0].made_at
    told(person, about=new_id())
    with as_system(ACTOR):
        newest = Notice.objects.filter(person=person).latest("id")
        Notice.objects.filter(pk=newest.pk).update(made_at=shown_until + timedelta(seconds=1))
    mark_all_done(actor_of(person), until=shown_until)
    assert [one.done_at is None for one in notices_of(person)] == [False, True]


def test_ten_thousand_people_are_told_in_a_few_statements(
    worlds: Worlds, django_assert_max_num_queries
) -> None:
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_person (id, password, email, given_name, family_name, sort_key, language, text_size, theme, is_active, joined_at)"
            " SELECT gen_random_uuid(), '', '', 'Erika', 'Viele', 'viele erika', 'de', 'normal', 'system', true, now()"
            " FROM generate_series(1, 10000) RETURNING id"
        )
        people = [pk for (pk,) in cursor.fetchall()]
    about = new_id()
    with django_assert_max_num_queries(12):
        assert tell(ACTOR, people=people, kind=TALK, about=about) == 10_000
    with django_assert_max_num_queries(12):
        assert tell(ACTOR, people=people, kind=TALK, about=about) == 10_000
    with as_system(ACTOR):
        assert Notice.objects.filter(about=about, count=2).count() == 10_000
