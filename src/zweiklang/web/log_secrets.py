"""Addresses that are secrets (a calendar feed, an invitation) do not stand in the log: Django names the address of each answer of 400 and above.

Confidential pages stand there neither: who reads the log must not learn that somebody looked for help. A fault is still logged, without
the address.
"""

import logging
import re

_SECRET = re.compile(r"(/kalender/abo/|/einladung/l/)[^/\s\"'?]{12,}")
CONFIDENTIAL = "/nachrichten/kontakte/"
_CONFIDENTIAL = re.compile(rf"{CONFIDENTIAL}[^\s\"']*")


class WithoutSecrets(logging.Filter):
    """Lets records through, with "…" in place of what only the holder of an address may know."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Returns False for refusals on confidential pages, else True; the record's text has no secret from now on."""
        text = record.getMessage()
        if CONFIDENTIAL in text and record.levelno < logging.ERROR:
            return False
        hidden = _CONFIDENTIAL.sub("…", _SECRET.sub(r"\1…", text))
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
