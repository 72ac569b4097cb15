"""What proposals look like to people. Weeks are Mondays."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.planning.models import AlignmentProposal, ProposalAct
from zweiklang.planning.models.proposals import Side

Kind = AlignmentProposal.Kind
Says = ProposalAct.Says

OPEN = "open"
# State by the last act that is no comment: word, tone, icon.
STATES = {
    OPEN: ("offen", "info", "clock"),
    Says.ACCEPT.value: ("einverstanden", "success", "check"),
    Says.DECLINE.value: ("nicht einverstanden", "warning", "close"),
    Says.WITHDRAW.value: ("zurückgezogen", "", "arrow-back"),
}
SIDES = {Side.SCHOOL.value: "Schule", Side.FIRM.value: "Betrieb", Side.APPRENTICE.value: "Auszubildende/r"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is suggested. MOVE names a Lernfeld and the week it should begin in; SWAP a position of the regulation, likewise."""

    kind: str
    learning_field_id: UUID | None = None
    position_id: UUID | None = None
    from_week: date | None = None
    to_week: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history: who, for which side, what, when."""

    id: UUID
    side: str
    says: str
    words: str
    text: str
    name: str
    moment: str

    @property
    def of_side(self) -> str:
        """Returns for whom it was said: "Betrieb"."""
        return SIDES[self.side]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as its page shows it. `state` is a key of STATES; `last` the act it follows from, empty while open."""

    id: UUID
    room_id: UUID
    batch: UUID
    kind: str
    side: str
    title: str
    text: str
    name: str
    moment: str
    state: str
    last: str
    acts: tuple[Act, ...]
    learning_field_id: UUID | None
    position_id: UUID | None
    from_week: date | None
    to_week: date | None
    apprentice: str
    firm_id: UUID
    firm: str

    @property
    def word(self) -> tuple[str, str, str]:
        """Returns the state as word, tone and icon."""
        return STATES[self.state]

    @property
    def of_side(self) -> str:
        """Returns for whom it was made: "Schule"."""
        return SIDES[self.side]

    @property
    def answers(self) -> str:
        """Returns the side that answers."""
        return Side.FIRM.value if self.side == Side.SCHOOL else Side.SCHOOL.value

    @property
    def waits_for(self) -> str:
        """Returns "wartet auf: Betrieb" while it is open, else nothing."""
        return f"wartet auf: {SIDES[self.answers]}" if self.state == OPEN else ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was suggested to several firms of a class at once, and how many of them agree: a firm with several apprentices for all of them."""

    batch: UUID
    title: str
    text: str
    side: str
    name: str
    moment: str
    proposals: tuple[Proposal, ...]
    firms: int
    agreed: int

    @property
    def of_side(self) -> str:
        """Returns for whom it was made: "Schule"."""
        return SIDES[self.side]

    @property
    def figure(self) -> str:
        """Returns "9 von 14 Betrieben einverstanden"; of one firm, the state alone."""
        if self.firms == 1:
            return STATES[self.proposals[0].state][0]
        return f"{self.agreed} von {self.firms} Betrieben einverstanden"
