"""The doctor finds what is wrong with the database server and with what protects people's data in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django.fixtures import Settings

from tests.operation.findings import level
from zweiklang.cli.doctoring import database, examining, protection
from zweiklang.kernel.clock import now

OWNER = pytest.mark.django_db(databases=["default", "owner"])


def _as_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def through_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test changed as the owner is seen before it is rolled back."""
    monkeypatch.setattr(protection, "connection", connections["owner"])


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Returns how to let the server say something else about itself."""

    def say(**values: str) -> None:
        asked = database._value

        def answer(query: str, *parameters: Any) -> Any:
            words = query.split()
            name = parameters[0] if parameters else words[-1]
            return values.get(str(name)) or asked(query, *parameters)

        monkeypatch.setattr(database, "_value", answer)

    return say


@OWNER
def test_the_tests_database_has_nothing_that_fails() -> None:
    checks = {**examining.of_the_server(), **examining.of_the_tables()}
    del checks["durability"]  # the tests' server is set to be fast and thrown away
    found = list(examining._carried_out(checks))
    assert {one.name: one for one in found if not one.ok} == {}
    assert {one.name for one in found} >= {"roles", "row-security", "triggers", "migrations", "clocks"}


def test_a_database_that_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(query: str) -> None:
        raise OSError("password of somebody")

    monkeypatch.setattr(database, "_value", away)
    found = examining.examine()
    by_name = {one.name: one for one in found}
    assert level(by_name["database"]) == "fails"
    assert "password" not in by_name["database"].says
    assert by_name["roles"].says == "Not looked at: the database does not answer."
    assert by_name["disk"].name == "disk"


def test_a_database_without_tables(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.has_tables() is None
    asked = database._value
    monkeypatch.setattr(database, "_value", lambda query, *v: "to_regclass" not in query and asked(query, *v))
    names = {one.name: one for one in examining.examine()}
    assert names["migrations"].says == "There are no tables yet."
    assert names["triggers"].says == "Not looked at: there are no tables."


def test_an_old_server(db: None, said: Callable[..., None]) -> None:
    assert level(database.version()) == "says"
    said(server_version_num="150004", server_version="15.4")
    assert level(database.version()) == "fails"


SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("fsync", "off", "fails"),
        ("full_page_writes", "off", "fails"),
        ("synchronous_commit", "off", "fails"),
        ("data_checksums", "off", "warns"),
        ("synchronous_commit", "remote_apply", "says"),
    ],
)
def test_a_server_that_forgets(
    name: str, value: str, expected: str, db: None, said: Callable[..., None]
) -> None:
    said(**SAFE)
    assert level(database.durability()) == "says"
    said(**{**SAFE, name: value})
    assert level(database.durability()) == expected


def test_too_few_connections(db: None) -> None:
    assert level(database.connections(processes=1, per_process=2)) == "says"
    assert level(database.connections(processes=64, per_process=12)) == "warns"


@pytest.mark.parametrize(("apart", "expected"), [(0, "says"), (10, "warns"), (-10, "warns"), (3600, "fails")])
def test_clocks_that_differ(apart: int, expected: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "now", lambda: now() + timedelta(seconds=apart))
    assert level(database.clock()) == expected


def test_a_cache_that_does_not_count(db: None, settings: Settings) -> None:
    assert level(database.cache()) == "says"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert level(database.cache()) == "fails"


@OWNER
@pytest.mark.usefixtures("through_owner")
@pytest.mark.parametrize(
    ("by_hand", "word"),
    [
        ("ALTER TABLE records_line DISABLE ROW LEVEL SECURITY", "Without protection: records_line"),
        ("ALTER POLICY zk_read ON records_line USING (true)", "Changed by hand: records_line"),
        ("COMMENT ON TABLE records_line IS NULL", "Not protected as this version declares: records_line"),
    ],
)
def test_protection_that_is_gone(by_hand: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert level(protection.row_security()) == "says"
    _as_owner(by_hand)
    from zweiklang.rooms import public

    for name in ("unprotected_tables", "outdated_tables"):
        asked = getattr(public, name)
        monkeypatch.setattr(public, name, lambda asked=asked: asked(using="owner"))
    found = protection.row_security()
    assert (level(found), word in found.says) == ("fails", True)


@OWNER
def test_without_the_owner_the_doctor_says_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "connections", {"owner": connection})
    assert level(protection.row_security()) == "warns"


@OWNER
@pytest.mark.usefixtures("through_owner")
@pytest.mark.parametrize(
    "by_hand",
    [
        "ALTER TABLE records_week DISABLE TRIGGER ALL",
        "ALTER TABLE records_line DISABLE TRIGGER USER",
        "DO $$ DECLARE t name; BEGIN SELECT tgname INTO t FROM pg_trigger WHERE tgrelid = 'records_line'::regclass"
        " AND NOT tgisinternal LIMIT 1; EXECUTE format('DROP TRIGGER %I ON records_line', t); END $$",
    ],
)
def test_triggers_that_are_gone(by_hand: str) -> None:
    assert level(protection.triggers()) == "says"
    if "TRIGGER ALL" in by_hand:  # those of foreign keys are the superuser's
        by_hand = by_hand.replace("ALL", "USER")
    _as_owner(by_hand)
    assert level(protection.triggers()) == "fails"


@OWNER
@pytest.mark.usefixtures("through_owner")
def test_triggers_that_a_session_may_switch_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from zweiklang.rooms import public

    monkeypatch.setattr(public, "triggers_can_be_ignored", lambda: True)
    assert level(protection.triggers()) == "fails"


@OWNER
@pytest.mark.usefixtures("through_owner")
def test_a_constraint_that_was_never_validated() -> None:
    assert level(protection.validity()) == "says"
    _as_owner("ALTER TABLE records_week ADD CONSTRAINT tried CHECK (id IS NOT NULL) NOT VALID")
    assert level(protection.validity()) == "warns"


@OWNER
@pytest.mark.usefixtures("through_owner")
def test_tables_of_another_version() -> None:
    assert level(protection.migrations()) == "says"
    _as_owner("INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', now())")
    assert level(protection.migrations()) == "warns"
    _as_owner("DELETE FROM django_migrations WHERE app = 'records' AND name = '0001_initial'")
    found = protection.migrations()
    assert (level(found), "records.0001_initial" in found.says) == ("fails", True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([("zweiklang_app", True, True), ("zweiklang_system", False, False)], "may more"),
        ([("zweiklang_app", True, False), ("zweiklang_system", True, False)], "can sign in"),
        ([("zweiklang_app", True, False)], "zweiklang_system is missing"),
    ],
)
def test_roles_that_may_too_much(
    rows: list[tuple[str, bool, bool]], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert level(protection.roles()) == "says"
    asked = protection._rows
    monkeypatch.setattr(
        protection, "_rows", lambda query, *v: rows if query == protection._ATTRIBUTES else asked(query, *v)
    )
    found = protection.roles()
    assert (level(found), word in found.says) == ("fails", True)


@OWNER
@pytest.mark.usefixtures("through_owner")
def test_pages_served_by_the_owner() -> None:
    found = protection.roles()
    assert (level(found), "signs in as zweiklang_owner" in found.says) == ("fails", True)


@OWNER
@pytest.mark.usefixtures("through_owner")
def test_something_that_the_application_owns() -> None:
    _as_owner("SET LOCAL ROLE NONE")
    asked = protection._rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            protection, "_rows", lambda query, *v: [(1,)] if query == protection._OWNED else asked(query, *v)
        )
        assert "owns something" in protection.roles().says


@pytest.mark.django_db
def test_extensions_nobody_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert level(protection.extensions()) == "says"
    monkeypatch.setattr(protection, "_rows", lambda query: [("plpgsql",), ("pg_stat_statements",)])
    assert level(protection.extensions()) == "says"
    monkeypatch.setattr(protection, "_rows", lambda query: [("plpgsql",), ("postgis",)])
    assert level(protection.extensions()) == "warns"
