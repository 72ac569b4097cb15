"""Log lines for people at a terminal; see `lines` for what stands in them. Standard library only: every process starts with it."""

import logging

from zweiklang.kernel.observing.lines import fault_text, request_id, wording


class TextFormatter(logging.Formatter):
    """One line a record, with the id of the request, and where a fault happened below it."""

    def __init__(self, *, reveal: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._reveal = reveal

    def format(self, record: logging.LogRecord) -> str:
        """Returns the line."""
        if self._reveal:
            return super().format(record)
        safe = logging.makeLogRecord(record.__dict__)
        safe.msg, safe.args, safe.exc_info, safe.exc_text, safe.stack_info = (
            _one_line(wording(record)),
            (),
            None,
            None,
            None,
        )
        if fields := getattr(record, "fields", None):
            safe.msg += "".join(f" {name}={value}" for name, value in fields.items())
        if request_id():
            safe.msg += f" request={request_id()}"
        if record.exc_info and record.exc_info[1]:
            safe.msg += f"\n{fault_text(record.exc_info[1])}"
        return super().format(safe)


def _one_line(text: str) -> str:
    """Nobody writes lines of their own into the log."""
    return text.replace("\r", " ").replace("\n", " ")
