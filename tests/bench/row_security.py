"""Row 3: the same query as application role under row-level security, and as owner with the filter written by hand.

By hand means: the best form of the filter, rooms from the memberships of today in one sub-select, asked once a statement.
CPU time of client and database together, over the same socket, on both sides with prepared statements that are planned once, as the
product has them. Each process of the database has its own luck with the memory it gets: the same plan of the same query takes 0.088 CPU-ms in
one connection and 0.116 in the next, as long as that lives. So both sides are asked through many connections, and the best of each side
counts: what is above it is the machine. ANALYZE runs now and then, because each draws another sample and may lead to other plans.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import psycopg

from tests.bench.measuring import Pair, Side, cpu_pair
from tests.bench.pages import Cast
from tests.bench.table import Figure, key, times

TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
ROOMS = (
    "room_id = ANY (ARRAY(SELECT DISTINCT m.room_id FROM rooms_membership m WHERE m.person_id = %(person)s"
    f" AND m.first_day <= {TODAY} AND (m.last_day IS NULL OR m.last_day >= {TODAY})"
    " AND m.scopes::text[] && ARRAY['{scope}']))"
)
MOST = 1.15
CONNECTIONS, SAME_SAMPLE, BATCH = 24, 6, 40
ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
# name: (who, statement with {mine} for the filter, scopes). `{week}.` stands before the column where two tables have one.
QUERIES = {
    "count of all weeks": ("trainer", "SELECT count(*) FROM records_week w WHERE {w}"),
    "trainer's waiting list": (
        "trainer",
        "SELECT w.id, w.monday, p.given_name, p.family_name, f.name FROM records_week w"
        " JOIN apprenticeships_contract c ON c.id = w.contract_id JOIN people_person p ON p.id = c.apprentice_id"
        " JOIN organisations_organisation f ON f.id = c.firm_id"
        " WHERE w.state = 'submitted' AND {w} AND {c} ORDER BY p.sort_key, w.monday",
    ),
    "lines of a week": (
        "apprentice",
        'SELECT * FROM records_line l WHERE l.room_id = %(room)s AND l.week_id = %(week)s AND {l} ORDER BY l.day, l."order"',
    ),
    "teacher's overview": (
        "class_teacher",
        "SELECT w.room_id, w.state, count(*) FROM records_week w WHERE {w} GROUP BY 1, 2",
    ),
}

# For people with hundreds and thousands of rooms.
WIDE = {
    "count of all weeks": "SELECT count(*) FROM records_week w WHERE {w}",
    "overview of all weeks": "SELECT w.room_id, w.state, count(*) FROM records_week w WHERE {w} GROUP BY 1, 2",
    "all contracts": "SELECT c.id, c.room_id, p.sort_key FROM apprenticeships_contract c JOIN people_person p ON p.id = c.apprentice_id"
    " WHERE {c} ORDER BY p.sort_key, c.id LIMIT 100",
    "all classes": "SELECT k.id, k.label FROM apprenticeships_schoolclass k WHERE {k} ORDER BY k.label, k.id",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its place for the filter, and its values. `id` is the same in a Hesse of any size."""

    id: str
    name: str
    query: str
    values: dict[str, UUID]


def figures(app_url: str, owner_url: str, cast: Cast, *, rounds: int) -> list[Figure]:
    """Returns one figure for each query; the results of both sides are compared first."""
    asked = [
        Asked(
            key(name),
            name,
            query,
            {"person": cast.people[who], "room": cast.room_id, "week": _week(owner_url, cast)},
        )
        for name, (who, query) in QUERIES.items()
    ]
    return compared(
        app_url, owner_url, asked, rounds=rounds, connections=CONNECTIONS, same_sample=SAME_SAMPLE
    )


def of_many_rooms(
    app_url: str, owner_url: str, people: dict[str, tuple[UUID, int]], *, rounds: int
) -> list[Figure]:
    """Returns the same for people with many rooms; `people`: words for them, the person, and in how many rooms they are.

    Statistics stay as they are: drawing them anew takes minutes in a Hesse of full size.
    """
    asked = [
        Asked(
            f"{key(who)}.{key(name)}",
            f"{name}, {who} with {rooms} rooms",
            query,
            {"person": person, "room": person, "week": person},
        )
        for who, (person, rooms) in people.items()
        for name, query in WIDE.items()
    ]
    return compared(app_url, owner_url, asked, rounds=rounds, connections=CONNECTIONS // 3, same_sample=0)


def compared(
    app_url: str, owner_url: str, asked: list[Asked], *, rounds: int, connections: int, same_sample: int
) -> list[Figure]:
    """Returns one figure for each of the statements, over so many connections a side."""
    found: dict[str, list[Pair]] = {}
    names = {one.id: one.name for one in asked}
    for number in range(connections):
        with (
            psycopg.connect(app_url, autocommit=True) as app,
            psycopg.connect(owner_url, autocommit=True) as owner,
        ):
            if same_sample and number % same_sample == 0:
                owner.execute("ANALYZE")
            app.execute(ONE_PLAN)
            owner.execute(ONE_PLAN)
            for one in asked:
                found.setdefault(one.id, []).append(_measure(one, app, owner, rounds))
    return [_figure(id, names[id], pairs) for id, pairs in found.items()]


def _figure(id: str, name: str, pairs: list[Pair]) -> Figure:
    ours, by_hand = min(pair.first for pair in pairs), min(pair.second for pair in pairs)
    return times(
        f"security.{id}",
        3,
        f"security, {name}",
        ours,
        "CPU-ms",
        by_hand,
        most=MOST,
        says=f"{ours:.3f} CPU-ms",
        against=f"{by_hand:.3f} by hand",
        note=f"the best of {len(pairs)} connections on each side; the ratios of pairs lie around {median(pair.ratio for pair in pairs):.2f}",
    )


def _measure(asked: Asked, app: psycopg.Connection, owner: psycopg.Connection, rounds: int) -> Pair:
    app.execute("SELECT set_config('zweiklang.person', %s, false)", [str(asked.values["person"])])
    secured = asked.query.format(w="true", c="true", l="true", k="true")
    by_hand = asked.query.format(
        w="w." + ROOMS.replace("{scope}", "school_records"),
        c="c." + ROOMS.replace("{scope}", "schedule"),
        k="k." + ROOMS.replace("{scope}", "schedule"),
        l=f"l.{ROOMS.replace('{scope}', 'school_records')} AND (l.place = 'school' OR l.{ROOMS.replace('{scope}', 'records')})",
    )
    run = {"app": _runner(app, secured, asked.values), "owner": _runner(owner, by_hand, asked.values)}
    if sorted(map(str, run["app"]())) != sorted(map(str, run["owner"]())):
        raise AssertionError(f"{asked.name}: row-level security and the filter by hand give different rows")
    sides = (Side(run["app"], app.info.backend_pid), Side(run["owner"], owner.info.backend_pid))
    return cpu_pair(*sides, rounds=rounds, batch=_batch_of(run["owner"]))


def _batch_of(call: Callable[[], object]) -> int:
    """Returns so many calls as take about 40 ms, at least two: what takes long needs fewer to be seen."""
    call()
    began = time.perf_counter()
    call()
    return max(2, min(BATCH, int(0.04 / (time.perf_counter() - began))))


def _runner(
    connection: psycopg.Connection, query: str, values: dict[str, UUID]
) -> Callable[[], list[tuple[object, ...]]]:
    return lambda: connection.execute(query, values, prepare=True).fetchall()


def _week(owner_url: str, cast: Cast) -> UUID:
    with psycopg.connect(owner_url) as owner:
        row = owner.execute(
            "SELECT id FROM records_week WHERE room_id = %s AND monday = %s", [cast.room_id, cast.signed]
        ).fetchone()
    assert row
    return UUID(str(row[0]))
