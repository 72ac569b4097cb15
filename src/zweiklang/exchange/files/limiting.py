"""Forms with files are not read when they announce more than several of our largest files: they would fill the server's disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

FILES_IN_A_FORM = 4


class LimitedForms(FileUploadHandler):
    """The first handler of uploads: it keeps nothing itself, and refuses the whole form by what its head announces."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Raises RequestDataTooBig (400), before anything is written."""
        if content_length > FILES_IN_A_FORM * settings.FILE_MOST:
            raise RequestDataTooBig("a form with too many or too large files")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Returns the data to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler has kept the file."""
        return
