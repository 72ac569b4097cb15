"""Addresses that are secrets (a calendar feed, an invitation) do not stand in the log: Django names the address of each answer of 400 and above."""

import logging
import re

_SECRET = re.compile(r"(/kalender/abo/|/einladung/l/)[^/\s\"'?]{12,}")


class WithoutSecrets(logging.Filter):
    """Lets every record through, with "…" in place of what only the holder of an address may know."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Returns True always; the record's text has no secret from now on."""
        text = record.getMessage()
        hidden = _SECRET.sub(r"\1…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
