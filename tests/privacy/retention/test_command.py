"""`zweiklang retention`: what it prints, what it changes, how it ends."""

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.privacy.retention.nights import record_ends, sizes, spend
from tests.worlds import Worlds
from zweiklang.cli.commands.retention import retention
from zweiklang.joining.models import EmailProof
from zweiklang.kernel.clock import now
from zweiklang.privacy.retention import running


@pytest.fixture(autouse=True)
def own_server(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the database of this test instead of starting one."""
    monkeypatch.setenv("DATABASE_URL", "postgres://of-this-test")


def command(*arguments: str) -> Result:
    return CliRunner().invoke(retention, list(arguments))


def _json(*arguments: str) -> Any:
    result = command(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def _old_proof() -> None:
    EmailProof.objects.create(
        purpose="x", address_digest="x", code_digest="x", sent_at=now() - timedelta(days=2)
    )


def test_preview_counts_by_table_and_changes_nothing(worlds: Worlds) -> None:
    _old_proof()
    before = sizes()
    assert _json("preview")["tables"]["joining_emailproof"] == 1
    end = record_ends(worlds.a).isoformat()
    told = _json("preview", "--on", end)
    assert told["day"] == end
    assert told["tables"]["records_week"] == 16
    assert sizes() == before
    assert "rows would be deleted" in command("preview").output


def test_run_deletes_says_what_and_the_second_time_nothing() -> None:
    _old_proof()
    told = _json("run")
    assert {one["table"]: one["rows"] for one in told["deleted"]} == {"joining_emailproof": 1}
    assert told["ended_at"]
    assert not EmailProof.objects.exists()
    assert _json("run")["deleted"] == []


def test_protocol_lists_the_newest_first(worlds: Worlds) -> None:
    spend(record_ends(worlds.a))
    _old_proof()
    command("run")
    told = _json("protocol")
    assert len(told) == 2
    assert told[1]["day"] < told[0]["day"] or told[0]["began_at"] > told[1]["began_at"]
    assert len(_json("protocol", "--limit", "1")) == 1
    assert "rows deleted" in command("protocol").output


def test_a_table_that_cannot_be_tidied_is_named_and_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_: object, **__: object) -> bool:
        return False

    monkeypatch.setattr(running, "_carry_out", failing)
    result = command("run")
    assert result.exit_code == 1
    assert "joining_emailproof" in result.output


def test_a_day_that_is_none_is_explained() -> None:
    assert command("preview", "--on", "morgen").exit_code == 2
