"""Collects what could not be taken from a file, bounded in number."""

from zweiklang.rosters.public import RowError

_MOST = 1_000


class Findings:
    """Errors (the row is left out) and warnings (a field is empty or doubtful) of one file, in the order found."""

    def __init__(self) -> None:
        self._errors: list[RowError] = []
        self._warnings: list[RowError] = []
        self._more_errors = 0
        self._more_warnings = 0

    def error(self, line: int, column: str, reason: str, sheet: str = "", *, about: str = "") -> None:
        """The row is named as left out; `about` says whom it names."""
        if len(self._errors) < _MOST:
            self._errors.append(RowError(line, column, reason, sheet, about))
        else:
            self._more_errors += 1

    def warn(self, line: int, column: str, reason: str, sheet: str = "") -> None:
        """The row is in, and something about it is said."""
        if len(self._warnings) < _MOST:
            self._warnings.append(RowError(line, column, reason, sheet))
        else:
            self._more_warnings += 1

    @property
    def errors(self) -> tuple[RowError, ...]:
        """Returns the errors; beyond a thousand the last one says how many more there are."""
        return _closed(self._errors, self._more_errors, "Weitere {} Zeilen konnten nicht übernommen werden.")

    @property
    def warnings(self) -> tuple[RowError, ...]:
        """Returns the warnings; beyond a thousand the last one says how many more there are."""
        return _closed(self._warnings, self._more_warnings, "Zu weiteren {} Angaben gibt es Hinweise.")


def _closed(found: list[RowError], more: int, sentence: str) -> tuple[RowError, ...]:
    return (*found, RowError(0, "", sentence.format(more))) if more else tuple(found)


def shortened(text: str) -> str:
    """Returns the text as it may stand in a sentence: at most 40 characters."""
    return text if len(text) <= 40 else f"{text[:39]}…"
