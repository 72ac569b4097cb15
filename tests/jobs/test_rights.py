"""Web processes put jobs and mails into the queue; what is in it they can neither read nor change."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import errors

from tests.worlds import World
from zweiklang.kernel import jobs
from zweiklang.people.models import OutgoingMail
from zweiklang.rooms.public import as_system

TABLES = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
)


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            return True
        raise
    return False


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM {}", "TRUNCATE {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"],
)
def test_the_application_role_reaches_no_table_of_the_queue(statement: str, table: str, db: None) -> None:
    assert refused(statement.format(table))


def test_it_changes_no_column_of_the_queue(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE starts_with(relname, 'procrastinate_') AND relkind IN ('r', 'v')"
            " AND has_any_column_privilege('zweiklang_app', oid, 'SELECT, INSERT, UPDATE, REFERENCES')"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "call",
    [
        "procrastinate_fetch_job_v2(NULL, 1)",
        "procrastinate_finish_job_v1(1, 'failed', true)",
        "procrastinate_cancel_job_v1(1, true, true)",
        "procrastinate_retry_job_v2(1, now(), NULL, NULL, NULL)",
        "procrastinate_register_worker_v1()",
    ],
)
def test_the_application_role_can_only_defer(call: str, db: None) -> None:
    assert refused(f"SELECT {call}")


def test_every_other_function_of_the_queue_is_closed_to_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE starts_with(proname, 'procrastinate_')"
            " AND has_function_privilege('zweiklang_app', oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == [("procrastinate_defer_jobs_v1",)]


def test_deferring_needs_no_more(db: None) -> None:
    jobs.defer("people.send_mail", mail_id="x")
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args, status FROM procrastinate_jobs")
        assert cursor.fetchall() == [("people.send_mail", '{"mail_id": "x"}', "todo")]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT text FROM people_outgoingmail",
        "UPDATE people_outgoingmail SET address = 'eve@example.org'",
        "DELETE FROM people_outgoingmail",
        "INSERT INTO people_outgoingmail SELECT * FROM people_outgoingmail RETURNING text",
    ],
)
def test_the_application_role_reads_no_mail_and_turns_none_to_another_address(
    statement: str, world_a: World
) -> None:
    with as_system("tests"):
        OutgoingMail.objects.create(
            kind="security", template="t", language="de", address="a@example.org", subject="s", text="123-456"
        )
    assert refused(statement)
