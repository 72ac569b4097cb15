"""The rule that pages name is the one from which memberships are computed: the same decisions, read by two programs."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zweiklang.kernel.ids import new_id
from zweiklang.privacy.rules.selectors import Body, Decisions, rules_from
from zweiklang.rooms.models import ReleaseDecision
from zweiklang.rooms.rules.book import Book, Place, RoomFacts
from zweiklang.rooms.rules.cells import Level, State, cells, land_states
from zweiklang.rooms.rules.resolution import Resolver

TODAY = date(2026, 11, 21)
SCHOOL, CLASS, FIRM = (new_id() for _ in range(3))
PLACE = Place(date(2026, 8, 1), SCHOOL, CLASS, FIRM)
IDS = {"land": None, "school": SCHOOL, "class": CLASS, "firm": FIRM}
BODIES = {
    "school": Body("school", SCHOOL),
    "class_": Body("class", SCHOOL, CLASS),
    "firm": Body("firm", FIRM),
}
CELLS = (
    ("absences", "trainer"),
    ("lessons", "trainer"),
    ("plan", "class_teacher"),
    ("records", "trainer"),
    ("results", "subject_teacher"),
)


def decision(body: str, state: str, cell: tuple[str, str], *, days: int) -> ReleaseDecision:
    return ReleaseDecision(
        body=body,
        organisation_id={"class": SCHOOL}.get(body, IDS[body]),
        class_room_id=CLASS if body == "class" else None,
        category=cell[0],
        capacity=cell[1],
        state=state,
        effective_on=TODAY + timedelta(days=days),
        decided_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def may_be_written(row: ReleaseDecision) -> bool:
    """What the Land decides is checked when it is written; of the others also what a later rule of the Land makes void."""
    return row.body != "land" or row.state in land_states(row.category)


SOME = st.lists(
    st.builds(
        decision,
        st.sampled_from(sorted(IDS)),
        st.sampled_from(list(State)),
        st.sampled_from(CELLS),
        days=st.integers(-5, 3),
    ).filter(may_be_written),
    max_size=9,
)


def book_of(rows: list[ReleaseDecision]) -> Book:
    decided: dict[object, dict[tuple[str, str], dict[date, str]]] = {}
    for row in rows:
        of_body = decided.setdefault(IDS[row.body], {})
        of_body.setdefault((row.category, row.capacity), {})[row.effective_on] = row.state
    return Book(
        decided={
            body: {cell: tuple(sorted(days.items())) for cell, days in of.items()}
            for body, of in decided.items()
        }
    )


@given(SOME, st.booleans())
def test_pages_and_memberships_never_differ(rows, consented):
    rows = sorted(rows, key=lambda one: (one.effective_on, one.decided_at, one.pk))
    explained = rules_from(Decisions(rows), TODAY, **BODIES)
    resolver = Resolver(book_of(rows), TODAY, {})
    for key, cell in cells().items():
        rule = explained[key]
        consents = ((key, TODAY),) if consented and rule.category.personal else ()
        room = RoomFacts("apprenticeship", (PLACE,), consents)
        if cell.bound:
            assert rule.fixed
            assert rule.state == (State.OPEN if cell.bound == "always" else State.CLOSED)
            continue
        found = resolver._level(cell, room, PLACE, TODAY)
        level = found[0] if isinstance(found, tuple) else found
        expected = {
            State.OPEN: Level.OPEN,
            State.TEACHER: Level.ITEM if rule.category.items else Level.CLOSED,
            State.CONSENT: Level.OPEN if consents else Level.CLOSED,
        }.get(State(rule.state), Level.CLOSED)
        assert level == expected, (key, rule.state, level)
