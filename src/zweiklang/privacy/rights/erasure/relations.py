"""What an erasure does with every row that points to a person, and with every text that names one. A test finds what is missing here.

Keys are "app.model.field" in lower case. The account itself stays as a placeholder, so a row that stays shows "Gelöschte Person".
"""

from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a row when the person its field names is erased."""

    GOES = "goes"
    NAMELESS = "nameless"
    """Others have written, signed or decided by it: it stays and shows the placeholder."""
    STEP = "step"
    """A step of its own in `erasing` or `plan` does it; the comment says which."""


_OWN_ROOM = Fate.STEP  # lies in the person's own apprenticeship: cleared with the room

RELATIONS: dict[str, Fate] = {
    # the account: people.forget_people
    "account.emailaddress.user": Fate.STEP,
    "mfa.authenticator.user": Fate.STEP,
    "usersessions.usersession.user": Fate.STEP,
    "people.mailpreference.person": Fate.STEP,
    "people.outgoingmail.person": Fate.STEP,
    "people.schoolidentity.person": Fate.STEP,
    # tasks end, and with them memberships: erasing.end_tasks
    "organisations.post.person": Fate.STEP,
    "rooms.membership.person": Fate.STEP,
    "apprenticeships.trainerassignment.person": Fate.STEP,
    "apprenticeships.teachingassignment.person": Fate.STEP,
    "apprenticeships.guardianship.person": Fate.GOES,
    "offices.handover.from_person": Fate.GOES,
    "offices.handover.to_person": Fate.GOES,
    # the register (§ 34 BBiG) keeps the contract; the name goes to the chamber alone: plan.register_names
    "apprenticeships.contract.apprentice": Fate.STEP,
    "rooms.room.concerns": Fate.NAMELESS,
    # who looked at the person's data: erasing, by a function; that the person looked stays with those concerned
    "rooms.look.concerned": Fate.STEP,
    "rooms.look.viewer": Fate.NAMELESS,
    # a school's keeping
    "apprenticeships.pupil.person": Fate.GOES,
    "rosters.staffrecord.person": Fate.GOES,
    # joining
    "joining.invitation.person": Fate.GOES,
    "joining.invitation.claimed_by": Fate.GOES,
    "joining.invitation.created_by": Fate.NAMELESS,
    "joining.invitationuse.person": Fate.NAMELESS,
    "joining.purposedeclaration.person": Fate.GOES,
    "joining.firmregistration.registered_by": Fate.NAMELESS,
    "joining.firmregistration.decided_by": Fate.NAMELESS,
    "joining.contractproposal.reported_by": Fate.NAMELESS,
    "joining.contractproposal.decided_by": Fate.NAMELESS,
    "joining.firmrecovery.asked_by": Fate.NAMELESS,
    "joining.firmrecovery.decided_by": Fate.NAMELESS,
    # what somebody signed or wrote in the record of another person
    "records.recordact.person": Fate.NAMELESS,
    "records.comment.author": Fate.NAMELESS,
    "records.commenthistory.author": Fate.NAMELESS,
    # acts of organisations and of the support desk
    "offices.contractchange.by": Fate.NAMELESS,
    "offices.handover.by": Fate.NAMELESS,
    "offices.merge.by": Fate.NAMELESS,
    "offices.supportsession.helped": Fate.GOES,
    "offices.supportsession.helper": Fate.NAMELESS,
    "offices.supportstep.helped": Fate.GOES,
    "offices.supportstep.helper": Fate.NAMELESS,
    "offices.supportstep.approver": Fate.NAMELESS,
    # this app: requests and erasures stay as proof, emptied by erasing.empty_requests
    "privacy.rightsrequest.person": Fate.STEP,
    "privacy.rightsrequest.decided_by": Fate.NAMELESS,
    "privacy.erasure.person": Fate.STEP,
    "privacy.erasure.decided_by": Fate.NAMELESS,
    "privacy.erasure.stopped_by": Fate.NAMELESS,
    "privacy.erasure.done_by": Fate.NAMELESS,
    "privacy.parentchoice.person": Fate.GOES,
    "privacy.parentsinformed.person": Fate.GOES,
    "privacy.parentsinformed.by": Fate.NAMELESS,
    # deletion: a hold that stands stops an erasure, one that was lifted goes
    "privacy.legalhold.person": Fate.GOES,
    "privacy.legalhold.set_by": Fate.NAMELESS,
    "privacy.keepingwish.person": Fate.GOES,
    "privacy.deletionnotice.person": Fate.GOES,
    "privacy.departure.person": Fate.GOES,
    # copies of one's own data that lie ready
    "privacy.dataexport.person": Fate.GOES,
    "privacy.dataexportpart.person": Fate.GOES,
    # rules of organisations stay as they were decided; what was about the person goes
    "rooms.releasedecision.decided_by": Fate.NAMELESS,
    "rooms.emergencybrake.closed_by": Fate.NAMELESS,
    "rooms.emergencybrake.release_asked_by": Fate.NAMELESS,
    "rooms.emergencybrake.released_by": Fate.NAMELESS,
    "rooms.consent.concerned": Fate.GOES,
    "privacy.consentrefusal.concerned": Fate.GOES,
    "privacy.consentrefusal.refused_by": Fate.NAMELESS,
    "rooms.consent.given_by": Fate.NAMELESS,
    "rooms.consent.withdrawn_by": Fate.NAMELESS,
    "rooms.restriction.person": Fate.GOES,
    "rooms.restriction.set_by": Fate.NAMELESS,
    "rooms.restriction.lifted_by": Fate.NAMELESS,
    # what teachers and others have entered about other people
    "schedule.absence.recorded_by": Fate.NAMELESS,
    "schedule.absence.decided_by": Fate.NAMELESS,
    "schedule.absencehistory.recorded_by": Fate.NAMELESS,
    "schedule.absencehistory.decided_by": Fate.NAMELESS,
    "schedule.absencereason.told_by": Fate.NAMELESS,
    "schedule.absencenotice.reported_by": Fate.NAMELESS,
    "schedule.firmstatement.stated_by": Fate.NAMELESS,
    "schedule.dayanswer.by": Fate.NAMELESS,
    "schedule.lessontopic.written_by": Fate.NAMELESS,
    # plans: who is in charge of a part, who published, proposed, answered
    "planning.didacticplan.published_by": Fate.NAMELESS,
    "planning.planentry.responsible": Fate.NAMELESS,
    "planning.alignmentproposal.made_by": Fate.NAMELESS,
    "planning.proposalact.by": Fate.NAMELESS,
    "planning.linkvote.person": Fate.GOES,
    "planning.radardigest.person": Fate.GOES,
    "planning.rotationrun.started_by": Fate.GOES,
    # what somebody said to others stays with them, without the name
    "exchange.conversation.opened_by": Fate.NAMELESS,
    "exchange.participation.person": Fate.NAMELESS,
    "exchange.participation.added_by": Fate.NAMELESS,
    "exchange.participation.removed_by": Fate.NAMELESS,
    "exchange.message.author": Fate.NAMELESS,
    "exchange.agreement.responsible": Fate.NAMELESS,
    "exchange.agreement.made_by": Fate.NAMELESS,
    "exchange.agreement.settled_by": Fate.NAMELESS,
    "exchange.announcement.author": Fate.NAMELESS,
    "exchange.consultationday.made_by": Fate.NAMELESS,
    "exchange.appointment.organiser": Fate.NAMELESS,
    "exchange.booking.cancelled_by": Fate.NAMELESS,
    "exchange.helpcontact.person": Fate.NAMELESS,
    # files of the person, what was told, booked, answered
    "exchange.storedfile.uploaded_by": Fate.GOES,
    "exchange.delivery.person": Fate.GOES,
    "exchange.consultationhost.person": Fate.GOES,
    "exchange.booking.person": Fate.GOES,
    "exchange.booking.host_person": Fate.GOES,
    "exchange.optionanswer.person": Fate.GOES,
    "exchange.invitee.person": Fate.GOES,
    "exchange.notice.person": Fate.GOES,
    "exchange.noticesettings.person": Fate.GOES,
    "exchange.pushsubscription.person": Fate.GOES,
    # one's own addresses of the calendar, and what one was told
    "schedule.calendarfeed.person": Fate.GOES,
    "schedule.schedulenotice.person": Fate.GOES,
}

# Ids of people that are no foreign keys.
IDS: dict[str, Fate] = {
    "records.weekhistory.pgh_person_id": Fate.NAMELESS,
    "records.linehistory.pgh_person_id": Fate.NAMELESS,
    "records.commenthistory.pgh_person_id": Fate.NAMELESS,
    "schedule.absencehistory.pgh_person_id": Fate.NAMELESS,
}

# Copies of a name beside a foreign key: replaced in the rows whose key is the person.
COPIES_BY_KEY: dict[str, str] = {
    "offices.contractchange.by_name": "by",
    "privacy.legalhold.set_by_name": "set_by",
    "exchange.helpcontact.name": "person",
}
# Copies without a key, in team rooms: replaced where the text is the person's name, in the organisations the person worked for.
COPIES_BY_NAME: tuple[str, ...] = (
    "schedule.timetableimport.made_by",
    "schedule.timetableimport.applied_by",
    "schedule.calendarsource.made_by",
    "rosters.importrun.made_by",
    "rosters.importrun.applied_by",
    "rosters.importrun.undone_by",
    "joining.chamberimport.made_by",
    "joining.chamberimport.applied_by",
)
# Columns with names or addresses of people that go with their row, or are emptied by a step.
COPIES_GONE: dict[str, str] = {
    "people.person.email": "people.forget_people",
    "people.person.given_name": "people.forget_people",
    "people.person.family_name": "people.forget_people",
    "apprenticeships.pupil.contact_email": "with the pupil",
    "apprenticeships.pupil.firm_name": "of a firm; with the pupil",
    "apprenticeships.pupil.firm_email": "of a firm; with the pupil",
    "apprenticeships.pupilcontact.given_name": "with the pupil; a guardian's own: plan.contacts_of_guardian",
    "apprenticeships.pupilcontact.family_name": "with the pupil; a guardian's own: plan.contacts_of_guardian",
    "apprenticeships.pupilcontact.email": "with the pupil; a guardian's own: plan.contacts_of_guardian",
    "apprenticeships.schoolclass.occupation_name": "no person",
    "apprenticeships.pupil.occupation_name": "no person",
    "rosters.staffrecord.contact_email": "with the record",
    "rosters.importrun.file_name": "acts by hand name the pupil: plan.changes_by_import empties it",
    "rosters.importchange.name": "plan.changes_by_import",
    "planning.plantemplate.name": "of a template, no person",
    "exchange.storedfile.name": "of a file; with the file",
    "schedule.timetableimport.file_name": "of a file",
    "joining.chamberimport.file_name": "of a file",
    "joining.chamberimportentry.name": "plan, by the contract",
    "joining.invitation.given_name": "with the invitation",
    "joining.invitation.family_name": "with the invitation",
    "joining.invitation.email": "with the invitation; also found by the address",
    "joining.invitation.claimed_email": "with the invitation; also found by the address",
    "joining.contractproposal.given_name": "plan, by the contract",
    "joining.contractproposal.family_name": "plan, by the contract",
    "joining.firmrecovery.given_name": "plan, by the address",
    "joining.firmrecovery.family_name": "plan, by the address",
    "joining.firmrecovery.email": "plan, by the address",
    "offices.supportstep.email": "with the step",
    "privacy.registername.given_name": "the register keeps it (§ 34 BBiG)",
    "privacy.registername.family_name": "the register keeps it (§ 34 BBiG)",
    "privacy.legalhold.lifted_by_name": "with the hold, 12 months after it was lifted",
}

# In the person's own apprenticeship everything goes but what the chamber's register holds.
KEPT_IN_ROOM: dict[str, str] = {
    "rooms.room": "Der leere Raum des Vertrags",
    "rooms.membership": "Zugänge der Kammer zu ihrem Verzeichnis",
    "rooms.jurisdiction": "Welche Regeln im leeren Raum gelten",
    "apprenticeships.contract": "Der Ausbildungsvertrag im Verzeichnis der Kammer (§ 34 BBiG)",
    "apprenticeships.trainerassignment": "Wer ausgebildet hat, im Verzeichnis der Kammer (§ 34 BBiG)",
    "offices.contractchange": "Änderungen am Vertrag im Verzeichnis der Kammer (§ 34 BBiG)",
}
