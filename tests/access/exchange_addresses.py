"""What everybody gets at the addresses of exchange: those of world A. Each concern adds its lines."""

from typing import Any
from uuid import UUID

from tests.worlds import ACTOR, World
from zweiklang.exchange.models import (
    Agreement,
    Announcement,
    Booking,
    ConsultationSlot,
    HelpContact,
    Message,
    Participation,
    StoredFile,
)
from zweiklang.rooms.public import as_system

# Without a room: one's own notices, and how one hears of them.
PLAIN = """
exchange:inbox                   200     302
exchange:inbox_count             200     302
exchange:live_ticket             200     302
exchange:all_done                405     302
exchange:notices_reopen          405     302
exchange:notice_open             404     302
exchange:notice_done             405     302
notifications:settings           200     302
notifications:device_add         405     302
notifications:device_forget      405     302
notifications:device_remove      405     302
notifications:push_worker        200     200
exchange:conversations           200     302
exchange:conversation_new        200     302
exchange:help                    200     302
exchange:help_come               302     302
exchange:help_leave              302     302
exchange:help_write              404     302
exchange:help_case               404     302
exchange:help_come_to_case       302     302
exchange:help_end                404     302
exchange:help_hand_over          404     302
exchange:help_decide             405     302
exchange:appointments            200     302
exchange:consultations           200     302
exchange:consultation_open       405     302
exchange:consultation_block      405     302
exchange:consultation_call_off   405     302
exchange:consultation_send_away  405     302
exchange:announcements           200     302
exchange:sent_announcements      200     302
exchange:new_announcement        200     302
exchange:confirm_announcement    405     302
exchange:announcement_field      405     302
exchange:discard_announcement    405     302
exchange:stop_announcement       405     302
exchange:remind_of_announcement  405     302
exchange:mark_letters_printed    405     302
exchange:file_bytes              404     302
"""
# Whose answer depends on what somebody is, without a room.
OWN = """
exchange:conversation_about_organisation 200 200              200     200            200              200           200             200            200      200             200           200      403
exchange:new_appointment         302        302               302     302            200              200           302             200            200      302             302           200      200
exchange:announcement            404        404               200     404            404              200           404             200            404      404             404           404      404
exchange:answer_announcement     404        404               200     404            404              403           404             403            404      404             404           404      404
exchange:announcement_draft      404        404               302     404            404              302           404             302            404      404             404           404      404
exchange:check_announcement      404        404               302     404            404              302           404             302            404      404             404           404      404
exchange:withdraw_announcement   404        404               403     404            404              200           404             200            404      404             404           404      404
exchange:announcement_letters    404        404               404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_new        403        403                 403     403            403              200           403             200            403      403             403           200      403
exchange:consultation_day        200        200                 200     200            200              200           200             200            200      200             200           200      404
exchange:consultation_book       200        200                 200     200            200              200           200             200            200      200             200           200      404
exchange:consultation_manage     404        404                 404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_edit       404        404                 404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_cancel     404        404                 404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_host       404        404                 404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_place      404        404                 404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_excuse     404        404                 404     404            404              200           404             200            404      404             404           404      404
exchange:consultation_booking    404        404                 200     404            404              200           404             404            404      404             404           404      404
exchange:consultation_calendar   404        404                 200     404            404              200           404             404            404      404             404           404      404
exchange:consultation_move       404        404                 200     404            404              403           404             404            404      404             404           404      404
exchange:consultation_video      404        404                 404     404            404              404           404             404            404      404             404           404      404
exchange:announcement_addresses  404        404               404     404            404              200           404             200            404      404             404           404      404
exchange:file                    302 404 302 404 404 302 404 404 404 404 404 404 404
exchange:file_small              302 404 302 404 404 302 404 404 404 404 404 404 404
exchange:upload_part             404 404 404 404 404 200 404 404 404 404 404 404 404
exchange:remove_file             404 404 404 404 404 302 404 404 404 404 404 404 404
"""  # noqa: E501 - a table
# Of rooms: of the first apprenticeship, of the class (OF_CLASS), of the school's own (OF_TEAM).
ROOMS = """
exchange:conversation_about_room 200        404               200     200            200              200           200             404            200      200             404           200      404
exchange:room_conversations      200        404               200     200            200              200           200             404            200      200             404           200      404
exchange:settle_agreement        405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:conversation            200        404               200     404            404              200           404             404            404      404             404           404      404
exchange:conversation_news       200        404               200     404            404              200           404             404            404      404             404           404      404
exchange:message                 200        404               200     404            404              200           404             404            404      404             404           404      404
exchange:withdraw_message        405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:conversation_people     200        404               200     404            404              200           404             404            404      404             404           404      404
exchange:remove_participant      405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:leave_conversation      405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:note_agreement          200        404               200     404            404              200           404             404            404      404             404           404      404
exchange:office_contacts         404        404               404     404            404              404           404             200            404      404             404           404      404
exchange:office_new_contact      404        404               404     404            404              404           404             200            404      404             404           404      404
exchange:office_contact          404        404               404     404            404              404           404             200            404      404             404           404      404
exchange:new_appointment_in      200        404               200     200            200              200           403             404            403      403             404           200      404
exchange:appointment             200        404               200     404            404              200           404             404            404      404             404           404      404
exchange:change_appointment      403        404               403     404            404              200           404             404            404      404             404           404      404
exchange:invite_more             403        404               403     404            404              200           404             404            404      404             404           404      404
exchange:cancel_appointment      403        404               403     404            404              200           404             404            404      404             404           404      404
exchange:appointment_video       409        404               409     404            404              409           404             404            404      404             404           404      404
exchange:appointment_file        404        404               404     404            404              404           404             404            404      404             404           404      404
exchange:say_times               405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:fix_time                405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:answer_invitation       405        405               405     405            405              405           405             405            405      405             405           405      405
exchange:room_files              200 404 200 200 200 200 404 404 200 404 404 200 404
exchange:upload                  405 405 405 405 405 405 405 405 405 405 405 405 405
"""  # noqa: E501 - a table
# Addresses of the Land: what somebody with its post gets, what anybody else gets, and nobody.
LAND = """
                                 land     person  nobody
exchange:land_contacts           200      403     302
exchange:land_new_contact        200      403     302
exchange:land_contact            404      403     302
"""
OF_CLASS: tuple[str, ...] = ()
OF_TEAM: tuple[str, ...] = (
    "exchange:office_contacts",
    "exchange:office_new_contact",
    "exchange:office_contact",
)
# Of the room of a conversation itself.
OF_CONVERSATION = (
    "exchange:conversation",
    "exchange:conversation_news",
    "exchange:message",
    "exchange:withdraw_message",
    "exchange:conversation_people",
    "exchange:remove_participant",
    "exchange:leave_conversation",
    "exchange:note_agreement",
)
# Of the room of an appointment itself.
OF_APPOINTMENT = tuple(
    f"exchange:{name}"
    for name in (
        *("appointment", "say_times", "fix_time", "answer_invitation", "change_appointment"),
        *("invite_more", "cancel_appointment", "appointment_file", "appointment_video"),
    )
)
NEVER = UUID("01900000-0000-7000-8000-000000000000")


def team_of(name: str, world: World) -> UUID | None:
    """Returns the school's own room, or that of the conversation, for its addresses; None: not one of these."""
    if name in OF_CONVERSATION:
        return world.talk.conversation
    if name in OF_APPOINTMENT:
        return world.talk.appointment
    return world.team_room_id if name in OF_TEAM else None


def ids_of(world: World) -> dict[str, Any]:
    """Returns ids of rows of that world, and NEVER for what only its own people find."""
    with as_system(ACTOR):
        contact = HelpContact.objects.filter(organisation=world.school).earliest("pk")
        message = Message.objects.filter(room=world.talk.conversation).earliest("sent_at")
        file = StoredFile.objects.filter(room=world.talk.conversation).earliest("pk")
        taking = Participation.objects.filter(room=world.talk.conversation).earliest("added_at")
        told = Announcement.objects.filter(organisation=world.school).earliest("made_at")
        talk = Booking.objects.get(slot__day__school=world.school)
        free = ConsultationSlot.objects.get(day=talk.slot.day_id, taken=False)
        agreement = Agreement.objects.filter(room=world.first.room_id).earliest("made_at")
    of_talk = {"message_id": message.pk, "participation_id": taking.pk, "agreement_id": agreement.pk}
    of_talk |= {"announcement_id": told.pk}
    of_talk |= {"day_id": free.day_id, "host_id": free.host_id, "slot_id": free.pk, "booking_id": talk.pk}
    of_talk |= {"file_id": file.pk}
    of_talk["organisation_id"] = world.school.pk
    nobodys = ("notice_id", "device_id", "case_id", "helper_id")
    return {**dict.fromkeys(nobodys, NEVER), "contact_id": contact.pk, **of_talk}
