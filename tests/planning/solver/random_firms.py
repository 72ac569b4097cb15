"""Random instances for property tests: small, often full of contradictions, never unreadable."""

from typing import Any

from hypothesis import strategies as st

WEEKS = 12
week = st.integers(1, WEEKS)
week_list = st.lists(
    st.one_of(week, st.tuples(week, week).map(lambda p: {"first": min(p), "last": max(p)})), max_size=2
)
few_weeks = st.lists(week, max_size=3)
DEPARTMENTS, POSITIONS, FIELDS, PEOPLE = (
    ["d1", "d2", "d3"],
    ["p1", "p2", "p3", "p4"],
    ["F1", "F2"],
    ["a1", "a2", "a3"],
)
span = st.tuples(week, week).map(sorted)


@st.composite
def positions(draw: Any) -> list[dict[str, Any]]:
    found = []
    for own in POSITIONS[: draw(st.integers(0, 4))]:
        one: dict[str, Any] = {"id": own, "needed_weeks": draw(st.sampled_from([0, 0.6, 1, 2, 2.5, 4]))}
        one["min_stretch"] = draw(st.integers(1, 4))
        if draw(st.booleans()):
            one["earliest"], one["latest"] = draw(span)
        if draw(st.integers(0, 5)) == 0:
            one["departments"] = draw(st.lists(st.sampled_from(DEPARTMENTS), unique=True))
        found.append(one)
    return found


@st.composite
def departments(draw: Any) -> list[dict[str, Any]]:
    found = []
    for own in DEPARTMENTS:
        one: dict[str, Any] = {"id": own, "capacity": draw(st.integers(0, 3))}
        one["positions"] = draw(st.lists(st.sampled_from(POSITIONS), unique=True))
        one["closed_weeks"] = draw(few_weeks)
        one["capacities"] = draw(
            st.lists(st.fixed_dictionaries({"capacity": st.integers(0, 2), "weeks": few_weeks}), max_size=1)
        )
        found.append(one)
    return found


days = st.lists(
    st.fixed_dictionaries({"days": st.sampled_from([0.5, 1, 1.5, 2, 5]), "weeks": week_list}), max_size=2
)


@st.composite
def apprentices(draw: Any) -> list[dict[str, Any]]:
    found = []
    for own in PEOPLE[: draw(st.integers(0, 3))]:
        one: dict[str, Any] = {"id": own, "class": draw(st.sampled_from(["K1", "K2"]))}
        one["first_week"], one["last_week"] = draw(span)
        for key in ("school_weeks", "holidays", "leave", "courses", "closed_weeks"):
            one[key] = draw(st.lists(week, max_size=1))
        if draw(st.booleans()):
            one["school_days"] = draw(days)
        one["absent_days"] = draw(days)
        found.append(one)
    return found


classes = st.fixed_dictionaries({
    "school_weeks": few_weeks,
    "school_days": days,
    "learning_fields": st.lists(st.sampled_from(FIELDS), unique=True).flatmap(
        lambda ids: st.tuples(*(st.fixed_dictionaries({"id": st.just(i), "weeks": week_list}) for i in ids)).map(list)
    ),
})  # fmt: skip


@st.composite
def instances(draw: Any) -> dict[str, Any]:
    """An instance as JSON would hold it."""
    catalogue, people = draw(positions()), draw(apprentices())
    data: dict[str, Any] = {
        "first_monday": "2026-08-31",
        "weeks": WEEKS,
        "closed_weeks": draw(st.lists(week, max_size=1)),
        "departments": draw(departments()),
        "positions": catalogue,
        "classes": [{"id": own, **draw(classes)} for own in ("K1", "K2")],
        "apprentices": people,
        "weights": draw(st.sampled_from([{}, {"balance": 3, "moves": 20}, {"theory": 0, "excess": 7}])),
    }
    if not catalogue or not people:
        return data
    who, what = st.sampled_from([e["id"] for e in people]), st.sampled_from([e["id"] for e in catalogue])
    where = st.sampled_from(DEPARTMENTS)
    placed = {"apprentice": who, "position": what}
    entry = st.fixed_dictionaries(placed, optional={"department": where})
    data["links"] = draw(
        st.lists(
            st.fixed_dictionaries({"position": what, "learning_field": st.sampled_from(FIELDS)}), max_size=4
        )
    )
    data["fixed"] = [
        {**draw(entry), "weeks": draw(st.lists(week, min_size=1, max_size=3))}
        for _ in range(draw(st.integers(0, 2)))
    ]
    forbidden = st.fixed_dictionaries({}, optional={**placed, "department": where, "weeks": few_weeks})
    data["forbidden"] = [one for one in draw(st.lists(forbidden, max_size=2)) if len(one) > 1]
    current = st.fixed_dictionaries({**placed, "department": where, "weeks": few_weeks})
    data["current_plan"] = draw(st.lists(current, max_size=3))
    return data
