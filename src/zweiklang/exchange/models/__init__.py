"""The tables of exchange, one module for each concern."""

from zweiklang.exchange.models.announcements import Announcement, AnnouncementLetter, Delivery
from zweiklang.exchange.models.appointments import (
    Appointment,
    AppointmentOption,
    Invitee,
    OptionAnswer,
    VideoMeeting,
)
from zweiklang.exchange.models.consultation import (
    Booking,
    ConsultationDay,
    ConsultationHost,
    ConsultationInvite,
    ConsultationSlot,
)
from zweiklang.exchange.models.conversations import (
    Agreement,
    Conversation,
    Message,
    MessageVersion,
    Participation,
)
from zweiklang.exchange.models.files import AnnouncementFile, StoredFile
from zweiklang.exchange.models.help import HelpContact
from zweiklang.exchange.models.notices import Notice, NoticeSettings, PushSubscription

__all__ = [
    "Agreement",
    "Announcement",
    "AnnouncementFile",
    "AnnouncementLetter",
    "Appointment",
    "AppointmentOption",
    "Booking",
    "ConsultationDay",
    "ConsultationHost",
    "ConsultationInvite",
    "ConsultationSlot",
    "Conversation",
    "Delivery",
    "HelpContact",
    "Invitee",
    "Message",
    "MessageVersion",
    "Notice",
    "NoticeSettings",
    "OptionAnswer",
    "Participation",
    "PushSubscription",
    "StoredFile",
    "VideoMeeting",
]
