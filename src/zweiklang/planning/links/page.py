"""The page of links of an occupation: per Lernfeld the positions that fit, with what was said of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from zweiklang.curricula.public import FrameworkCurriculum, LearningField, Occupation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import Decision
from zweiklang.planning.links import wording
from zweiklang.planning.links.policy import may_decide, may_vote
from zweiklang.planning.links.selectors import spoken_of
from zweiklang.planning.links.shapes import Spoken
from zweiklang.planning.links.viewers import Viewer, concern

_STATE_OF = {"offen": "", "bestaetigt": "confirmed", "verworfen": "rejected"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the page is wanted: a Lernfeld by number, a state; `stays` is a link that is shown whatever its state."""

    number: str = ""
    state: str = ""
    stays: str = ""

    def shows(self, one: Spoken) -> bool:
        """True if a link of that state is wanted."""
        if str(one.link.pk) == self.stays:
            return True
        return one.says == _STATE_OF[self.state] if self.state in _STATE_OF else one.says != "rejected"


@dataclass(frozen=True, slots=True)
class Row:
    """One link ready for the page."""

    id: UUID
    title: str
    says: str
    state: tuple[str, str, str]
    source: str
    words: Sequence[tuple[str, str]]
    votes: str
    mine: int


@dataclass(frozen=True, slots=True)
class Group:
    """A Lernfeld with its links."""

    number: str
    title: str
    note: str
    rows: Sequence[Row]


@dataclass(slots=True)
class LinksPage:
    """All that the page shows. `numbers`: Lernfelder to filter by; `counts`: how many links are in which state."""

    occupation: Occupation
    curriculum: FrameworkCurriculum
    viewer: Viewer
    asked: Asked
    voting: Decision
    deciding: Decision
    groups: list[Group] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def links_page(
    actor: Actor, *, occupation: Occupation, curriculum: FrameworkCurriculum, viewer: Viewer, asked: Asked
) -> LinksPage:
    """Returns the page; two queries."""
    asking = concern(occupation.regulation_id, curriculum.pk)
    rows = LearningField.objects.filter(curriculum=curriculum).annotate(concerned=asking)
    learning_fields = [*rows.order_by("order")]
    concerned = any(one.concerned for one in learning_fields)
    page = LinksPage(
        occupation,
        curriculum,
        viewer,
        asked,
        may_vote(actor, capacities=viewer.capacities, concerned=concerned),
        may_decide(actor, decides=viewer.decides_for(viewer.school_id)),
    )
    page.numbers = [(one.number, str(one)) for one in learning_fields]
    spoken = spoken_of(viewer.school_id, curriculum.pk, occupation=occupation)
    page.counts = {state: sum(1 for one in spoken if one.says == state) for state in wording.STATES}
    by_field = defaultdict[UUID, list[Row]](list)
    for one in spoken:
        if asked.shows(one):
            by_field[one.link.learning_field_id].append(_row(one))
    page.groups = [
        Group(one.number, one.title, _note(one), by_field[one.pk])
        for one in learning_fields
        if asked.number in ("", one.number)
    ]
    return page


def _row(one: Spoken) -> Row:
    link = one.link
    skill = f", Fertigkeit {link.skill})" if link.skill else ""
    return Row(
        link.pk,
        f"{link.position}{skill}",
        one.says,
        wording.STATES[one.says],
        wording.source_words(link),
        wording.shared_words(link.words),
        wording.votes_words(link),
        one.mine,
    )


def _note(one: LearningField) -> str:
    hours = f", {one.hours} Stunden" if one.hours else ""
    return f"{one.year}. Ausbildungsjahr{hours}"
