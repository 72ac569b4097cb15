"""Histories drawn at random."""

from hypothesis import strategies as st

from tests.access.histories import (
    ALWAYS,
    CAPACITIES,
    CATEGORIES,
    NEXT_CLASS,
    STATES,
    TEACHERS,
    Advises,
    Braked,
    Consented,
    Contract,
    Days,
    Decided,
    Ended,
    Enrolled,
    Guards,
    History,
    Manages,
    Step,
    Teaches,
    Trains,
)


def _days() -> st.SearchStrategy[Days]:
    return st.tuples(st.integers(-60, 15), st.one_of(st.just(ALWAYS), st.integers(0, 60))).map(
        lambda pair: (pair[0], ALWAYS if pair[1] == ALWAYS else pair[0] + pair[1])
    )


_two, _people, _day = st.integers(0, 1), st.integers(0, 5), st.integers(-50, 10)
_cell = {"category": st.sampled_from(CATEGORIES), "capacity": st.sampled_from(CAPACITIES)}


def _decisions() -> st.SearchStrategy[Decided]:
    below = st.builds(
        Decided,
        body=st.sampled_from(["school", "class", "firm"]),
        where=_two,
        state=st.sampled_from(STATES),
        day=_day,
        **_cell,
    )
    land = st.builds(
        Decided, body=st.just("land"), where=st.none(), state=st.sampled_from(STATES), day=_day, **_cell
    )
    # What people do most: a school opens something to trainers.
    common = st.builds(
        Decided,
        body=st.just("school"),
        where=_two,
        category=st.sampled_from(["absences", "lessons"]),
        capacity=st.just("trainer"),
        state=st.sampled_from(["open", "teacher", "consent", "closed"]),
        day=_day,
    )
    return st.one_of(common, below, land)


def _coming(next_year: int) -> st.SearchStrategy[Step]:
    """What is entered for the class of the next school year."""
    days = st.tuples(st.integers(-20, 90), st.one_of(st.just(ALWAYS), st.integers(0, 60))).map(
        lambda pair: (next_year + pair[0], ALWAYS if pair[1] == ALWAYS else next_year + sum(pair))
    )
    teaches = st.builds(
        Teaches, class_=st.just(NEXT_CLASS), person=_people, capacity=st.sampled_from(TEACHERS), days=days
    )
    return st.one_of(teaches, st.builds(Enrolled, contract=_two, class_=st.just(NEXT_CLASS), days=days))


def _steps(next_year: int) -> st.SearchStrategy[Step]:
    coming = _coming(next_year)
    return st.one_of(
        coming,
        coming,
        st.builds(
            Trains,
            contract=_two,
            person=_people,
            capacity=st.sampled_from(["trainer", "deputy_trainer"]),
            days=_days(),
        ),
        st.builds(
            Teaches,
            class_=_two,
            person=_people,
            capacity=st.sampled_from(["class_teacher", "subject_teacher"]),
            days=_days(),
        ),
        st.builds(Enrolled, contract=_two, class_=_two, days=_days()),
        st.builds(Guards, contract=_two, person=_people, since=st.integers(-60, 5)),
        st.builds(Manages, firm=_two, person=_people, days=_days()),
        st.builds(Advises, person=_people, days=_days()),
        _decisions(),
        _decisions(),
        st.builds(Consented, contract=_two, day=st.integers(-40, 0), withdrawn=st.booleans(), **_cell),
        st.builds(
            Braked,
            school=st.one_of(st.none(), _two),
            category=st.sampled_from(CATEGORIES),
            released=st.booleans(),
        ),
        st.builds(Ended, contract=_two, day=st.integers(-30, 30)),
    )


def histories(*, longest: int, next_year: int) -> st.SearchStrategy[History]:
    """Returns histories with up to that many steps; the next school year begins in `next_year` days."""
    contract = st.tuples(st.integers(-80, -1), st.integers(5, 800), st.integers(-30, 400))
    return st.builds(
        _history, st.tuples(contract, contract), st.lists(_steps(next_year), min_size=3, max_size=longest)
    )


def _history(terms: tuple[tuple[int, int, int], tuple[int, int, int]], steps: list[Step]) -> History:
    first, second = (
        Contract(number, number, (begins, ends), of_age)
        for number, (begins, ends, of_age) in enumerate(terms)
    )
    return History((first, second), tuple(steps))
