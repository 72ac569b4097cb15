"""How large a generated Hesse is, and on which day it is looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from zweiklang.kernel.hesse import monday_of

# PRODUCT.md, "Quantities to size for (Hesse)".
APPRENTICES, SCHOOLS, TEACHERS, FIRMS, TRAINERS, CLASSES = 88_000, 104, 8_800, 30_000, 45_000, 5_000
THREE_YEARS = 156
EMAIL_DOMAIN = "hesse.example"
# The stored form of a password that none fits.
NOBODY_SIGNS_IN = "!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many are in training on the day `today`, and for how many weeks back there are records, the present week included."""

    apprentices: int = 1000
    weeks: int = 50
    seed: int = 1
    today: date

    @classmethod
    def of_share(cls, share: float, *, seed: int, today: date) -> "Size":
        """Returns the size of that share of Hesse (0.01 is one percent), with three years of records."""
        apprentices = max(round(APPRENTICES * share), 18)
        return cls(apprentices=apprentices, weeks=THREE_YEARS, seed=seed, today=today)

    @property
    def monday(self) -> date:
        """Monday of the present week."""
        return monday_of(self.today)

    @property
    def first_monday(self) -> date:
        """Monday of the first week with records."""
        return self.monday - timedelta(weeks=self.weeks - 1)

    def part(self, whole: int, *, least: int = 1) -> int:
        """Returns how many of something there are, of which a whole Hesse has `whole`."""
        return max(least, round(whole * self.apprentices / APPRENTICES))
