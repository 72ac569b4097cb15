"""Log lines for programs: one JSON object each (structlog); see `lines` for what stands in them. Imported where ZWEIKLANG_LOG_FORMAT asks."""

import logging
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from zweiklang.kernel.observing.lines import fault, request_id, wording


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """`time` (UTC), `level`, `logger`, `event`, `request`, whatever the record has as `fields`, and `fault` for an exception."""

    def __init__(self, *, reveal: bool = False) -> None:
        self._reveal = reveal
        super().__init__(
            foreign_pre_chain=[self._say],
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            use_get_message=False,
        )

    def _say(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        record: logging.LogRecord = event["_record"]
        # The formatter has taken the arguments away from this copy.
        original: logging.LogRecord = getattr(record, "_original", record)
        said: dict[str, Any] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": wording(original, reveal=self._reveal),
        }
        if request_id():
            said["request"] = request_id()
        said.update(getattr(record, "fields", None) or {})
        if record.exc_info and record.exc_info[1]:
            said["fault"] = fault(record.exc_info[1])
            if self._reveal:
                said["text"] = str(record.exc_info[1])
        return {**said, "_record": record, "_from_structlog": False}

    def format(self, record: logging.LogRecord) -> str:
        """Returns the line."""
        marked = logging.makeLogRecord(record.__dict__)
        marked.__dict__["_original"] = record
        return super().format(marked)
