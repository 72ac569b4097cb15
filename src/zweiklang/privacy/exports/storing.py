"""The bytes of a copy, in the database: every web process and every worker reaches them, and row-level security guards them."""

from typing import IO
from uuid import UUID

from zweiklang.privacy.models import DataExport, DataExportPart

PART = 1024 * 1024


def store(export: DataExport, file: IO[bytes]) -> int:
    """The copy has exactly the bytes of the file; returns how many. In the system role."""
    export.parts.all().delete()
    file.seek(0)
    position = size = 0
    while content := file.read(PART):
        DataExportPart.objects.create(
            export=export, person_id=export.person_id, position=position, content=content
        )
        position, size = position + 1, size + len(content)
    return size


def load(export_id: UUID, into: IO[bytes]) -> int:
    """`into` holds the copy, read as the person known to the database; returns how many bytes (0: it is gone or somebody else's)."""
    parts = DataExportPart.objects.filter(export_id=export_id).order_by("position")
    return sum(
        into.write(content) for content in parts.values_list("content", flat=True).iterator(chunk_size=1)
    )


def forget(export: DataExport) -> None:
    """The bytes are gone. In the system role."""
    export.parts.all().delete()
