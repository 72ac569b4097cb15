"""From one instance into an empty one, and everything that must not be taken for that."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.backup.conftest import Instance
from tests.cli.processes import environment
from zweiklang.cli.backing_up import files, instance
from zweiklang.cli.backing_up.checking import check
from zweiklang.cli.backing_up.parts import MANIFEST, read_manifest
from zweiklang.cli.backing_up.postgres import BackupFailed
from zweiklang.cli.backing_up.restoring import restore
from zweiklang.cli.backing_up.taking import take

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
type Use = Callable[[Instance], None]
KEY = "a key for backups that is long enough to sign anything with"


@pytest.fixture
def backup(source: Instance, use: Use, tmp_path: Path) -> Path:
    """A backup of the source."""
    use(source)
    take(source.urls.owner, tmp_path / "backup", jobs=2)
    return tmp_path / "backup"


def test_everything_comes_back_and_security_with_it(
    source: Instance, empty: Instance, backup: Path, use: Use
) -> None:
    use(empty)
    done = restore(empty.urls.owner, backup, verify=True, jobs=2)
    assert done["verified"]
    assert done["rows"] > 1000
    assert done["files"]["files"] == sum(path.is_file() for path in source.files.rglob("*"))
    assert done["files"]["files"] > 1
    for query in (
        "SELECT count(*) FROM records_line",
        "SELECT last_value FROM procrastinate_jobs_id_seq",
    ):
        assert empty.ask(query) == source.ask(query)
    for path in (path for path in source.files.rglob("*") if path.is_file()):
        assert (empty.files / path.relative_to(source.files)).read_bytes() == path.read_bytes()
    # Nobody without a person sees a room, and what only the system writes nobody else does.
    assert source.ask("SELECT count(*) FROM records_line")[0][0] > 0
    assert empty.ask("SELECT count(*) FROM records_line", role="app") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        empty.ask("DELETE FROM apprenticeships_contract", role="app")


def test_the_backup_is_one_moment_of_a_database_in_use(
    source: Instance, empty: Instance, use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written after the snapshot and before the dump is in neither the dump nor the counts."""
    before = source.ask("SELECT count(*) FROM django_session")[0][0]
    rows = files.rows

    def meanwhile(connection: psycopg.Connection) -> files.Rows:
        source.ask("INSERT INTO people_sharedentry (key, value, expires_at) VALUES ('meanwhile', '1', now())")
        return rows(connection)

    monkeypatch.setattr(files, "rows", meanwhile)
    use(source)
    take(source.urls.owner, tmp_path / "backup", jobs=2)
    use(empty)
    restore(empty.urls.owner, tmp_path / "backup", verify=True, jobs=2)
    assert source.ask("SELECT count(*) FROM people_sharedentry WHERE key = 'meanwhile'") == [(1,)]
    assert empty.ask("SELECT count(*) FROM people_sharedentry WHERE key = 'meanwhile'") == [(0,)]
    assert empty.ask("SELECT count(*) FROM django_session") == [(before,)]
    source.ask("DELETE FROM people_sharedentry WHERE key = 'meanwhile'")


def test_a_role_that_sees_a_part_of_the_rows_cannot_back_up(
    source: Instance, use: Use, tmp_path: Path
) -> None:
    use(source)
    with pytest.raises(BackupFailed, match=r"row-level security|permission denied"):
        take(source.urls.app, tmp_path / "backup", jobs=2)
    assert list(tmp_path.glob("backup*")) == []


def test_files_that_are_missing_or_changed_are_named(source: Instance, use: Use, tmp_path: Path) -> None:
    use(source)
    lost, changed = sorted(path for path in (source.files / "kept").rglob("*") if path.is_file())[:2]
    bytes_of = {path: path.read_bytes() for path in (lost, changed)}
    try:
        lost.unlink()
        changed.write_bytes(b"another")
        manifest = take(source.urls.owner, tmp_path / "backup", jobs=2)
    finally:
        for path, content in bytes_of.items():
            path.write_bytes(content)
    plain = {
        name: [word.replace("-", "") for word in manifest.files[name]] for name in ("missing", "altered")
    }
    assert plain == {"missing": [lost.name], "altered": [changed.name]}


def test_a_database_with_tables_is_left_alone(source: Instance, backup: Path) -> None:
    with pytest.raises(BackupFailed, match="is not empty"):
        restore(source.urls.owner, backup, verify=True, jobs=2)
    assert source.ask("SELECT count(*) FROM records_line")[0][0] > 0
    assert source.ask("SELECT has_database_privilege('zweiklang_app', current_database(), 'CONNECT')") == [
        (True,)
    ]


def test_a_folder_that_is_there_is_left_alone(source: Instance, backup: Path) -> None:
    before = (backup / MANIFEST).read_bytes()
    with pytest.raises(BackupFailed, match="is there already"):
        take(source.urls.owner, backup, jobs=2)
    assert (backup / MANIFEST).read_bytes() == before


def test_a_damaged_part_is_named_before_anything_is_loaded(empty: Instance, backup: Path, use: Use) -> None:
    part = max((backup / "database").glob("*.dat.*"), key=lambda path: path.stat().st_size)
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    use(empty)
    for act in (lambda: check(backup), lambda: restore(empty.urls.owner, backup, verify=True, jobs=2)):
        with pytest.raises(BackupFailed, match=f"database/{part.name} is damaged"):
            act()
    assert empty.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_what_is_not_as_it_was_stays_closed_until_it_is(empty: Instance, backup: Path, use: Use) -> None:
    path = backup / MANIFEST
    truth = path.read_text()
    told = json.loads(truth)
    rows, checksum = told["tables"]["public.records_line"]
    told["tables"]["public.records_line"] = [rows, str(int(checksum) + 1)]
    told["tables"]["public.people_person"][0] += 1
    path.write_text(json.dumps(told))
    use(empty)
    with pytest.raises(BackupFailed) as problem:
        restore(empty.urls.owner, backup, verify=True, jobs=2)
    assert "table public.records_line has other contents" in problem.value.message
    assert "table public.people_person has" in problem.value.message
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        empty.ask("SELECT 1", role="app")
    path.write_text(truth)
    restore(empty.urls.owner, backup, verify=True, jobs=2)
    assert empty.ask("SELECT 1", role="app") == [(1,)]


def test_rights_that_a_new_table_gives_away_are_found(
    empty: Instance, backup: Path, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dump only grants: without taking the default rights away first the application could write everywhere."""
    from zweiklang.cli.backing_up import restoring

    monkeypatch.setattr(restoring, "_without_default_rights", lambda connection: None)
    use(empty)
    with pytest.raises(BackupFailed, match="INSERT to zweiklang_app is not in the backup"):
        restore(empty.urls.owner, backup, verify=True, jobs=2)


def test_a_backup_of_a_newer_product_is_refused(empty: Instance, backup: Path) -> None:
    told = json.loads((backup / MANIFEST).read_text())
    told["migrations"].append(["records", "9999_of_tomorrow"])
    (backup / MANIFEST).write_text(json.dumps(told))
    with pytest.raises(BackupFailed, match=r"does not know records\.9999_of_tomorrow"):
        restore(empty.urls.owner, backup, verify=True, jobs=2)


def test_the_last_backup_is_noted_and_so_is_that_it_was_read_again(backup: Path) -> None:
    note = json.loads(instance.last_note().read_text())
    assert note == {"at": read_manifest(backup).at, "to": str(backup), "verified": False}
    assert check(backup)["rows"] == read_manifest(backup).rows
    assert json.loads(instance.last_note().read_text())["verified"] is True


def _command(source: Instance, var: Path, target: Path, **options: object) -> "subprocess.Popen[str]":
    env = environment(
        var,
        DATABASE_URL=source.urls.app,
        DATABASE_OWNER_URL=source.urls.owner,
        ZWEIKLANG_SECRET_KEY=KEY,
        DJANGO_SETTINGS_MODULE="zweiklang.config.settings",
    )
    arguments = [sys.executable, "-m", "zweiklang.cli", "backup", "--to", str(target), "--json"]
    return subprocess.Popen(
        arguments,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def _no_large_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_full_disk_leaves_nothing(source: Instance, tmp_path: Path) -> None:
    """A limit of the size of files ends writing in the same places as a disk that is full."""
    process = _command(source, tmp_path / "var", tmp_path / "backup", preexec_fn=_no_large_files)
    output, errors = process.communicate(timeout=400)
    assert process.returncode == 1
    assert output == ""
    assert "Error: " in errors
    assert "Traceback" not in errors
    assert list(tmp_path.glob("backup*")) == []


def test_killed_in_the_middle_nothing_looks_whole_and_the_next_one_is(
    source: Instance, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    process = _command(source, tmp_path / "var", target)
    deadline = time.monotonic() + 200
    while not (target.with_name("backup.partial") / "database").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)
    assert not target.exists()
    with pytest.raises(BackupFailed, match="no complete backup"):
        read_manifest(target.with_name("backup.partial"))
    again = _command(source, tmp_path / "var", target)
    output, errors = again.communicate(timeout=400)
    # This var folder holds no files: the backup is whole, and says so with a code of its own.
    assert again.returncode == 3, (output, errors)
    told = json.loads(output)
    assert told["to"] == str(target)
    assert target.with_name("backup.partial").exists() is False
    assert read_manifest(target).rows == told["rows"]
    assert target.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in target.rglob("*"))
