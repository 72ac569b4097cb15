"""A firm's plans as a question to the engine: what is fixed can be kept, what stands in the plan is known, capacity counts everybody."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from tests.planning.company_lane.weeks import FIRST, contract_of_months
from zweiklang.planning.company_lane.demand import Demand, Need
from zweiklang.planning.company_lane.shapes import Entry, Place
from zweiklang.planning.rotation.instance import placed, question
from zweiklang.planning.rotation.shapes import NOWHERE, Firm, Learner, Options, Question, Wishes
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.options import grounds

NAMES = UUID(int=1)
WEEK = timedelta(weeks=1)
MONTHS, WEEKS = 12, 52


def named(word: str, number: int) -> UUID:
    return uuid5(NAMES, f"{word}{number}")


def monday(number: int) -> date:
    return FIRST + number * WEEK


@st.composite
def entries(draw: st.DrawFn, room: UUID) -> tuple[Entry, ...]:
    """Whatever may stand in a plan: in any period, any department or none, twice in a week, locked or not."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        first = draw(st.integers(0, WEEKS - 1))
        last = min(first + draw(st.integers(0, 12)), WEEKS - 1)
        department = draw(st.one_of(st.none(), st.integers(0, 2)))
        found.append(
            Entry(
                id=uuid5(room, str(number)),
                room_id=room,
                position_id=named("position", draw(st.integers(0, 5))),
                section="Abschnitt A",
                number=str(number),
                title="",
                first_week=monday(first),
                last_week=monday(last),
                department_id=None if department is None else named("place", department),
                department="",
                responsible_id=None,
                locked=draw(st.booleans()),
                partner_wanted=False,
                note="",
            )
        )
    return tuple(found)


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """One to three apprentices with five positions of which the regulation knows, and up to three departments."""
    calendar = contract_of_months(MONTHS, school_blocks=draw(st.booleans()))
    needs = tuple(
        Need(named("position", n), *draw(st.sampled_from([(0, 12), (0, 6), (6, 12), (3, 9)])), 6, 8, "")
        for n in range(5)
    )
    demand = Demand(MONTHS, (), needs, ())
    learners = []
    for number in range(draw(st.integers(1, 3))):
        room = named("room", number)
        field = TaughtField(room, room, 1, named("field", 0), "5", "", 1, monday(10), monday(14), 40)
        learners.append(Learner(room, 0, demand, calendar, draw(entries(room)), (field,), {}))
    places = tuple(
        Place(
            named("place", n),
            f"Abteilung {n}",
            draw(st.integers(1, 2)),
            frozenset(named("position", p) for p in draw(st.sets(st.integers(0, 4), max_size=3))),
            ((monday(20), monday(22)),) if draw(st.booleans()) else (),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    known = {place.id for place in places}
    others = {
        (place, monday(draw(st.integers(0, WEEKS - 1)))): draw(st.integers(1, 3)) for place in sorted(known)
    }
    return Firm(tuple(learners), places, others, {named("position", 1): frozenset({named("field", 0)})})


options = st.builds(Options, st.integers(1, WEEKS - 1).map(monday), st.just(5), st.just(Wishes()))


def current(asked: Question, firm: Firm) -> list[object]:
    return [one for learner in firm.learners for one in placed(asked, learner.room_id, learner.entries)]


@given(firm=firms(), given_options=options)
def test_what_is_fixed_can_be_kept(firm: Firm, given_options: Options) -> None:
    """Past and locked weeks are never dropped, wherever people have put them."""
    assert grounds(question(firm, given_options).instance).dropped == ()


@given(firm=firms(), given_options=options)
def test_the_plan_of_today_breaks_no_rule_by_what_is_fixed(firm: Firm, given_options: Options) -> None:
    asked = question(firm, given_options)
    fixed = {(one.apprentice, one.week) for one in asked.instance.fixed}
    for one in check_plan(asked.instance, asked.instance.current):
        assert one.rule in {"known", "presence", "teaches", "period", "capacity", "min_stretch", "forbidden"}
        if one.rule in {"presence", "teaches", "period", "forbidden"}:
            assert (one.apprentice, one.week) not in fixed


@given(firm=firms(), given_options=options)
def test_a_plan_is_placed_as_the_instance_has_it(firm: Firm, given_options: Options) -> None:
    """What a person would take over is measured as today's plan is: week for week, where there is a day at the firm."""
    asked = question(firm, given_options)
    open_weeks = {
        (one.id, week)
        for one in asked.instance.apprentices
        for week, days in enumerate(one.presence, 1)
        if days
    }
    today = {one for one in asked.instance.current if (one.apprentice, one.week) in open_weeks}
    assert set(current(asked, firm)) == today


@given(firm=firms(), given_options=options)
def test_departments_have_the_places_that_others_leave(firm: Firm, given_options: Options) -> None:
    asked = question(firm, given_options)
    fixed = asked.instance.fixed
    for place in firm.places:
        department = next(one for one in asked.instance.departments if one.id == str(place.id))
        for week, rooms in enumerate(department.rooms, 1):
            free = 0 if place.is_closed(asked.monday(week)) else place.capacity
            free -= firm.others.get((place.id, asked.monday(week)), 0) if free else 0
            held = sum(one.week == week and one.department == department.id for one in fixed)
            assert rooms == max(free, held, 0)


@given(firm=firms(), given_options=options)
def test_each_position_may_be_learnt_somewhere(firm: Firm, given_options: Options) -> None:
    asked = question(firm, given_options)
    teaching = {place.id: place.positions for place in firm.places}
    for learner in asked.instance.apprentices:
        for position in learner.positions:
            assert position.departments
            own = {key for key, taught in teaching.items() if asked.positions[position.id] in taught}
            if own:
                assert NOWHERE not in position.departments or any(
                    one.department == NOWHERE and one.position == position.id for one in asked.instance.fixed
                )


def test_weeks_before_the_first_one_planned_are_taken_as_they_are() -> None:
    room = named("room", 0)
    calendar = contract_of_months(MONTHS)
    demand = Demand(MONTHS, (), (Need(named("position", 0), 0, 12, 6, 6, ""),), ())
    learner = Learner(room, 0, demand, calendar, (), (), {})
    asked = question(Firm((learner,), (), {}, {}), Options(monday(30)))
    (apprentice,) = asked.instance.apprentices
    assert not any(apprentice.presence[:30])
    assert all(apprentice.presence[30:51])
