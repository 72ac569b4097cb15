"""Before its school year a class is planned already: from when on whoever will belong to it is in its room (decision 0069). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from zweiklang.kernel.clock import BERLIN
from zweiklang.kernel.ids import made_at

type Days = tuple[date, date | None]

# School begins up to the middle of September, contracts on 1 August or 1 September: until then somebody belongs to the class from its start.
STARTS_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A class's school year begins on `year_begins`; the fact was entered on `entered`. None: nobody comes earlier than the fact says."""

    year_begins: date | None
    entered: date | None = None

    def of(self, days: Days | None, *, since: date = date.min) -> Days | None:
        """Returns these days, begun on the day the fact was entered, if that lies before the school year and they begin with it.

        `since`: nobody comes before that day (of a post, of an assignment that is not as old as the contract).
        """
        if days is None or self.year_begins is None or self.entered is None:
            return days
        if self.entered >= self.year_begins or days[0] > self.year_begins + STARTS_WITHIN:
            return days
        return min(days[0], max(self.entered, since)), days[1]


AS_SAID = Ahead(None)


def year_of(school_year: int) -> tuple[date, date]:
    """Returns the first and the last day of the school year that begins in that year (§ 57 HSchG)."""
    return date(school_year, 8, 1), date(school_year + 1, 7, 31)


def entered_on(row_id: UUID) -> date | None:
    """Returns the day in Hesse on which the row with that id was made; None if its id does not tell."""
    at = made_at(row_id)
    return at.astimezone(BERLIN).date() if at else None
