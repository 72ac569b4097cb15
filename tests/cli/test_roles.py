"""The three roles have the rights they are described with, and no others."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres
from zweiklang.cli.roles import ensure_roles_and_database, in_database


@pytest.fixture(scope="module")
def server(module_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A server of its own: roles belong to the whole server."""
    postgres = EmbeddedPostgres(module_folder / "postgres", throwaway=True)
    with postgres.in_use():
        yield postgres


@pytest.fixture(scope="module")
def urls(server: EmbeddedPostgres) -> DatabaseUrls:
    """The database "house" with one table the owner made."""
    assert ensure_roles_and_database(server.superuser_url(), "house")
    with psycopg.connect(server.urls("house").owner) as owner:
        owner.execute("CREATE TABLE lines (id int GENERATED ALWAYS AS IDENTITY, word text)")
    return server.urls("house")


def test_a_second_call_changes_nothing(server: EmbeddedPostgres, urls: DatabaseUrls) -> None:
    assert not ensure_roles_and_database(server.superuser_url(), "house")


def test_rights_somebody_gave_to_a_role_by_hand_are_taken_back(
    server: EmbeddedPostgres, urls: DatabaseUrls
) -> None:
    with psycopg.connect(server.superuser_url()) as superuser:
        superuser.execute("ALTER ROLE zweiklang_app BYPASSRLS CREATEDB")
    ensure_roles_and_database(server.superuser_url(), "house")
    with psycopg.connect(urls.app) as app:
        row = app.execute(
            "SELECT rolbypassrls, rolcreatedb, rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        assert row.fetchone() == (False, False, False)


def test_the_application_reads_and_writes_what_the_owner_made(urls: DatabaseUrls) -> None:
    with psycopg.connect(urls.app) as app:
        app.execute("INSERT INTO lines (word) VALUES ('one')")
        app.execute("UPDATE lines SET word = 'two'")
        assert app.execute("DELETE FROM lines RETURNING word").fetchone() == ("two",)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE lines ADD COLUMN other text",
        "ALTER TABLE lines DISABLE ROW LEVEL SECURITY",
        "TRUNCATE lines",
        "DROP TABLE lines",
        "CREATE SCHEMA mine",
        "CREATE TEMP TABLE mine (id int)",
        "SET ROLE zweiklang_owner",
    ],
)
def test_the_application_changes_no_structure(urls: DatabaseUrls, statement: str) -> None:
    with psycopg.connect(urls.app) as app, pytest.raises(InsufficientPrivilege):
        app.execute(statement)


def test_the_application_steps_into_the_system_role_but_inherits_nothing_from_it(urls: DatabaseUrls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE for_system (id int)")
        owner.execute("REVOKE ALL ON for_system FROM zweiklang_app")
    with psycopg.connect(urls.app) as app:
        with pytest.raises(InsufficientPrivilege):
            app.execute("SELECT * FROM for_system")
        app.rollback()
        app.execute("SET LOCAL ROLE zweiklang_system")
        assert app.execute("SELECT current_user").fetchone() == ("zweiklang_system",)
        app.execute("SELECT * FROM for_system")
        app.rollback()
        assert app.execute("SELECT current_user").fetchone() == ("zweiklang_app",)


def test_nobody_signs_in_as_the_system(server: EmbeddedPostgres, urls: DatabaseUrls) -> None:
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(server.url("zweiklang_system", "house"))


def test_other_roles_may_not_even_connect(server: EmbeddedPostgres, urls: DatabaseUrls) -> None:
    with psycopg.connect(server.superuser_url()) as superuser:
        superuser.execute("CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.url("stranger", "house"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://a:b%40c@host:5433/x", "postgresql://a:b%40c@host:5433/new"),
        ("postgresql://a@/x?host=/run/pg", "postgresql://a@/new?host=/run/pg"),
        ("postgresql:///x", "postgresql:///new"),
    ],
)
def test_the_database_of_a_url_is_exchanged_and_nothing_else(url: str, expected: str) -> None:
    assert in_database(url, "new") == expected
