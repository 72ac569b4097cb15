"""Files in a bucket, against a real S3 server that checks every signature."""

import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from pytest_django.fixtures import Settings

from tests.clients import standing_as
from tests.exchange.files import samples
from tests.exchange.files.scenes import checked, work
from tests.peers.file_programs import BUCKET, S3, running_s3
from tests.worlds import World
from zweiklang.exchange.files import checking
from zweiklang.exchange.files.buckets import Bucket
from zweiklang.exchange.files.uploading import remove_file
from zweiklang.people.public import actor_of

MB = 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with running_s3(tmp_path_factory.mktemp("s3") / "buckets") as running:
        yield running


@pytest.fixture
def bucket(server: S3) -> Bucket:
    return Bucket(**server.options())


class _Pattern(io.RawIOBase):
    """A file of so many bytes that is never in memory."""

    def __init__(self, size: int) -> None:
        self.size, self.place = size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = offset + (0, self.place, self.size)[whence]
        return self.place

    def tell(self) -> int:
        return self.place

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)
        length = min(len(view), self.size - self.place)
        view[:length] = bytes(length)
        self.place += length
        return length


def test_what_is_put_there_comes_back(bucket: Bucket) -> None:
    bucket.put("kept/aa/one", io.BytesIO(b"0123456789" * 100))
    assert b"".join(bucket.pieces("kept/aa/one")) == b"0123456789" * 100
    assert b"".join(bucket.pieces("kept/aa/one", 5, 10)) == b"5678901234"
    assert b"".join(bucket.pieces("kept/aa/one", 995)) == b"56789"
    assert b"".join(bucket.pieces("kept/aa/one", 3, 0)) == b""
    bucket.put("kept/aa/one", io.BytesIO(b"another"))
    assert b"".join(bucket.pieces("kept/aa/one")) == b"another"


def test_what_is_not_there_is_told_before_an_answer_begins(bucket: Bucket) -> None:
    with pytest.raises(FileNotFoundError):
        bucket.pieces("kept/aa/never")


def test_what_lies_there_is_listed_and_removed(bucket: Bucket) -> None:
    keys = [f"incoming/x/{number:012d}" for number in range(3)]
    for key in keys:
        bucket.put(key, io.BytesIO(b"x"))
    found = list(bucket.lying("incoming/x/"))
    assert [(one.key, one.size) for one in found] == [(key, 1) for key in keys]
    assert all(one.since.tzinfo for one in found)
    bucket.remove([*keys, "incoming/x/never"])
    assert not list(bucket.lying("incoming/x/"))
    bucket.remove([])


def test_a_large_file_is_never_in_memory(bucket: Bucket) -> None:
    size, digest = 25 * MB, hashlib.sha256()
    bucket.put("kept/aa/warm", io.BytesIO(b"x"))
    tracemalloc.start()
    try:
        bucket.put("kept/aa/large", _Pattern(size))
        # One part of S3's own upload in parts, and what it is signed with.
        assert tracemalloc.get_traced_memory()[1] < 20 * MB
        tracemalloc.reset_peak()
        for piece in bucket.pieces("kept/aa/large"):
            digest.update(piece)
        assert tracemalloc.get_traced_memory()[1] < 4 * MB
    finally:
        tracemalloc.stop()
    assert digest.hexdigest() == hashlib.sha256(bytes(size)).hexdigest()


@pytest.mark.parametrize("wrong", [{"secret_key": "another"}, {"access_key": "somebody"}])
def test_a_wrong_secret_is_refused_for_everything(server: S3, bucket: Bucket, wrong: dict[str, str]) -> None:
    bucket.put("kept/aa/mine", io.BytesIO(b"mine"))
    stranger = Bucket(**server.options(**wrong))
    for act in (
        lambda: stranger.put("kept/aa/mine", io.BytesIO(b"theirs")),
        lambda: b"".join(stranger.pieces("kept/aa/mine")),
        lambda: list(stranger.lying("kept/")),
        lambda: stranger.remove(["kept/aa/mine"]),
    ):
        with pytest.raises(ClientError):
            act()
    assert b"".join(bucket.pieces("kept/aa/mine")) == b"mine"


def test_the_bucket_says_nothing_of_names_and_kinds(server: S3, bucket: Bucket) -> None:
    bucket.put("kept/aa/plain", io.BytesIO(b"<script>"))
    head = bucket.bucket.Object("kept/aa/plain").get()
    assert head["ContentType"] == "application/octet-stream"


def test_files_of_people_lie_in_the_bucket_and_nowhere_else(
    server: S3, world_a: World, settings: Settings, client_of: object
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "zweiklang.exchange.files.buckets.Bucket", "OPTIONS": server.options()},
    }
    mara = world_a.first.apprentice
    file = checked(mara, world_a.first.room_id, "Foto.jpg", samples.photo(600, 400))
    assert file.state == "ready"
    lying = server.folder / BUCKET / file.key
    assert lying.stat().st_size == file.size
    assert b"Mara" not in lying.read_bytes()
    assert not list((server.folder / BUCKET).glob(f"incoming/{file.pk.hex}/*"))
    client = client_of(world_a.people["trainer"])
    answer = client.get(f"/nachrichten/dateien/{file.pk}/", follow=True, headers={"Range": "bytes=0-2"})
    assert (answer.status_code, b"".join(answer)) == (206, b"\xff\xd8\xff")
    with standing_as(mara):
        remove_file(actor_of(mara), file_id=file.pk)
    work()
    assert not lying.exists()
    assert checking.sweep() == 0


def test_while_the_bucket_is_away_nothing_is_acknowledged(
    tmp_path: Path, world_a: World, settings: Settings
) -> None:
    from botocore.exceptions import EndpointConnectionError

    with running_s3(tmp_path / "buckets") as gone:
        options = gone.options()
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "zweiklang.exchange.files.buckets.Bucket", "OPTIONS": options},
    }
    with pytest.raises(EndpointConnectionError):
        checked(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
