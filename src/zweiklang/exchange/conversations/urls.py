"""Addresses of conversations, below /nachrichten/. `room_id` is the conversation's own room, but where one begins, and in the tab of a room."""

from django.urls import path

from zweiklang.exchange.conversations.views import agreeing, listing, opening, people, threads

_ONE = "gespraeche/<uuid:room_id>/"
urlpatterns = [
    path("gespraeche/", listing.listed, name="conversations"),
    path("gespraeche/neu/", listing.topics, name="conversation_new"),
    path("gespraeche/neu/raum/<uuid:room_id>/", opening.about_room, name="conversation_about_room"),
    path(
        "gespraeche/neu/organisation/<uuid:organisation_id>/",
        opening.about_organisation,
        name="conversation_about_organisation",
    ),
    path("gespraeche/raum/<uuid:room_id>/", listing.of_room, name="room_conversations"),
    path(
        "gespraeche/raum/<uuid:room_id>/vereinbarung/<uuid:agreement_id>/",
        agreeing.agreement_settle,
        name="settle_agreement",
    ),
    path(_ONE, threads.conversation, name="conversation"),
    path(f"{_ONE}neues/", threads.news, name="conversation_news"),
    path(f"{_ONE}nachricht/<uuid:message_id>/", threads.message, name="message"),
    path(f"{_ONE}nachricht/<uuid:message_id>/zurueckziehen/", threads.withdraw, name="withdraw_message"),
    path(f"{_ONE}personen/", people.people, name="conversation_people"),
    path(f"{_ONE}personen/<uuid:participation_id>/", people.remove, name="remove_participant"),
    path(f"{_ONE}verlassen/", people.depart, name="leave_conversation"),
    path(f"{_ONE}vereinbarung/", agreeing.agreement_new, name="note_agreement"),
]
