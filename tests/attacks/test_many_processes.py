"""Guessing from several processes of the site at once: they count together."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.database import ROOT, fresh_database

ADDRESS = "opfer@welten.example"
PERSON = """
    INSERT INTO people_person (id, password, email, given_name, family_name, sort_key, language, text_size, theme, is_active, joined_at)
    VALUES ('01900000-0000-7000-8000-000000000001', 'argon2$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
            %(email)s, 'O', 'O', 'o o', 'de', 'normal', 'system', true, now());
    INSERT INTO account_emailaddress (email, verified, "primary", user_id)
    VALUES (%(email)s, true, true, '01900000-0000-7000-8000-000000000001')
"""


def _environment(url: str, var_dir: Path) -> dict[str, str]:
    more = {"DATABASE_URL": url, "ZWEIKLANG_VAR_DIR": str(var_dir), "ZWEIKLANG_SECRET_KEY": "x" * 50}
    more |= {"ZWEIKLANG_HTTPS": "false", "ZWEIKLANG_ALLOWED_HOSTS": "testserver", "ZWEIKLANG_DEBUG": "true"}
    return {**os.environ, **more, "DJANGO_SETTINGS_MODULE": "zweiklang.config.settings"}


@pytest.mark.slow
def test_processes_at_once_guess_no_more_often_than_one(tmp_path: Path) -> None:
    with fresh_database("guessing") as urls:
        with psycopg.connect(urls.owner) as owner:
            for statement in PERSON.split(";"):
                owner.execute(statement, {"email": ADDRESS})
        command = [sys.executable, "-m", "tests.attacks.guessing", ADDRESS, "6"]
        environment = _environment(urls.app, tmp_path)
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        tries = [int(process.communicate(timeout=60)[0].splitlines()[-1]) for process in processes]
    assert sum(tries) == 5
