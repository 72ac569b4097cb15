"""Makes and opens exports for tests."""

import io
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zweiklang.people.public import Person
from zweiklang.privacy.exports.writing import write_export


@dataclass(frozen=True)
class Opened:
    """A file, read whole."""

    content: bytes

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Content by path, in the order of the file."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}

    @property
    def names(self) -> list[str]:
        """The paths in the order of the file."""
        return list(self.files)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the file says of itself."""
        return json.loads(self.files["manifest.json"])

    @cached_property
    def data(self) -> dict[str, list[dict[str, Any]]]:
        """Rows by data set."""
        found = {n: json.loads(c) for n, c in self.files.items() if n.startswith("data/")}
        return {content["dataset"]: content["rows"] for content in found.values()}

    @property
    def imported(self) -> dict[str, bytes]:
        """The data files that an import takes, as bytes."""
        sets = [one["name"] for one in self.manifest["datasets"] if one["imported"]]
        return {name: self.files[f"data/{name}.json"] for name in sets}


def export_of(person: Person) -> Opened:
    """The export of that person, as the command and the worker make it."""
    file = io.BytesIO()
    write_export(person, file)
    return Opened(file.getvalue())
