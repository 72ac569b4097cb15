"""The only door to exchange."""

from zweiklang.exchange.announcements.drafting import Written as WrittenAnnouncement
from zweiklang.exchange.announcements.drafting import begin_draft as begin_announcement
from zweiklang.exchange.announcements.drafting import save_draft as save_announcement
from zweiklang.exchange.announcements.sending import distribute as distribute_announcement
from zweiklang.exchange.announcements.sending import send as send_announcement
from zweiklang.exchange.announcements.shapes import Audience
from zweiklang.exchange.appointments.answering import answer as answer_appointment
from zweiklang.exchange.appointments.answering import say as answer_poll
from zweiklang.exchange.appointments.choosing import candidates as people_to_invite
from zweiklang.exchange.appointments.selectors import appointments_between
from zweiklang.exchange.appointments.selectors import option_ids as appointment_options
from zweiklang.exchange.appointments.services import invite as invite_to_appointment
from zweiklang.exchange.appointments.shapes import Planned
from zweiklang.exchange.appointments.shapes import Terms as AppointmentTerms
from zweiklang.exchange.consultation.booking import block_slot, book_slot, place_host
from zweiklang.exchange.consultation.making import make_day as make_consultation_day
from zweiklang.exchange.consultation.making import open_day as open_consultation_day
from zweiklang.exchange.consultation.shapes import DayTerms as ConsultationTerms
from zweiklang.exchange.conversations.derivation import derive_conversations
from zweiklang.exchange.files.importing import keep_file
from zweiklang.exchange.files.selectors import files_announced, files_of, upload_field_for
from zweiklang.exchange.files.storage import id_in as file_id_in
from zweiklang.exchange.files.storage import storage as file_storage
from zweiklang.exchange.files.uploading import attach_files, chosen_files, remove_files_of
from zweiklang.exchange.frame import exchange_tabs
from zweiklang.exchange.help.directory import learns, learns_today
from zweiklang.exchange.models import (
    Agreement,
    Announcement,
    Appointment,
    Booking,
    ConsultationDay,
    ConsultationHost,
    ConsultationSlot,
    Conversation,
    Delivery,
    HelpContact,
    Message,
    MessageVersion,
    Notice,
    Participation,
    StoredFile,
)
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice, add_kind
from zweiklang.exchange.notices.push.keys import new_private_key as new_push_key
from zweiklang.exchange.notices.telling import settle, settle_for, tell
from zweiklang.exchange.probing import push_key_fault, scanner_fault, storage_fault
from zweiklang.exchange.today import ExchangeToday, exchange_today

__all__ = [
    "Agreement",
    "Announcement",
    "Appointment",
    "AppointmentTerms",
    "Audience",
    "Booking",
    "ConsultationDay",
    "ConsultationHost",
    "ConsultationSlot",
    "ConsultationTerms",
    "Conversation",
    "Delivery",
    "ExchangeToday",
    "HelpContact",
    "Line",
    "Message",
    "MessageVersion",
    "Notice",
    "NoticeKind",
    "OpenNotice",
    "Participation",
    "Planned",
    "StoredFile",
    "WrittenAnnouncement",
    "add_kind",
    "answer_appointment",
    "answer_poll",
    "appointment_options",
    "appointments_between",
    "attach_files",
    "begin_announcement",
    "block_slot",
    "book_slot",
    "chosen_files",
    "derive_conversations",
    "distribute_announcement",
    "exchange_tabs",
    "exchange_today",
    "file_id_in",
    "file_storage",
    "files_announced",
    "files_of",
    "invite_to_appointment",
    "keep_file",
    "learns",
    "learns_today",
    "make_consultation_day",
    "new_push_key",
    "open_consultation_day",
    "people_to_invite",
    "place_host",
    "push_key_fault",
    "remove_files_of",
    "save_announcement",
    "scanner_fault",
    "send_announcement",
    "settle",
    "settle_for",
    "storage_fault",
    "tell",
    "upload_field_for",
]
