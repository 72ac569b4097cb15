"""What a stored regulation itself says of Lernfelder, as the values that were read from its file."""

from zweiklang.curricula.gii import Correspondence, FieldMark, PositionMark
from zweiklang.curricula.models import Regulation


def correspondences_of(regulation: Regulation) -> list[Correspondence]:
    """Returns the rows of its annexes that name positions and Lernfelder, in order. No query."""
    return [
        Correspondence(
            row["annex"],
            row["content"],
            tuple(PositionMark(**mark) for mark in row["positions"]),
            tuple(FieldMark(**mark) for mark in row["learning_fields"]),
        )
        for row in regulation.correspondences
    ]
