"""The pages whose queries are counted: each with who opens it, and how many statements it may send."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel.ids import new_id

MOST, MOST_OF_A_LIST = 12, 8


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody in each capacity around one apprenticeship, and what they open. Person ids; Mondays of weeks in that state."""

    room_id: UUID
    class_room_id: UUID
    occupation_id: UUID
    people: dict[str, UUID]
    draft: date
    submitted: date
    signed: date


@dataclass(frozen=True, slots=True)
class Page:
    """One page or partial. With `data` it is sent by POST."""

    name: str
    who: str
    path: str
    is_list: bool = False
    data: dict[str, str] | None = None

    @property
    def most(self) -> int:
        """How many statements it may send."""
        return MOST_OF_A_LIST if self.is_list else MOST


def pages_of(cast: Cast) -> list[Page]:
    """Returns all pages of the product that read from rooms, and the act that is called most: saving a field."""
    record, room = f"/nachweis/{cast.room_id}", f"/ausbildung/{cast.room_id}"
    draft, submitted, signed = (f"{record}/{_slug(day)}" for day in (cast.draft, cast.submitted, cast.signed))
    field = f"line_{new_id()}_{cast.draft.isoformat()}_text"
    return [
        *(Page(f"today ({who})", who, "/") for who in ("apprentice", "trainer", "class_teacher", "guardian")),
        *(
            Page(f"apprenticeships ({who})", who, "/ausbildung/", True)
            for who in ("trainer", "class_teacher")
        ),
        Page("room", "trainer", f"{room}/"),
        Page("who sees what", "apprentice", f"{room}/wer-sieht-was/"),
        Page("class", "class_teacher", f"/ausbildung/klasse/{cast.class_room_id}/", True),
        Page("weeks", "apprentice", f"{record}/", True),
        Page("week, writing", "apprentice", f"{draft}/"),
        Page("week, signing", "trainer", f"{submitted}/?von=offen"),
        Page("week, school days", "class_teacher", f"{signed}/"),
        Page("week, guardian", "guardian", f"{signed}/"),
        Page("history of a week", "trainer", f"{signed}/verlauf/"),
        Page("waiting for signature", "trainer", "/nachweis/offen/", True),
        Page("coverage", "trainer", f"{record}/abdeckung/"),
        Page("plan items (partial)", "apprentice", f"{record}/plan-eintraege/?q=plan"),
        Page("new line (partial)", "apprentice", f"{draft}/zeile/week/"),
        Page(
            "saving a field",
            "apprentice",
            f"{draft}/feld/",
            data={"field": field, "base": "", "value": "Neu"},
        ),
        Page("occupations", "apprentice", "/ausbildungsordnungen/", True),
        Page("occupation", "apprentice", f"/ausbildungsordnungen/{cast.occupation_id}/"),
    ]


def _slug(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
