"""Files of people in a bucket, into a backup and back, against a real S3 server."""

import hashlib
import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from pytest_django.fixtures import Settings

from tests.peers.file_programs import running_s3
from zweiklang.cli.backing_up.files import Row, copy_in, copy_out
from zweiklang.cli.backing_up.postgres import BackupFailed

pytestmark = pytest.mark.slow


def _key(file_id: UUID) -> str:
    return f"kept/{file_id.hex[-2:]}/{file_id.hex}"


def test_files_of_a_bucket_come_back_and_those_that_are_there_stay(
    tmp_path: Path, settings: Settings
) -> None:
    ready, waiting, lost, unknown = (uuid4() for _ in range(4))
    content = b"a file " * 1000
    rows = {
        ready: Row("ready", _key(ready), hashlib.sha256(content).hexdigest()),
        waiting: Row("checking", "", ""),
        lost: Row("ready", _key(lost), "0" * 64),
    }
    part = f"incoming/{waiting.hex}/000000000000"
    with running_s3(tmp_path / "buckets") as server:
        bucket = {"BACKEND": "zweiklang.exchange.files.buckets.Bucket", "OPTIONS": server.options()}
        settings.STORAGES = {**settings.STORAGES, "files": bucket}
        storage = storages["files"]
        for key, said in ((_key(ready), content), (part, b"half"), (_key(unknown), b"of no row")):
            storage.put(key, io.BytesIO(said))

        copied = copy_out(rows, tmp_path / "backup")
        assert set(copied.sums) == {f"files/{_key(ready)}", f"files/{part}"}
        assert (copied.missing, copied.altered) == ([str(lost)], [])
        assert (tmp_path / "backup" / "files" / _key(ready)).read_bytes() == content

        storage.remove([_key(ready)])
        done = copy_in(tmp_path / "backup", copied.sums, verify=True)
        assert done == {"files": 2, "bytes": len(content) + 4, "already_there": 1, "wrong": []}
        assert b"".join(storage.pieces(_key(ready))) == content

        storage.remove([_key(ready)])
        (tmp_path / "backup" / "files" / _key(ready)).write_bytes(content[:-1] + b"!")
        with pytest.raises(BackupFailed, match=f"{_key(ready)} is damaged"):
            copy_in(tmp_path / "backup", copied.sums, verify=True)
