"""Puts what is still missing into the free weeks of a line, position by position, where it costs least."""

from bisect import bisect_left

from zweiklang.planning.solver.track import FREE, Line, Track


def fill(track: Track, line: Line) -> Line:
    """The line with as much as possible of what was missing; what stood there stays. The track must be settled."""
    found = line[:]
    missing = _missing(track, found)
    weeks = [sum(any(track.allowed[n][i] for n in own) for i in range(track.size)) for own in track.choices]
    for own in sorted(missing, key=lambda p: (weeks[p] - track.need[p] // 10, -track.need[p])):
        left = missing[own]
        while left > 0:
            place = _best(track, found, own, left)
            if place is None:
                break
            number, begin, end = place
            found[begin:end] = [number] * (end - begin)
            left -= track.sums[end] - track.sums[begin]
    return found


def _missing(track: Track, line: Line) -> dict[int, int]:
    given = [0] * len(track.need)
    for index, number in enumerate(line):
        if number != FREE:
            given[track.position_of[number]] += track.presence[index]
    return {
        own: need - given[own]
        for own, need in enumerate(track.need)
        if given[own] < need and track.choices[own]
    }


def _best(track: Track, line: Line, own: int, left: int) -> tuple[int, int, int] | None:
    """Option, begin and end of the best place: as much as possible of what is left, then cheap, then beside other training."""
    best: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None
    for number in track.choices[own]:
        ends = _ends(track, line, number)
        costs = track.place_cost[number]
        for begin in range(track.size):
            if ends[begin] <= begin:
                continue
            whole = max(bisect_left(track.sums, track.sums[begin] + left), begin + track.least[number])
            end = min(whole, ends[begin])
            if end - begin < track.least[number]:
                continue
            given = min(left, track.sums[end] - track.sums[begin])
            gaps = (begin > 0 and line[begin - 1] == FREE) + (end < track.size and line[end] == FREE)
            key = (-given, costs[end] - costs[begin] + 5 * gaps, begin)
            if best is None or key < best[0]:
                best = (key, (number, begin, end))
    return None if best is None else best[1]


def _ends(track: Track, line: Line, number: int) -> list[int]:
    """For each index the end of the free and open weeks that begin there."""
    ends = [0] * (track.size + 1)
    for index in range(track.size - 1, -1, -1):
        is_free = line[index] == FREE and track.next_open[number][index] == index
        ends[index] = max(ends[index + 1], index + 1) if is_free else 0
    return ends
