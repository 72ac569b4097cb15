"""The only door to exchange."""

from zweiklang.exchange.appointments.selectors import appointments_between
from zweiklang.exchange.appointments.shapes import Planned
from zweiklang.exchange.frame import exchange_tabs
from zweiklang.exchange.help.directory import learns, learns_today
from zweiklang.exchange.models import (
    Agreement,
    Announcement,
    Appointment,
    ConsultationDay,
    Conversation,
    Notice,
)
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice, add_kind
from zweiklang.exchange.notices.telling import settle, settle_for, tell
from zweiklang.exchange.notices.today import news_waiting

__all__ = [
    "Agreement",
    "Announcement",
    "Appointment",
    "ConsultationDay",
    "Conversation",
    "Line",
    "Notice",
    "NoticeKind",
    "OpenNotice",
    "Planned",
    "add_kind",
    "appointments_between",
    "exchange_tabs",
    "learns",
    "learns_today",
    "news_waiting",
    "settle",
    "settle_for",
    "tell",
]
