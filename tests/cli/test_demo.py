"""`zweiklang demo` as people use it: start, look, Ctrl-C, start again."""

import signal
from pathlib import Path

import pytest

from tests.cli.processes import Running, free_port, left_behind, run
from zweiklang.web.public import PERSONAS

pytestmark = pytest.mark.slow


def test_the_demo_starts_tells_where_it_is_and_keeps_what_was_written(folder: Path) -> None:
    var_dir, port = folder / "var", free_port()
    first = Running("demo", var_dir=var_dir, port=port)
    assert first.answer("/demo/", within=120) == 200
    text = first.text()
    assert all(f"http://127.0.0.1:{port}/demo/as/{who.key}/" in text for who in PERSONAS)
    assert first.answer("/demo/as/apprentice/") == 302
    mark = "CREATE TABLE written_by_hand AS SELECT count(*) AS people FROM people_person"
    assert run("database", "shell", "--role", "owner", "--", "-c", mark, var_dir=var_dir).returncode == 0
    assert first.end(signal.SIGINT) == 0
    assert left_behind(var_dir) == []

    again = Running("demo", var_dir=var_dir, port=port)
    assert again.answer("/demo/") == 200
    same = "SELECT people > 10 AND people = (SELECT count(*) FROM people_person) FROM written_by_hand"
    shell = run("database", "shell", "--role", "owner", "--", "-Atc", same, var_dir=var_dir)
    assert shell.stdout.strip() == "t"
    assert again.end(signal.SIGTERM) == 0
    assert left_behind(var_dir) == []
