"""Secrets that lie in files."""

import os
from pathlib import Path

import pytest

from tests.cli.processes import run
from zweiklang.config.declared import SETTINGS
from zweiklang.kernel.secret_files import SECRETS, take_secrets_from_files


def test_a_secret_from_a_file_is_as_if_it_had_been_set(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("s3cret with $ and spaces \n")
    environment = {"ZWEIKLANG_SECRET_KEY_FILE": str(tmp_path / "key"), "ZWEIKLANG_FILE_MOST_MB": "3"}
    take_secrets_from_files(environment)
    assert environment == {"ZWEIKLANG_SECRET_KEY": "s3cret with $ and spaces ", "ZWEIKLANG_FILE_MOST_MB": "3"}


def test_twice_the_same_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ZWEIKLANG_S3_KEY and ZWEIKLANG_S3_KEY_FILE are both set"):
        take_secrets_from_files({"ZWEIKLANG_S3_KEY": "a", "ZWEIKLANG_S3_KEY_FILE": str(tmp_path)})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("settings", "docs", var_dir=tmp_path, DATABASE_URL_FILE="/nowhere/url")
    assert done.returncode == 1
    assert done.stderr == "Error: DATABASE_URL_FILE names a file that cannot be read: /nowhere/url\n"


def test_the_command_uses_the_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://app@db.example/zweiklang\n")
    done = run("database", "url", var_dir=tmp_path, DATABASE_URL_FILE=str(tmp_path / "url"))
    assert (done.stdout, done.returncode) == ("postgresql://app@db.example/zweiklang\n", 0)


def test_the_settings_read_files_too_when_no_command_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zweiklang.config.declared import read_settings

    (tmp_path / "key").write_text("from a file")
    monkeypatch.delenv("ZWEIKLANG_SECRET_KEY", raising=False)
    monkeypatch.setenv("ZWEIKLANG_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert read_settings().secret_key == "from a file"
    assert "ZWEIKLANG_SECRET_KEY_FILE" not in os.environ


def test_every_secret_is_a_setting_and_every_setting_that_sounds_like_one_a_secret() -> None:
    names = {setting.name for setting in SETTINGS}
    assert set(SECRETS) - names == {"DATABASE_SUPERUSER_URL"}  # of `zweiklang database create` alone
    sounding = {
        name
        for name in names
        if any(word in name for word in ("SECRET", "PASSWORD", "_KEY", "DATABASE", "TOKEN"))
    }
    assert sounding <= set(SECRETS)
