"""The quick way to the first tables makes what Django makes, and where tables exist it is not gone."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connections, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from tests.database import ROOT, Server, drop_databases, ensure_template, make_database, server
from zweiklang.cli.embedded_postgres import EmbeddedPostgres
from zweiklang.cli.first_tables import quick_first_tables

PLAIN = f"test_zweiklang_plain_{os.getpid()}"
DJANGO_ALONE = """
from zweiklang.cli.environment import setup_django
setup_django()
from django.core.management import call_command
call_command("migrate", database="owner", interactive=False, verbosity=0)
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server() as found:
        yield found


def schema_of(running: Server, name: str) -> list[str]:
    """Every table, index, constraint, trigger, function, policy and right, as pg_dump writes them."""
    command = [
        EmbeddedPostgres.program("pg_dump"),
        "--schema-only",
        "--exclude-schema=pg_*",
        "-d",
        running.superuser_url(name),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    # Each dump has a word of its own at its head and foot. Who may write the migrations' own table is said by our command, not by Django.
    return [
        line
        for line in done.stdout.splitlines()
        if not line.startswith(("\\restrict", "\\unrestrict"))
        and not (line.startswith("GRANT ") and " ON TABLE public.django_migrations " in line)
    ]


@pytest.fixture
def plain(running: Server) -> Iterator[str]:
    """A database whose tables Django has made alone."""
    make_database(running, PLAIN)
    urls = running.urls(PLAIN)
    environment = os.environ | {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "ZWEIKLANG_DEMO": "1",
    }
    try:
        subprocess.run([sys.executable, "-c", DJANGO_ALONE], cwd=ROOT, env=environment, check=True)
        yield PLAIN
    finally:
        drop_databases(running, [PLAIN])


@pytest.mark.slow
def test_the_tables_are_those_that_django_makes_alone(running: Server, plain: str) -> None:
    alone, quick = schema_of(running, plain), schema_of(running, ensure_template(running))
    assert len(alone) > 5_000
    assert quick == alone


def drawn() -> ProjectState:
    """A state whose models are drawn: one that points to another."""
    state = ProjectState()
    number = ("id", models.BigAutoField(primary_key=True))
    state.add_model(ModelState("people", "Firm", [number]))
    state.add_model(
        ModelState("people", "Site", [number, ("firm", models.ForeignKey("people.Firm", models.CASCADE))])
    )
    assert state.apps
    return state


ADD = migrations.AddConstraint("Site", models.UniqueConstraint(fields=["firm"], name="one_site"))


@pytest.mark.django_db(databases=["owner"])
def test_in_a_database_with_tables_django_draws_its_models_anew() -> None:
    state = drawn()
    before = state.apps.get_model("people", "Site")
    with quick_first_tables(connections["owner"]):
        ADD.state_forwards("people", state)
    assert state.apps.get_model("people", "Site") is not before


def test_in_an_empty_one_the_model_stays_and_knows_its_constraint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zweiklang.cli.first_tables.MigrationRecorder.applied_migrations", lambda _: {})
    state = drawn()
    before, firm = state.apps.get_model("people", "Site"), state.apps.get_model("people", "Firm")
    with quick_first_tables(connections["owner"]):
        ADD.state_forwards("people", state)
    site = state.apps.get_model("people", "Site")
    assert (site is before, state.apps.get_model("people", "Firm") is firm) == (True, True)
    assert [one.name for one in site._meta.constraints] == ["one_site"]
    assert [one.name for one in state.models["people", "site"].options["constraints"]] == ["one_site"]
    migrations.RemoveConstraint("Site", "one_site").state_forwards("people", state)
    assert state.apps.get_model("people", "Site") is not before, "afterwards it is Django's own again"
