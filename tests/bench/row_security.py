"""Row 3: the same query as application role under row-level security, and as owner with the filter written by hand.

By hand means: the best form of the filter, rooms from the memberships of today in one sub-select, asked once a statement.
Wall-clock time at the client, over the same socket, with prepared statements on both sides.
"""

from collections.abc import Callable
from uuid import UUID

import psycopg

from tests.bench.measuring import wall_times
from tests.bench.pages import Cast
from tests.bench.table import Figure

TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
ROOMS = (
    "room_id = ANY (ARRAY(SELECT DISTINCT m.room_id FROM rooms_membership m WHERE m.person_id = %(person)s"
    f" AND m.first_day <= {TODAY} AND (m.last_day IS NULL OR m.last_day >= {TODAY})"
    " AND m.scopes::text[] && ARRAY['{scope}']))"
)
MOST = 1.15
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
    with (
        psycopg.connect(app_url, autocommit=True) as app,
        psycopg.connect(owner_url, autocommit=True) as owner,
    ):
        return [_figure(name, who, query, app, owner, cast, rounds) for name, (who, query) in QUERIES.items()]


def _figure(
    name: str,
    who: str,
    query: str,
    app: psycopg.Connection,
    owner: psycopg.Connection,
    cast: Cast,
    rounds: int,
) -> Figure:
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
    times = wall_times(run, rounds=rounds)
    ratio = times["app"] / times["owner"]
    return Figure(
        row=3,
        name=f"security, {name}",
        figure=f"{times['app']:.3f} ms",
        reference=f"{times['owner']:.3f} ms by hand",
        ratio=ratio,
        target=f"≤ {MOST}",
        ok=ratio <= MOST,
    )


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
