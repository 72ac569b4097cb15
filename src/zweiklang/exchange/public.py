"""The only door to exchange."""

from zweiklang.exchange.models import (
    Agreement,
    Announcement,
    Appointment,
    ConsultationDay,
    Conversation,
    Notice,
)

__all__ = [
    "Agreement",
    "Announcement",
    "Appointment",
    "ConsultationDay",
    "Conversation",
    "Notice",
]
