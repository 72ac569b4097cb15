"""Finds a plan: a first one at once, better ones until time is over or somebody stops, and a bound that says how much may be left."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import ceil
from random import Random
from time import monotonic as now
from typing import TYPE_CHECKING

from zweiklang.planning.solver.annealing import HOT
from zweiklang.planning.solver.bound import lower_bound
from zweiklang.planning.solver.checking import check_plan
from zweiklang.planning.solver.crew import ASK_EVERY, Crew, Task
from zweiklang.planning.solver.explaining import failed_wishes
from zweiklang.planning.solver.filling import fill
from zweiklang.planning.solver.model import PlanModel
from zweiklang.planning.solver.options import grounds
from zweiklang.planning.solver.scoring import objective, terms
from zweiklang.planning.solver.shapes import WEEK, Instance, Outcome, Placement, Progress, Status
from zweiklang.planning.solver.team import Team
from zweiklang.planning.solver.track import Occupied
from zweiklang.planning.solver.windows import Effort, reopen, run

if TYPE_CHECKING:
    from zweiklang.planning.solver.ascent import Climbing

FIRST_ROUNDS = 1500  # for each apprentice, before the first plan is shown
TINY, SMALL = (
    1_500,
    6_000,
)  # literals of a whole model: CP-SAT has most of the time, or a part of it, to solve it to the end
LEVELS = (
    0,
    10,
    20,
    40,
    80,
    160,
    320,
    640,
    1280,
)  # what one place too many costs, in tenths of a point, rising
COOL, COLD_FROM = (
    30.0,
    160,
)  # from this toll on the search is about what is too much, no longer about the whole
NEGOTIATE = 0.5  # part of the time
PATIENCE = 4  # so often what was negotiated is improved before the plan from before is taken up again
CLIMB, BESIDE = 0.25, 0.7  # part of the time in which the bound rises; where that is beside the search
WINDOW_WEEKS = 36
LONGEST_TASK = 4.0  # seconds a process searches before it answers
SHORT = 5.0  # seconds; a shorter search is over before processes have begun
WINDOW_SECONDS = 2.0


def solve(
    instance: Instance,
    *,
    seconds: float,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    workers: int = 2,
    seed: int = 1,
) -> Outcome:
    """The best plan found within the time, with what it costs and what is proven about it. It keeps every hard rule.

    `on_progress` is called with every better plan and bound; `should_stop` is asked about four times a second; both in this thread.
    """
    search = _Search(instance, seconds, on_progress, should_stop, workers=workers, seed=seed)
    try:
        search.run()
    finally:
        search.close()
    return search.outcome()


class _Search:
    def __init__(
        self,
        instance: Instance,
        seconds: float,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
        *,
        workers: int,
        seed: int,
    ) -> None:
        self.begun = now()
        self.instance, self.workers = instance, workers
        self.end = self.begun + seconds
        self.on_progress, self.should_stop = on_progress, should_stop
        self.stopped, self.ask_again = False, self.begun
        self.dice = Random(seed)  # noqa: S311 - a search, no secret
        self.grounds = grounds(instance)
        self.team = Team(instance, self.grounds.calendars)
        self.size = sum(len(one) for calendar in self.grounds.calendars for one in calendar.allowed)
        several = self.size > SMALL and seconds >= SHORT
        self.crew = Crew(instance, self.team.tracks, workers if several else 1)
        self.best: tuple[Placement, ...] = ()
        self.cost = 0
        self.bound = 0
        self.first_seconds = 0.0
        self.speed = 10_000.0  # rounds a second, measured
        self.climbing: Climbing | None = None
        self.several = several

    def run(self) -> None:
        """The best plan and bound are there."""
        self._first()
        if self.several:
            self._climb(self.left() * BESIDE)
        if self.climbing is None or self.climbing.ascent is None:
            self._linear()
        if not self.several and self.size > TINY:
            self._climb(self.left() * CLIMB)
        if self.size <= SMALL:
            self._anneal(self.left() * 0.05)
            self._exactly(self.left() * (0.9 if self.size <= TINY else 0.3))
        if not self.stop():
            self._negotiate(self.left() * NEGOTIATE)
        while not self.stop():
            self._anneal(self.left() * 0.3)
            self._windows(min(self.left() * 0.15, 4 * WINDOW_SECONDS))

    def close(self) -> None:
        """What works beside the search ends."""
        self.crew.close()
        if self.climbing is not None:
            self.climbing.stopped = True

    def left(self) -> float:
        """Seconds until the end."""
        return self.end - now()

    def stop(self) -> bool:
        """True when time is over, somebody stopped, or nothing better can be found."""
        if not self.stopped and self.should_stop is not None and now() >= self.ask_again:
            self.stopped = self.should_stop()
            self.ask_again = now() + ASK_EVERY
        done = bool(self.first_seconds) and self.cost <= self.bound
        return self.stopped or done or self.left() <= 0

    def keep(self, plan: Sequence[Placement], stage: str) -> bool:
        """The plan is the best one if it costs less than those before."""
        cost = objective(self.instance, plan)
        if self.first_seconds and cost >= self.cost:
            return False
        self.best, self.cost = tuple(plan), cost
        self._tell(stage)
        return True

    def _linear(self) -> None:
        """The bound is at least that of the linear relaxation."""
        if not self.stop():
            self._prove(lower_bound(self.instance, self.grounds.calendars, max(1.0, self.left() * 0.2)))

    def _climb(self, seconds: float) -> None:
        """The bound rises: beside the search where that has processes of its own, else now."""
        if self.stop():
            return
        from zweiklang.planning.solver.ascent import Climbing  # noqa: PLC0415 - numpy is heavy; Django's start must not wait for it

        self.climbing = Climbing(self.instance, self.grounds.calendars, self.cost, seconds)
        if self.several:
            self.climbing.begin()
        else:
            self.climbing.run()
            self._prove(self.climbing.bound())

    def _prove(self, bound: float) -> None:
        """The bound is at least this."""
        whole = min(self.cost, ceil(bound - 0.01))
        if whole > self.bound:
            self.bound = whole
            self._tell("proving")

    def _tell(self, stage: str) -> None:
        if self.on_progress is not None:
            spent = now() - self.begun
            self.on_progress(Progress(spent, self.cost / WEEK, self.bound / WEEK, self.best, stage))

    def _first(self) -> None:
        """A plan that can be used: everybody after the other by a short search; today's plan where that is better."""
        team = self.team
        self._fill()
        for number in range(len(team.tracks)):
            self._improve([number], FIRST_ROUNDS, COOL)
        self.keep(team.plan(), "first")
        self.first_seconds = max(0.001, now() - self.begun)
        if self.instance.current:
            lines = team.lines
            team.lay_down(self.instance.current)
            if not self.keep(team.plan(), "first"):
                team.lines = lines

    def _fill(self) -> None:
        """What is missing stands where there is room for it, those with the least time first."""
        tracks = self.team.tracks
        for number in sorted(range(len(tracks)), key=lambda n: tracks[n].sums[-1]):
            tracks[number].settle(self.team.others(number))
            self.team.lines[number] = fill(tracks[number], self.team.lines[number])

    def _improve(
        self, numbers: Sequence[int], rounds: int, hot: float, prices: Occupied | None = None, toll: int = 0
    ) -> None:
        """Each of these apprentices is placed anew beside the others. Where two of them would be in each other's way, the second stays."""
        team, begun = self.team, now()
        tasks = [
            Task(n, team.lines[n], team.others(n), prices, toll, rounds, hot, self.dice.randint(0, 2**31))
            for n in numbers
        ]
        lines = self.crew.improve(tasks, max(0.1, min(self.left(), LONGEST_TASK)), self.stop)
        if self.climbing is not None:
            self._prove(self.climbing.bound())
        for number, line in zip(numbers, lines, strict=True):
            if prices is not None or len(numbers) == 1 or team.fits(number, line):
                team.lines[number] = line
        done = rounds * len(numbers) / max(0.001, now() - begun)
        self.speed = max(500.0, 0.7 * self.speed + 0.3 * done)

    def _order(self) -> list[int]:
        return self.dice.sample(range(len(self.team.tracks)), len(self.team.tracks))

    def _groups(self) -> list[list[int]]:
        """All apprentices in a random order, as many at a time as there are processes."""
        order, size = self._order(), self.crew.workers
        return [order[begin : begin + size] for begin in range(0, len(order), size)]

    def _anneal(self, seconds: float) -> None:
        """Each apprentice is placed anew once, beside where the others are."""
        rounds = self._rounds(seconds)
        for group in self._groups():
            if self.stop():
                return
            self._improve(group, rounds, COOL)
            self.keep(self.team.plan(), "improving")

    def _rounds(self, seconds: float) -> int:
        return max(300, int(self.speed * seconds / max(1, len(self.team.tracks))))

    def _negotiate(self, seconds: float) -> None:
        """All are placed as if there were room for everybody; then places too many cost more and more, until there are none.

        The plan before stays the best one unless what comes out is better.
        """
        team = self.team
        before = list(team.lines)
        prices: Counter[tuple[str, int]] = Counter()
        end = now() + seconds
        for level, toll in enumerate((*LEVELS, *[LEVELS[-1] * 10] * 4)):
            if level >= len(LEVELS) and (not team.overfull() or now() > end):
                break
            rounds = self._rounds(max(0.0, end - now()) / max(1, len(LEVELS) + 1 - level))
            for group in self._groups():
                if not self.stop():
                    self._improve(group, rounds, HOT, prices, toll)
            for place in team.overfull():
                prices[place] += 10
        team.make_room()
        self._fill()
        self.keep(team.plan(), "improving")
        for _ in range(PATIENCE):
            if self.stop() or objective(self.instance, team.plan()) <= self.cost:
                break
            self._anneal(seconds / len(LEVELS))
        if objective(self.instance, team.plan()) > self.cost:
            team.lines = before

    def _exactly(self, seconds: float) -> None:
        """CP-SAT has looked at the whole problem and perhaps proven that nothing better exists."""
        if self.stop():
            return
        model = PlanModel(self.instance, self.grounds.calendars, {})
        model.hint(self.best)
        found = run(model, Effort(seconds, self.workers, 1), self.stop)
        if found is not None:
            self.keep(found.placements, "improving")
            self._prove(found.bound)
            self.team.lay_down(self.best)

    def _windows(self, seconds: float) -> None:
        """Some apprentices are placed anew together by CP-SAT, in some weeks."""
        until = now() + seconds
        while now() < until and not self.stop():
            begin = self.dice.randint(1 - WINDOW_WEEKS // 2, self.instance.weeks)
            count = min(len(self.grounds.calendars), self.dice.choice((1, 2, 3)))
            chosen = self.dice.sample(self.grounds.calendars, count)
            effort = Effort(min(WINDOW_SECONDS, self.left()), self.workers, self.dice.randint(1, 9999))
            found = reopen(
                self.instance, chosen, self.best, effort,
                weeks=range(begin, begin + WINDOW_WEEKS), missing=self.team.missing(),
            )  # fmt: skip
            if found is not None:
                who = {one.apprentice.id for one in chosen}
                others = [one for one in self.best if one.apprentice not in who]
                if self.keep([*others, *found.placements], "improving"):
                    self.team.lay_down(self.best)

    def outcome(self) -> Outcome:
        """What was found, explained."""
        failed = failed_wishes(self.instance, self.grounds, self.best, proven=self.cost <= self.bound)
        return Outcome(
            placements=self.best,
            status=self._status(parts_missing=any(one.wish != "theory" for one in failed)),
            objective=self.cost / WEEK,
            bound=self.bound / WEEK,
            terms=terms(self.instance, self.best),
            failed=failed,
            seconds=now() - self.begun,
            first_plan_seconds=self.first_seconds,
            today_violations=tuple(check_plan(self.instance, self.instance.current)),
            remarks=self.instance.remarks,
        )

    def _status(self, *, parts_missing: bool) -> Status:
        if self.cost <= self.bound:
            return "infeasible_parts" if parts_missing else "optimal"
        return "stopped" if self.stopped else "feasible"
