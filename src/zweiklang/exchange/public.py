"""The only door to exchange."""

from zweiklang.exchange.appointments.selectors import appointments_between
from zweiklang.exchange.appointments.shapes import Planned
from zweiklang.exchange.conversations.agreements import agreements_waiting
from zweiklang.exchange.files.selectors import files_announced, files_of, upload_field_for
from zweiklang.exchange.files.uploading import attach_files, chosen_files, remove_files_of
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
from zweiklang.exchange.notices.push.keys import new_private_key as new_push_key
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
    "agreements_waiting",
    "appointments_between",
    "attach_files",
    "chosen_files",
    "exchange_tabs",
    "files_announced",
    "files_of",
    "learns",
    "learns_today",
    "new_push_key",
    "news_waiting",
    "remove_files_of",
    "settle",
    "settle_for",
    "tell",
    "upload_field_for",
]
