"""Row 3: the same query as application role under row-level security, and as owner with the filter written by hand.

By hand means: the best form of the filter, rooms from the memberships of today in one sub-select, asked once a statement.
CPU time of client and database together, over the same socket, on both sides with prepared statements that are planned once, as the
product has them. Each process of the database has its own luck with the memory it gets: the same plan of the same query takes 0.088 CPU-ms in
one connection and 0.116 in the next, as long as that lives. So both sides are asked through many connections, and the best of each side
counts: what is above it is the machine. ANALYZE runs now and then, because each draws another sample and may lead to other plans.
"""

from collections.abc import Callable
from statistics import median
from uuid import UUID

import psycopg

from tests.bench.measuring import Pair, Side, cpu_pair
from tests.bench.pages import Cast
from tests.bench.table import Figure

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


def figures(app_url: str, owner_url: str, cast: Cast, *, rounds: int) -> list[Figure]:
    """Returns one figure for each query; the results of both sides are compared first."""
    found: dict[str, list[Pair]] = {}
    for number in range(CONNECTIONS):
        with (
            psycopg.connect(app_url, autocommit=True) as app,
            psycopg.connect(owner_url, autocommit=True) as owner,
        ):
            if number % SAME_SAMPLE == 0:
                owner.execute("ANALYZE")
            app.execute(ONE_PLAN)
            owner.execute(ONE_PLAN)
            for name, (who, query) in QUERIES.items():
                found.setdefault(name, []).append(_measure(name, who, query, app, owner, cast, rounds))
    return [_figure(name, pairs) for name, pairs in found.items()]


def _figure(name: str, pairs: list[Pair]) -> Figure:
    ours, by_hand = min(pair.first for pair in pairs), min(pair.second for pair in pairs)
    return Figure(
        row=3,
        name=f"security, {name}",
        figure=f"{ours:.3f} CPU-ms",
        reference=f"{by_hand:.3f} by hand",
        ratio=ours / by_hand,
        target=f"≤ {MOST}",
        ok=ours / by_hand <= MOST,
        note=f"the best of {len(pairs)} connections on each side; the ratios of pairs lie around {median(pair.ratio for pair in pairs):.2f}",
    )


def _measure(
    name: str,
    who: str,
    query: str,
    app: psycopg.Connection,
    owner: psycopg.Connection,
    cast: Cast,
    rounds: int,
) -> Pair:
    values = {"person": cast.people[who], "room": cast.room_id, "week": _week(owner, cast)}
    app.execute("SELECT set_config('zweiklang.person', %s, false)", [str(values["person"])])
    secured = query.format(w="true", c="true", l="true")
    by_hand = query.format(
        w="w." + ROOMS.replace("{scope}", "school_records"),
        c="c." + ROOMS.replace("{scope}", "schedule"),
        l=f"l.{ROOMS.replace('{scope}', 'school_records')} AND (l.place = 'school' OR l.{ROOMS.replace('{scope}', 'records')})",
    )
    run = {"app": _runner(app, secured, values), "owner": _runner(owner, by_hand, values)}
    if sorted(map(str, run["app"]())) != sorted(map(str, run["owner"]())):
        raise AssertionError(f"{name}: row-level security and the filter by hand give different rows")
    sides = (Side(run["app"], app.info.backend_pid), Side(run["owner"], owner.info.backend_pid))
    return cpu_pair(*sides, rounds=rounds, batch=BATCH)


def _runner(
    connection: psycopg.Connection, query: str, values: dict[str, object]
) -> Callable[[], list[tuple[object, ...]]]:
    return lambda: connection.execute(query, values, prepare=True).fetchall()


def _week(owner: psycopg.Connection, cast: Cast) -> UUID:
    row = owner.execute(
        "SELECT id FROM records_week WHERE room_id = %s AND monday = %s", [cast.room_id, cast.signed]
    ).fetchone()
    assert row
    return UUID(str(row[0]))
