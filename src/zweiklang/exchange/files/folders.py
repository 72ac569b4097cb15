"""Files in a folder, on a disk that all processes share."""

import contextlib
import os
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.core.files.storage import FileSystemStorage

from zweiklang.exchange.files.storage import INCOMING, PIECE, Lying

_UNFINISHED = ".unfinished-"


class Folder(FileSystemStorage):
    """A storage (`files.storage.Storage`) below one folder, which nobody but this account may read."""

    def put(self, key: str, file: BinaryIO) -> None:
        """The file lies there whole and on the disk; a process that is killed in between leaves what lay there before."""
        target = Path(self.path(key))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.seek(0)
        with NamedTemporaryFile(dir=target.parent, prefix=_UNFINISHED, delete=False) as unfinished:
            try:
                copyfileobj(file, unfinished, PIECE)
                unfinished.flush()
                os.fsync(unfinished.fileno())
                Path(unfinished.name).replace(target)
            except BaseException:
                Path(unfinished.name).unlink(missing_ok=True)
                raise

    def pieces(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yields the bytes; the file is opened at once, so that a missing one is told before an answer begins."""
        file = Path(self.path(key)).open("rb")  # noqa: SIM115 - closed by the iterator
        return _read(file, start, length)

    def remove(self, keys: Collection[str]) -> None:
        """The files are gone, and so are folders of arriving files that are empty now."""
        for key in keys:
            path = Path(self.path(key))
            path.unlink(missing_ok=True)
            if key.startswith(f"{INCOMING}/"):  # the others fill again
                with contextlib.suppress(OSError):  # not empty, or somebody was faster
                    path.parent.rmdir()

    def lying(self, prefix: str) -> Iterator[Lying]:
        """Yields the files below the folder that the prefix names, also what a killed process has left unfinished."""
        base = Path(self.path("."))
        for folder, _, names in sorted((base / prefix).walk()):
            for name in sorted(names):
                path = folder / name
                with contextlib.suppress(FileNotFoundError):
                    stat = path.stat()
                    since = datetime.fromtimestamp(stat.st_mtime, UTC)
                    yield Lying(path.relative_to(base).as_posix(), stat.st_size, since)


def _read(file: BinaryIO, start: int, length: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = length
        while left is None or left > 0:
            piece = file.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece
