"""Files in a bucket of an S3 server. Imported only where one is set: boto3 takes a third of a second to load."""

from collections.abc import Collection, Iterator
from itertools import batched
from typing import Any, BinaryIO

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from zweiklang.exchange.files.storage import PIECE, Lying

_MOST_AT_ONCE = 1000
_MISSING = {"NoSuchKey", "404"}


class Bucket(S3Storage):
    """A storage (`files.storage.Storage`) in one private bucket. Reads and writes in pieces; several parts at once would need threads."""

    def __init__(self, **options: Any) -> None:
        config = Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            # Servers that are not Amazon's do not know the newer checksums, which boto3 sends otherwise.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "max_attempts": 3},
        )
        transfer = TransferConfig(use_threads=False, multipart_threshold=8 * 1024 * 1024)
        super().__init__(
            client_config=config, transfer_config=transfer, default_acl=None, file_overwrite=True, **options
        )

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Returns what lies beside the bytes: nothing that a browser would show if the bucket were open by mistake."""
        del name
        return {"ContentType": "application/octet-stream", "ContentDisposition": "attachment"}

    def put(self, key: str, file: BinaryIO) -> None:
        """The file lies there whole; S3 shows the old one until the last byte has come."""
        self._save(key, File(file))

    def pieces(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yields the bytes as they come; only those asked for travel."""
        if length == 0:
            return iter(())
        end = "" if length is None else str(start + length - 1)
        wanted = {"Range": f"bytes={start}-{end}"} if start or length is not None else {}
        try:
            body = self.bucket.Object(key).get(**wanted)["Body"]
        except ClientError as problem:
            if problem.response["Error"]["Code"] in _MISSING:
                raise FileNotFoundError(key) from problem
            raise
        return _read(body)

    def remove(self, keys: Collection[str]) -> None:
        """The objects are gone."""
        for some in batched(keys, _MOST_AT_ONCE):
            done = self.bucket.delete_objects(
                Delete={"Objects": [{"Key": key} for key in some], "Quiet": True}
            )
            if done.get("Errors"):
                raise OSError(
                    f"{len(done['Errors'])} files could not be removed: {done['Errors'][0]['Code']}"
                )

    def lying(self, prefix: str) -> Iterator[Lying]:
        """Yields the objects; S3 lists them in the order of their keys, a thousand with one request."""
        for found in self.bucket.objects.filter(Prefix=prefix):
            yield Lying(found.key, found.size, found.last_modified)


def _read(body: Any) -> Iterator[bytes]:
    try:
        yield from body.iter_chunks(PIECE)
    finally:
        body.close()
