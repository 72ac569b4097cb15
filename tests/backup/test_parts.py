"""A backup without a database: what tells that it is whole, and what happens to the oldest."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from zweiklang.cli.backing_up import postgres
from zweiklang.cli.backing_up.counting import Measure
from zweiklang.cli.backing_up.parts import (
    FORMAT,
    Manifest,
    damaged_parts,
    new_file,
    read_manifest,
    read_sums,
    write_manifest,
    write_sums,
    write_text,
)
from zweiklang.cli.backing_up.postgres import BackupFailed, Program, program
from zweiklang.cli.backing_up.series import keep_newest, new_name
from zweiklang.cli.backing_up.shape import differences


def _backup(folder: Path, **other: object) -> Manifest:
    folder.mkdir()
    write_text(folder / "database" / "1.dat", "rows")
    write_text(folder / "files" / "kept" / "aa" / "x", "bytes")
    facts = {
        "format": FORMAT,
        "product": "0.1.0",
        "at": "2026-11-21T12:00:00+00:00",
        "seconds": {},
        "server": "18.4",
        "compression": "gzip:1",
        "bytes": 9,
        "migrations": [["records", "0001_initial"]],
        "tables": {"public.a": Measure(3, "-17")},
        "sequences": {},
        "files": {"count": 1, "bytes": 5, "missing": [], "altered": []},
        "settings": [],
        "secret_key_check": "00000000",
        "sums": write_sums(folder, {}),
    }
    manifest = Manifest(**{**facts, **other})
    write_manifest(folder, manifest)
    return manifest


def test_what_is_written_is_read_and_whole(tmp_path: Path) -> None:
    manifest = _backup(tmp_path / "b")
    assert read_manifest(tmp_path / "b") == manifest
    assert manifest.rows == 3
    assert damaged_parts(tmp_path / "b", read_sums(tmp_path / "b", manifest)) == []


def test_a_flipped_bit_a_lost_part_and_a_strange_one_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    sums = read_sums(folder, _backup(folder))
    (folder / "database" / "1.dat").write_text("rowt")
    (folder / "files" / "kept" / "aa" / "x").unlink()
    (folder / "files" / "y").write_text("")
    assert damaged_parts(folder, sums) == [
        "database/1.dat is damaged",
        "files/kept/aa/x is missing",
        "files/y does not belong to it",
    ]
    assert damaged_parts(folder, sums, below=("database/",)) == ["database/1.dat is damaged"]


def test_the_list_of_checksums_is_itself_checked(tmp_path: Path) -> None:
    manifest = _backup(tmp_path / "b")
    path = tmp_path / "b" / "SHA256SUMS"
    path.write_text(path.read_text().replace("1.dat", "2.dat"))
    with pytest.raises(BackupFailed, match="SHA256SUMS is missing or damaged"):
        read_sums(tmp_path / "b", manifest)


def test_one_can_check_it_without_us(tmp_path: Path) -> None:
    _backup(tmp_path / "b")
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(command, cwd=tmp_path / "b", check=False, capture_output=True).returncode == 0


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="no complete backup"):
        read_manifest(tmp_path)


def test_a_format_of_later_is_refused(tmp_path: Path) -> None:
    _backup(tmp_path / "b", format=FORMAT + 1)
    with pytest.raises(BackupFailed, match="use the release that wrote it"):
        read_manifest(tmp_path / "b")


def test_nobody_else_may_read_a_part(tmp_path: Path) -> None:
    with new_file(tmp_path / "below" / "part"):
        pass
    assert (tmp_path / "below").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "below" / "part").stat().st_mode & 0o777 == 0o600


def test_the_oldest_go_and_nothing_else(tmp_path: Path) -> None:
    names = [f"zweiklang-2026110{day}T020000Z" for day in range(1, 5)]
    for name in names:
        _backup(tmp_path / name)
    (tmp_path / "zweiklang-20261030T020000Z.partial").mkdir()
    (tmp_path / "zweiklang-20261030T020000Z").mkdir()  # no manifest: not ours to remove
    (tmp_path / "letters").mkdir()
    assert keep_newest(tmp_path, 2) == names[:2]
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*names[2:], "zweiklang-20261030T020000Z.partial", "zweiklang-20261030T020000Z", "letters"}
    assert keep_newest(tmp_path, 2) == []


def test_names_sort_as_time_goes() -> None:
    assert "zweiklang-20261121T000000Z" < new_name() < "zweiklang-30000101T000000Z"


def test_how_postgresql_writes_an_expression_is_no_difference_but_what_it_says_is() -> None:
    before = {
        "constraints": [
            "a CHECK (((state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])))"
        ],
        "policies": ["(((a OR b)) OR c)"],
        "grants": ["public.t SELECT to zweiklang_app"],
    }
    after = {
        "constraints": [
            "a CHECK (((state)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])))"
        ],
        "policies": ["(a OR b OR c)"],
        "grants": ["public.t SELECT to zweiklang_app"],
    }
    assert differences(before, after) == []
    after["policies"] = ["(a OR b)"]
    after["grants"].append("public.t INSERT to zweiklang_app")
    assert differences(before, after) == [
        "grants: public.t INSERT to zweiklang_app is not in the backup",
        "policies: (((a OR b)) OR c) is missing",
        "policies: (a OR b) is not in the backup",
    ]


def test_the_password_is_in_no_list_of_processes(tmp_path: Path) -> None:
    said, spy = tmp_path / "said", tmp_path / "pg_dump"
    spy.write_text(f'#!/bin/sh\necho "$@" "PASSWORD=$PGPASSWORD" > {said}\n')
    spy.chmod(0o755)
    postgres.run(
        Program(spy, 18), "postgresql://owner:ge%20heim@db/z?sslmode=require", ["-x"], row_security="off"
    )
    arguments, _, environment = said.read_text().strip().partition(" PASSWORD=")
    assert environment == "ge heim"
    assert "heim" not in arguments
    assert "host=db" in arguments
    assert "sslmode=require" in arguments
    assert "row_security=off" in arguments


def test_a_program_older_than_the_server_is_not_used() -> None:
    assert program("pg_dump", at_least=16).major >= 16
    with pytest.raises(BackupFailed, match="postgresql-client-99"):
        program("pg_dump", at_least=99)


def test_a_compression_that_no_build_knows_is_said() -> None:
    with pytest.raises(BackupFailed, match="that knows rar"):
        program("pg_restore", at_least=16, compression="rar")


def test_checksums_are_those_of_the_bytes(tmp_path: Path) -> None:
    manifest = _backup(tmp_path / "b")
    assert read_sums(tmp_path / "b", manifest)["database/1.dat"] == hashlib.sha256(b"rows").hexdigest()
