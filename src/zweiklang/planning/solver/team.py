"""The lines of all apprentices together: where they leave room for each other, and where they do not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zweiklang.planning.solver.options import Calendar
from zweiklang.planning.solver.shapes import Instance, Placement
from zweiklang.planning.solver.track import FREE, Line, Track


class Team:
    """One track and one line for each apprentice, in the order of the instance."""

    def __init__(self, instance: Instance, calendars: Iterable[Calendar]) -> None:
        self.instance = instance
        self.tracks = [Track(instance, one) for one in calendars]
        self.lines: list[Line] = [track.fixed[:] for track in self.tracks]
        self.rooms = {
            (one.id, week): room for one in instance.departments for week, room in enumerate(one.rooms, 1)
        }

    def others(self, number: int | None = None) -> Counter[tuple[str, int]]:
        """How many of the others (of all) are in a department in a week."""
        found: Counter[tuple[str, int]] = Counter()
        for own, (track, line) in enumerate(zip(self.tracks, self.lines, strict=True)):
            if own != number:
                found.update(track.used(line))
        return found

    def overfull(self) -> list[tuple[str, int]]:
        """Departments and weeks with more apprentices than places."""
        return sorted(place for place, used in self.others().items() if used > self.rooms[place])

    def plan(self) -> list[Placement]:
        """All lines as placements."""
        return [
            one for track, line in zip(self.tracks, self.lines, strict=True) for one in track.placements(line)
        ]

    def make_room(self) -> None:
        """No department is overfull: whole stretches without a fixed week were taken out of lines until it was so."""
        used: Counter[tuple[str, int]] = Counter()
        for track in self.tracks:
            used.update(track.used(track.fixed))
        for number, track in enumerate(self.tracks):
            line = track.fixed[:]
            for begin, end in _runs(self.lines[number]):
                option = self.lines[number][begin]
                department = track.department_of[option]
                own = [i for i in range(begin, end) if track.fixed[i] == FREE]
                places = [(department, track.weeks[index]) for index in own]
                if all(used[place] < self.rooms[place] for place in places):
                    used.update(places)
                    for index in own:
                        line[index] = option
            self.lines[number] = line

    def lay_down(self, plan: Sequence[Placement]) -> None:
        """The lines are those of a plan, without what is not allowed in it."""
        by_person: Mapping[str, list[Placement]] = {track.calendar.apprentice.id: [] for track in self.tracks}
        for one in plan:
            by_person[one.apprentice].append(one)
        self.lines = [track.fixed[:] for track in self.tracks]
        for number, track in enumerate(self.tracks):
            track.settle(self.others(number))
            wanted = track.line(by_person[track.calendar.apprentice.id])
            cost, laid = track.lay(track.pieces(wanted))
            self.lines[number] = wanted if self.fits(number, wanted) and track.cost(wanted) <= cost else laid

    def fits(self, number: int, line: Line) -> bool:
        """True when a line keeps the rules beside the others: room, minimum stretches."""
        track = self.tracks[number]
        others = self.others(number)
        for begin, end in _runs(line):
            option = line[begin]
            department = track.department_of[option]
            least = track.calendar.shortest(track.options[option], begin, track.least[option])
            if end - begin < least:
                return False
            for index in range(begin, end):
                place = (department, track.weeks[index])
                if not track.allowed[option][index] or others[place] >= self.rooms[place]:
                    return False
        return True

    def missing(self) -> dict[str, set[str]]:
        """Positions by apprentice that are given less time than they need."""
        found: dict[str, set[str]] = {}
        for track, line in zip(self.tracks, self.lines, strict=True):
            given = [0] * len(track.need)
            for index, option in enumerate(line):
                if option != FREE:
                    given[track.position_of[option]] += track.presence[index]
            short = {track.positions[n] for n, need in enumerate(track.need) if given[n] < need}
            found[track.calendar.apprentice.id] = short
        return found


def _runs(line: Line) -> list[tuple[int, int]]:
    """Begin and end (not included) of each stretch of a line."""
    found = []
    begin = 0
    for index in range(1, len(line) + 1):
        if index == len(line) or line[index] != line[begin]:
            if line[begin] != FREE:
                found.append((begin, index))
            begin = index
    return found
