"""What everybody gets at the addresses of planning: those of world A's class, of its first apprenticeship and of that one's firm.

A concern adds its lines to the tables, its addresses of a class to OF_CLASS, of a firm's team room to OF_FIRM, and its parameters to `ids_of`.
"""

from typing import Any
from uuid import UUID

from tests.world_planning import firm_room
from tests.worlds import World

ROOMS = """
planning:class                   200        200               200     200            200              200           200             200            200      404             200           200      404
planning:apprenticeship          200        404               200     200            200              404           404             404            200      404             404           200      404
"""  # noqa: E501 - a table
# Addresses without a room whose answer depends on what somebody is: whoever has one time line goes straight to it.
OWN = """
planning:index                   302        302               302     302            302              302           302             302            302      200             302           200      200
"""  # noqa: E501 - a table
# Without a room: what somebody signed in gets, and nobody.
PLAIN = """
"""
OF_CLASS: tuple[str, ...] = ("planning:class",)
OF_FIRM: tuple[str, ...] = ()


def team_of(name: str, world: World) -> UUID | None:
    """Returns the team room of the first firm for addresses of firms, None for others."""
    return firm_room(world) if name in OF_FIRM else None


def ids_of(world: World) -> dict[str, Any]:
    """Returns the parameters of planning's addresses in that world, by their names."""
    return {}
