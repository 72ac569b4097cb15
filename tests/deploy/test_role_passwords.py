"""`zweiklang database create --passwords-from-urls`, as compose runs it."""

from pathlib import Path

import pytest

from tests.cli.processes import run
from zweiklang.cli.commands.database import _passwords


def test_the_urls_must_name_the_roles(tmp_path: Path) -> None:
    done = run(
        "database",
        "create",
        "--passwords-from-urls",
        var_dir=tmp_path,
        DATABASE_SUPERUSER_URL="postgresql://nobody@127.0.0.1:1/postgres",
        DATABASE_OWNER_URL="postgresql://zweiklang_owner:secret@db/zweiklang",
        DATABASE_URL="postgresql://somebody:secret@db/zweiklang",
    )
    assert done.returncode == 1
    assert done.stderr == "Error: DATABASE_URL must name the role zweiklang_app and its password.\n"


def test_passwords_are_those_of_the_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://zweiklang_owner:a%2Fb@db/zweiklang")
    monkeypatch.setenv("DATABASE_URL", "postgresql://zweiklang_app:c%20d@db:6432/zweiklang")
    assert _passwords() == {"zweiklang_owner": "a/b", "zweiklang_app": "c d"}
