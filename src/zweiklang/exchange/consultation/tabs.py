"""What consultation days add to the product: their kind of notices."""

from zweiklang.exchange.consultation.telling import CONSULTATION
from zweiklang.exchange.notices.kinds import add_kind


def add_tabs() -> None:
    """Notices about consultation days can be told and are shown."""
    add_kind(CONSULTATION)
