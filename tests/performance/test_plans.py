"""The statements of the pages that are opened most: planned once for everybody, they still reach their rows by an index."""

import json
import re
from itertools import count
from typing import Any

import pytest
from django.db import connection

from tests.clients import standing_as
from tests.worlds import World
from zweiklang.apprenticeships import selectors as apprenticeships
from zweiklang.exchange.conversations import reading
from zweiklang.privacy.rights import waiting as rights
from zweiklang.records import queue, recent, selectors, week_rows
from zweiklang.rooms import selectors as rooms

# statement, and the table whose rows it reaches by their room
STATEMENTS = {
    "head": (selectors._HEADS, "apprenticeships_contract"),
    "waiting weeks": (queue._WAITING, "records_week"),
    "weeks without a guardian's note": (queue._BY_GUARDIAN, "records_week"),
    "weeks without the school's note": (queue._BY_SCHOOL, "records_week"),
    "newest acts": (recent._NEWEST, "records_recordact"),
    "week": (week_rows._WEEK, "records_week"),
    "lines": (week_rows._LINES, "records_line"),
    "acts": (week_rows._BESIDE, "records_recordact"),
    "comments": (week_rows._BESIDE, "records_comment"),
    "messages": (reading._MESSAGES + reading._NEWEST, "exchange_message"),
    "earlier messages": (reading._MESSAGES + reading._BEFORE + reading._NEWEST, "exchange_message"),
    "who takes part": (reading._PEOPLE, "exchange_participation"),
    "who is in a room": (rooms._MEMBERS, "rooms_membership"),
    "terms of a contract": (apprenticeships._TERMS, "apprenticeships_contract"),
    "own contracts of a family": (rights._FAMILY, "apprenticeships_contract"),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_statement_reaches_the_rows_of_a_room_by_an_index(name: str, world_a: World) -> None:
    sql, table = STATEMENTS[name]
    with standing_as(world_a.people["trainer"]):
        nodes = _plan(sql)
    assert any(
        "room_id" in node.get("Index Cond", "") for node in nodes if node.get("Relation Name") == table
    )
    scanned = [node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"]
    assert [name for name in scanned if name.startswith(("records_", "apprenticeships_"))] == []


def test_waiting_weeks_are_found_by_the_index_that_holds_only_them(world_a: World) -> None:
    with standing_as(world_a.people["trainer"]):
        nodes = _plan(queue._WAITING)
    assert "week_waiting" in {node.get("Index Name") for node in nodes}


def _plan(sql: str) -> list[dict[str, Any]]:
    numbers = count(1)
    numbered = re.sub(r"%(\(\w+\))?s", lambda _: f"${next(numbers)}", sql)
    with connection.cursor() as cursor:
        # The worlds are too small for the planner to want an index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}")
        raw = cursor.fetchone()[0]
    tree = json.loads(raw) if isinstance(raw, str) else raw

    def nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
        return [node] + [inner for child in node.get("Plans", ()) for inner in nodes(child)]

    return nodes(tree[0]["Plan"])
