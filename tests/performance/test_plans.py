"""The statements of the pages that are opened most: planned once for everybody, they still reach their rows by an index."""

import json
import re
from itertools import count
from typing import Any

import pytest
from django.db import connection

from tests.clients import standing_as
from tests.worlds import World
from zweiklang.records import queue, recent, selectors, week_rows

# statement: the indexes of which one must lead to the rows of a room
STATEMENTS = {
    "head": (selectors._HEADS, {"apprenticeships_contract_room_id_key"}),
    "waiting weeks": (queue._WAITING, {"week_waiting"}),
    "weeks without a guardian's note": (queue._BY_GUARDIAN, {"week_room_monday"}),
    "weeks without the school's note": (queue._BY_SCHOOL, {"week_room_monday"}),
    "newest acts": (recent._NEWEST, {"record_act_room_at", "record_act_room_week"}),
    "week": (week_rows._WEEK, {"week_room_monday"}),
    "lines": (week_rows._LINES, {"line_room_week"}),
    "acts": (week_rows._ACTS, {"record_act_room_week"}),
    "comments": (week_rows._COMMENTS, {"comment_room_week"}),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_statement_reaches_the_rows_of_a_room_by_an_index(name: str, world_a: World) -> None:
    sql, indexes = STATEMENTS[name]
    with standing_as(world_a.people["trainer"]):
        nodes = _plan(sql)
    assert indexes & {node.get("Index Name") for node in nodes}
    room_tables = ("records_", "apprenticeships_")
    scanned = [n["Relation Name"] for n in nodes if n["Node Type"] == "Seq Scan"]
    assert [table for table in scanned if table.startswith(room_tables)] == []


def _plan(sql: str) -> list[dict[str, Any]]:
    numbers = count(1)
    numbered = re.sub(r"%s", lambda _: f"${next(numbers)}", sql)
    with connection.cursor() as cursor:
        # The worlds are too small for the planner to want an index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}")
        raw = cursor.fetchone()[0]
    tree = json.loads(raw) if isinstance(raw, str) else raw

    def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
        return [node] + [inner for child in node.get("Plans", ()) for inner in nodes(child)]

    return nodes(tree[0]["Plan"])
