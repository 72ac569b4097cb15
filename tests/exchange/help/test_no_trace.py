"""A case leaves nothing for anybody else: not in a table, a count, a job, a mail, a log, a list, and not in the pages of the product."""

import logging
import re
from collections.abc import Callable, Iterable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import sql

from tests.clients import standing_as
from tests.exchange.help.scenes import REPLY, SECRET, Helpers, keep_helpers, open_case
from tests.mailing import delivered
from tests.worlds import World, Worlds, everybody
from zweiklang.exchange.help.directory import others_who_read
from zweiklang.exchange.help.services import answer, decide, end, seen, suggest, withdraw
from zweiklang.exchange.models import Notice
from zweiklang.exchange.notices.mailing import mail_due
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

type ClientOf = Callable[[Person | None], Client]
type Digest = dict[str, tuple[int, str]]
NOBODY = UUID(int=0)
# What a person hands over by looking at pages: the browser's session, and the answer to who looked (of which there is none here).
READABLE = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"""


def readable_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(READABLE)
        return [name for (name,) in cursor.fetchall()]


def all_that_is_seen(tables: Iterable[str]) -> Digest:
    """Returns of every table how many rows the current person reads and a digest of all they say."""
    parts = [
        sql.SQL(
            "SELECT {name}, count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {table} t"
        ).format(name=sql.Literal(table), table=sql.Identifier(table))
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts).as_string(connection.connection))
        return {name: (count, total) for name, count, total in cursor.fetchall()}


def seen_by_each(people: Iterable[Person | None], tables: list[str]) -> dict[UUID | None, Digest]:
    found = {}
    for person in people:
        with standing_as(person):
            found[person.pk if person else None] = all_that_is_seen(tables)
    return found


@pytest.fixture
def helpers(world_a: World) -> Helpers:
    return keep_helpers(world_a)


@pytest.fixture
def apprentice(world_a: World) -> Person:
    return world_a.first.apprentice


def others(worlds: Worlds, *but: Person) -> list[Person | None]:
    """Everybody of both worlds, who crosses, and nobody; also who helps elsewhere, the support and the Land."""
    return [*(person for person in everybody(worlds) if person not in but), None]


def lived_through(apprentice: Person, helpers: Helpers) -> None:
    """A case with everything that can happen in one."""
    case_id = open_case(apprentice, helpers.of_school)
    teacher, other = helpers.teacher, helpers.quabb
    with standing_as(teacher):
        seen(actor_of(teacher), case_id=case_id)
        answer(actor_of(teacher), case_id=case_id, message_id=new_id(), text=REPLY)
        helper = next(one for one in others_who_read(teacher.pk) if one.person_id == other.pk)
        suggest(actor_of(teacher), case_id=case_id, helper=helper)
    with standing_as(apprentice):
        decide(actor_of(apprentice), case_id=case_id, helper_id=helper.id, agrees=True, shows_all=True)
    with standing_as(other):
        answer(actor_of(other), case_id=case_id, message_id=new_id(), text=REPLY)
        end(actor_of(other), case_id=case_id)


def test_nobody_else_reads_anything_new_in_any_table(
    worlds: Worlds, apprentice: Person, helpers: Helpers
) -> None:
    tables = readable_tables()
    assert {"exchange_message", "exchange_conversation", "rooms_room", "rooms_membership"} <= set(tables)
    people = others(worlds, apprentice)
    assert len(people) > 25
    before = seen_by_each(people, tables)
    with standing_as(apprentice):
        own_before = all_that_is_seen(tables)
    lived_through(apprentice, helpers)
    after = seen_by_each(people, tables)
    for person_id, digest in before.items():
        changed = {table for table in tables if digest[table] != after[person_id][table]}
        assert not changed, (person_id, changed)
    # The same question finds it for the one whom it concerns.
    with standing_as(apprentice):
        own = all_that_is_seen(tables)
    changed = {table for table in tables if own[table] != own_before[table]}
    assert {
        "exchange_conversation", "exchange_message", "exchange_notice", "exchange_participation",
        "rooms_membership",
    } <= changed  # fmt: skip


def test_each_step_is_unseen_also_by_who_helps_at_the_same_place(
    worlds: Worlds, world_a: World, apprentice: Person, helpers: Helpers
) -> None:
    tables = readable_tables()
    people = [helpers.quabb, worlds.roomless["counsellor"], world_a.people["head_of_school"]]
    before = seen_by_each(people, tables)
    case_id = open_case(apprentice, helpers.of_school)
    assert seen_by_each(people, tables) == before
    with standing_as(helpers.teacher):
        helper = next(one for one in others_who_read() if one.person_id == helpers.quabb.pk)
        suggest(actor_of(helpers.teacher), case_id=case_id, helper=helper)
    assert seen_by_each(people, tables) == before
    with standing_as(apprentice):
        decide(actor_of(apprentice), case_id=case_id, helper_id=helper.id, agrees=False)
        withdraw(actor_of(apprentice), case_id=case_id)
    assert seen_by_each(people, tables) == before


def test_after_withdrawing_it_is_as_if_nobody_had_been_asked(apprentice: Person, helpers: Helpers) -> None:
    tables = [name for name in readable_tables() if name != "exchange_notice"]
    with standing_as(helpers.teacher):
        before = all_that_is_seen(tables)
    case_id = open_case(apprentice, helpers.of_school)
    with standing_as(helpers.teacher):
        assert all_that_is_seen(tables) != before
    with standing_as(apprentice):
        withdraw(actor_of(apprentice), case_id=case_id)
    with standing_as(helpers.teacher):
        assert all_that_is_seen(tables) == before


def test_the_mail_says_that_there_is_something_new_and_no_more(apprentice: Person, helpers: Helpers) -> None:
    open_case(apprentice, helpers.of_school)
    with as_system("tests"):
        Notice.objects.exclude(person=helpers.teacher).update(mail_at=None)
        Notice.objects.filter(person=helpers.teacher).update(mail_at=now())
    after: UUID | None = NOBODY
    while after is not None:
        after = mail_due(after=after)
    mails = [one for one in delivered() if one.to == [helpers.teacher.email]]
    assert len(mails) == 1
    said = f"{mails[0].subject} {mails[0].body}" + "".join(
        str(part.content) for part in mails[0].alternatives
    )
    assert reverse("exchange:inbox") in said
    for word in (SECRET, apprentice.family_name, "kontakte", "vertraulich", "eratung", "Hilfe"):
        assert word not in said, word


def test_the_inbox_says_message_to_both_and_nothing_more(
    client_of: ClientOf, apprentice: Person, helpers: Helpers
) -> None:
    case_id = open_case(apprentice, helpers.of_school)
    with standing_as(helpers.teacher):
        answer(actor_of(helpers.teacher), case_id=case_id, message_id=new_id(), text=REPLY)
    for person, other in ((apprentice, helpers.teacher), (helpers.teacher, apprentice)):
        page = client_of(person).get(reverse("exchange:inbox")).content.decode()
        shown = page.split("<main")[1].split("</main>")[0]
        assert ">Nachricht</a>" in shown
        for word in (SECRET, REPLY, other.family_name, "eratung", "ertraulich", str(case_id)):
            assert word not in shown, (person, word)
        with standing_as(person):
            notice = Notice.objects.get(about=case_id, done_at=None)
        opened = client_of(person).get(reverse("exchange:notice_open", args=[notice.pk]))
        assert opened["Location"] == reverse("exchange:help_come_to_case", args=[case_id])


def test_neither_search_nor_list_of_conversations_shows_it_to_anybody(
    client_of: ClientOf, apprentice: Person, helpers: Helpers, world_a: World
) -> None:
    open_case(apprentice, helpers.of_school)
    for person in (apprentice, helpers.teacher, world_a.first.firm.trainer, world_a.people["head_of_school"]):
        browser = client_of(person)
        found = browser.get(reverse("web:search"), {"q": "halte Betrieb"})
        listed = browser.get(reverse("exchange:conversations"))
        for response in (found, listed):
            assert response.status_code == 200
            assert SECRET not in response.content.decode()
            assert "kontakte/gespraech" not in response.content.decode()


def test_the_pages_of_conversations_do_not_open_a_case(
    client_of: ClientOf, apprentice: Person, helpers: Helpers
) -> None:
    """Their pages have no way out, and titles that say something: also who takes part finds nothing there."""
    case_id = open_case(apprentice, helpers.of_school)
    for name in ("conversation", "conversation_news", "conversation_people"):
        for person in (apprentice, helpers.teacher):
            assert client_of(person).get(reverse(f"exchange:{name}", args=[case_id])).status_code == 404


def test_the_log_says_nothing(
    client_of: ClientOf,
    apprentice: Person,
    helpers: Helpers,
    world_a: World,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    browser = client_of(apprentice)
    write = reverse("exchange:help_write", args=[helpers.of_school.pk])
    browser.post(write, {"text": "", "message_id": new_id()})
    case = browser.post(write, {"text": SECRET, "message_id": new_id()})["Location"]
    browser.get(case)
    assert client_of(world_a.people["head_of_school"]).get(case).status_code == 404
    assert client_of(world_a.first.firm.trainer).get(write).status_code == 404
    for record in caplog.records:
        said = record.getMessage() + (caplog.text if record.exc_info else "")
        assert not re.search(r"kontakte|vertraut|eratung", said, re.IGNORECASE), said


def test_a_fault_on_a_confidential_page_is_logged_without_its_address() -> None:
    from zweiklang.web.log_secrets import WithoutSecrets

    path = reverse("exchange:help_case", args=[new_id()])
    fault = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "Internal Server Error: %s", (path,), None
    )
    assert WithoutSecrets().filter(fault)
    assert fault.getMessage() == "Internal Server Error: …"
    refusal = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    assert not WithoutSecrets().filter(refusal)
