"""The ZIP file itself: entries in a fixed order, each with its SHA-256 in `manifest.json`, which comes last."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Protocol

from zweiklang.kernel.clock import BERLIN

FORMAT = "zweiklang-export"
VERSION = 1
MANIFEST = "manifest.json"


class Sink(Protocol):
    """Where an entry is written to."""

    def write(self, data: bytes, /) -> int:
        """These bytes come next."""
        ...


class _Counting:
    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.digest, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.out.write(data)


class Package:
    """A file being made. Every entry carries the moment of making as its date, so that equal content gives equal bytes."""

    def __init__(self, file: IO[bytes], *, made_at: datetime) -> None:
        self.made_at = made_at
        self.files: list[dict[str, Any]] = []
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    @contextmanager
    def entry(self, path: str) -> Iterator[Sink]:
        """Inside the block the bytes of one file are written."""
        with self._zip.open(self._info(path), "w") as out:
            counting = _Counting(out)
            yield counting
        self.files.append({"path": path, "bytes": counting.size, "sha256": counting.digest.hexdigest()})

    def add(self, path: str, data: bytes) -> None:
        """The file is in the package."""
        with self.entry(path) as out:
            out.write(data)

    def close(self, about: dict[str, Any]) -> None:
        """The manifest says what the package is, and the digest of each file; nothing can be added any more."""
        manifest = {"format": FORMAT, "version": VERSION, **about, "files": self.files}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        self._zip.writestr(self._info(MANIFEST), text.encode())
        self._zip.close()

    def _info(self, path: str) -> zipfile.ZipInfo:
        moment = self.made_at.astimezone(BERLIN)
        info = zipfile.ZipInfo(path, date_time=moment.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info
