"""Addresses of announcements; below /nachrichten/mitteilungen/."""

from django.urls import path

from zweiklang.exchange.announcements.views import received, sent, writing

ONE = "<uuid:announcement_id>/"
urlpatterns = [
    path("", received.announcements, name="announcements"),
    path("gesendet/", sent.sent_announcements, name="sent_announcements"),
    path("neu/", writing.new_announcement, name="new_announcement"),
    path(ONE, received.announcement, name="announcement"),
    path(f"{ONE}bestaetigen/", received.confirm_announcement, name="confirm_announcement"),
    path(f"{ONE}antworten/", received.answer_announcement, name="answer_announcement"),
    path(f"{ONE}entwurf/", writing.announcement_draft, name="announcement_draft"),
    path(f"{ONE}entwurf/feld/", writing.announcement_field, name="announcement_field"),
    path(f"{ONE}entwurf/loeschen/", writing.discard_announcement, name="discard_announcement"),
    path(f"{ONE}pruefen/", writing.check_announcement, name="check_announcement"),
    path(f"{ONE}stoppen/", sent.stop_announcement, name="stop_announcement"),
    path(f"{ONE}zurueckziehen/", sent.withdraw_announcement, name="withdraw_announcement"),
    path(f"{ONE}erinnern/", sent.remind_of_announcement, name="remind_of_announcement"),
    path(f"{ONE}briefe/", sent.announcement_letters, name="announcement_letters"),
    path(f"{ONE}adressen/", sent.announcement_addresses, name="announcement_addresses"),
    path(f"{ONE}gedruckt/", sent.mark_letters_printed, name="mark_letters_printed"),
]
