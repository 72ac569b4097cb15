"""The only door to the generated Hesse."""

from zweiklang.cli.hesse_world.databases import Place, place_for
from zweiklang.cli.hesse_world.derived import differences
from zweiklang.cli.hesse_world.filling import Filled, fill
from zweiklang.cli.hesse_world.sizes import Size
from zweiklang.cli.hesse_world.summary import new_password, write_summary
from zweiklang.cli.hesse_world.world import Contract

__all__ = [
    "Contract",
    "Filled",
    "Place",
    "Size",
    "differences",
    "fill",
    "new_password",
    "place_for",
    "write_summary",
]
