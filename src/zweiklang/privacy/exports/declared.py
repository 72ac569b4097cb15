"""How every model of the product takes part in an export. A model without a line here fails a test.

Keys are Django's model labels in lower case ("records.week"), so that no table is forgotten and none is imported from an app above.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class OfMyRooms:
    """Rows of the rooms of one's own apprenticeships, read as that person; of other rooms only rows that name the person.

    `mine` are lookups to the person; what they find elsewhere is told and never imported: it lies in somebody else's room. What `about`
    finds elsewhere says something about the person alone: it is read in the system role, past days included, and imported.
    """

    mine: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    imported: bool = True


@dataclass(frozen=True, slots=True)
class AboutMe:
    """Rows that one of `paths` leads to the person. Read in the system role: an administration may keep what the person cannot open."""

    paths: tuple[str, ...]
    omit: tuple[str, ...] = ()
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Data about no person, without which exported rows cannot be understood: only the rows they point to."""

    omit: tuple[str, ...] = ()
    imported: bool = True


@dataclass(frozen=True, slots=True)
class NotExported:
    """No row leaves; `because` is a German sentence that the index of the file shows if it begins with a capital."""

    because: str


type Participation = OfMyRooms | AboutMe | Reference | NotExported

PERSON = "people.person"
WEEK = "records.week"
WHO_CHANGED = "pgh_person_id"
# What an export tells of anybody else.
NAMES = ("id", "given_name", "family_name")

_HISTORY = ("pgh_id",)
_FOR_ALL = NotExported("gilt für alle und sagt nichts über einzelne Personen")
_OF_SIGN_IN = NotExported("nur technisch: von Django oder der Anmeldung, ohne Angaben über Personen")
_OF_QUEUE = NotExported("nur technisch: Aufträge mit Kennungen, die nach der Ausführung gelöscht werden")
_SCHOOL_LOG = NotExported(
    "Das Protokoll der Dateien, die eine Schule eingelesen hat: Was daraus folgt, steht in Ihren Angaben als Schülerin oder Schüler."
)
_CHAMBER_LOG = NotExported(
    "Das Protokoll der Dateien, die eine Kammer eingelesen hat: Was daraus folgt, steht in Ihrem Vertrag und seinen Änderungen."
)
_LETTERS = NotExported("Welche Betriebe eine Mitteilung als Brief bekommen: Betriebe, keine Personen.")
_INVITED_CLASS = NotExported(
    "Welche Klassen zu einem Sprechtag eingeladen sind, sagt nichts über einzelne Personen."
)
_TIMES = NotExported(
    "Zeiten zur Wahl: Sie nennen keine Personen. Was Sie dazu gesagt haben, steht in Ihren Antworten."
)
_FIRM_PLAN = NotExported("Abteilungen und Vorlagen eines Betriebs: Sie nennen keine Personen.")

EXPORTS: dict[str, Participation] = {
    # Rooms and who is in them
    "rooms.room": Reference(),
    "rooms.membership": OfMyRooms(about=("person",)),
    # Which rules hold in a room, what was decided, and what somebody agreed to
    "rooms.jurisdiction": OfMyRooms(),
    "rooms.consent": AboutMe(("concerned", "given_by", "withdrawn_by"), imported=True),
    "privacy.consentrefusal": AboutMe(("concerned", "refused_by"), imported=True),
    "rooms.releasedecision": AboutMe(("decided_by",)),
    "rooms.emergencybrake": AboutMe(("closed_by", "release_asked_by", "released_by")),
    "rooms.rulesapplied": _FOR_ALL,
    # Who looked at the person's data; at whose data the person looked is read by nobody but those concerned
    "rooms.look": OfMyRooms(mine=("concerned",), imported=False),
    "rooms.restriction": AboutMe(("person",), omit=("set_by", "lifted_by"), imported=True),
    # School: of absences only one's own; who records those of others has them in the product, not in a file at home
    "schedule.absence": OfMyRooms(),
    "schedule.absencereason": OfMyRooms(),
    "schedule.absencehistory": OfMyRooms(omit=_HISTORY),
    "schedule.absencenotice": OfMyRooms(),
    "schedule.firmstatement": OfMyRooms(),
    "schedule.lessontopic": OfMyRooms(mine=("written_by",)),
    # The calendar of one's class and of one's apprenticeship
    "schedule.schoolperiod": OfMyRooms(),
    "schedule.lesson": OfMyRooms(),
    "schedule.lessonchange": OfMyRooms(),
    "schedule.schoolevent": OfMyRooms(),
    "schedule.schedulechange": OfMyRooms(),
    "schedule.course": OfMyRooms(),
    "schedule.dayanswer": OfMyRooms(),
    "schedule.schedulenotice": AboutMe(("person",)),
    "schedule.calendarfeed": AboutMe(("person",), omit=("token_digest",)),
    "schedule.freeday": _FOR_ALL,
    "schedule.lessontime": _FOR_ALL,
    "schedule.absencerule": _FOR_ALL,
    "schedule.closure": _FOR_ALL,
    "schedule.timetableimport": _SCHOOL_LOG,
    "schedule.calendarsource": _SCHOOL_LOG,
    # One's own account. Passwords and secrets of second factors never leave.
    PERSON: AboutMe(("pk",), omit=("password", "sort_key"), imported=True),
    "people.mailpreference": AboutMe(("person",), imported=True),
    "people.schoolidentity": AboutMe(("person",)),
    "people.outgoingmail": AboutMe(("person",), omit=("key", "subject", "text")),
    "people.identityprovider": Reference(
        omit=(
            "issuer",
            "client_id",
            "secret_reference",
            "style",
            "mapping",
            "scopes",
            "parameters",
            "school_numbers",
            "roster_links",
            "active",
        ),
        imported=False,
    ),
    "people.sharedentry": NotExported(
        "Zähler gegen das Durchprobieren von Passwörtern: Sie enthalten nur Prüfsummen und vergehen nach höchstens einem Tag."
    ),
    "account.emailaddress": AboutMe(("user",)),
    "account.emailconfirmation": _OF_SIGN_IN,
    "mfa.authenticator": AboutMe(("user",), omit=("data",)),
    "usersessions.usersession": AboutMe(("user",), omit=("session_key", "data")),
    "sessions.session": _OF_SIGN_IN,
    # Work in organisations. Who may act for a school, the support desk or the Land, an instance decides by itself: no file brings it along.
    "organisations.post": AboutMe(("person",)),
    "organisations.organisation": Reference(),
    "organisations.site": Reference(),
    "organisations.department": Reference(),
    "organisations.chamberrule": _FOR_ALL,
    "rosters.staffrecord": AboutMe(("person",)),
    "rosters.importrun": _SCHOOL_LOG,
    "rosters.importchange": _SCHOOL_LOG,
    # Apprenticeships
    "apprenticeships.contract": OfMyRooms(),
    "apprenticeships.personaldetails": OfMyRooms(),
    "apprenticeships.trainerassignment": OfMyRooms(mine=("person",)),
    "apprenticeships.guardianship": OfMyRooms(mine=("person",)),
    "apprenticeships.enrolment": OfMyRooms(),
    "apprenticeships.pupil": AboutMe(("person",), imported=True),
    # The contacts belong to other people: that they are on file, not how to reach them.
    "apprenticeships.pupilcontact": AboutMe(("pupil__person",), omit=("email", "phone"), imported=True),
    "apprenticeships.schoolclass": Reference(),
    "apprenticeships.teachingassignment": OfMyRooms(mine=("person",)),
    "offices.contractchange": OfMyRooms(mine=("by",)),
    "offices.handover": OfMyRooms(mine=("from_person", "to_person", "by")),
    "offices.merge": OfMyRooms(mine=("by",)),
    "offices.supportsession": AboutMe(("helper", "helped")),
    "offices.supportstep": AboutMe(("helper", "helped", "approver")),
    # Joining
    "joining.invitation": AboutMe(
        ("person", "claimed_by"), omit=("token_digest", "code_digest", "created_by")
    ),
    "joining.invitedapprentice": AboutMe(("pupil__person", "contract__apprentice")),
    "joining.invitationuse": AboutMe(("person",)),
    "joining.purposedeclaration": AboutMe(("person",)),
    "joining.emailproof": NotExported(
        "Einmal-Codes zum Nachweis einer E-Mail-Adresse: Sie enthalten nur Prüfsummen und werden nach einem Tag gelöscht."
    ),
    "joining.firmregistration": AboutMe(("registered_by",)),
    "joining.contractproposal": AboutMe(("contract__apprentice",), omit=("reported_by", "decided_by")),
    "joining.firmrecovery": OfMyRooms(mine=("asked_by", "decided_by")),
    "joining.responsibilityrule": _FOR_ALL,
    "joining.chamberimport": _CHAMBER_LOG,
    "joining.chamberimportentry": _CHAMBER_LOG,
    # Data protection itself
    "privacy.dataexport": AboutMe(("person",)),
    "privacy.dataexportpart": NotExported("nur technisch: die Bytes einer Kopie wie dieser"),
    "privacy.rightsrequest": AboutMe(("person",), omit=("decided_by",)),
    "privacy.erasure": AboutMe(("person",), omit=("decided_by", "stopped_by", "done_by")),
    "privacy.registername": NotExported(
        "nur nach der Löschung eines Kontos: Es gibt dann niemanden mehr, der fragt"
    ),
    "privacy.parentchoice": AboutMe(("person",), imported=True),
    "privacy.parentsinformed": AboutMe(("person",)),
    "privacy.legalhold": NotExported(
        "Ob ein laufendes Verfahren verlangt, dass Daten nicht gelöscht werden, erfahren Sie mit der Antwort auf einen Antrag."
    ),
    "privacy.keepingwish": AboutMe(("person",), imported=True),
    "privacy.deletionnotice": AboutMe(("person",)),
    "privacy.departure": AboutMe(("person",)),
    "privacy.retentionrun": _FOR_ALL,
    "privacy.retentioncount": _FOR_ALL,
    # The training record and its history
    WEEK: OfMyRooms(),
    "records.line": OfMyRooms(),
    "records.comment": OfMyRooms(mine=("author",)),
    "records.recordact": OfMyRooms(mine=("person",)),
    "records.weekhistory": OfMyRooms(omit=_HISTORY),
    "records.linehistory": OfMyRooms(omit=_HISTORY),
    "records.commenthistory": OfMyRooms(omit=_HISTORY),
    # What a record refers to
    "curricula.regulation": Reference(),
    "curricula.occupation": Reference(),
    "curricula.section": Reference(),
    "curricula.position": Reference(omit=("skills_key",)),
    "curricula.frameworkcurriculum": Reference(),
    "curricula.learningfield": Reference(),
    "curricula.allocation": _FOR_ALL,
    # Plans of school and firm, and what was agreed about them. Leave, hints and proposals are read in one's own room.
    "planning.trainingplan": OfMyRooms(),
    "planning.planentry": OfMyRooms(mine=("responsible",)),
    "planning.planleave": OfMyRooms(),
    "planning.radarsign": OfMyRooms(imported=False),
    "planning.rotationmove": OfMyRooms(imported=False),
    "planning.alignmentproposal": OfMyRooms(mine=("made_by",)),
    "planning.proposalact": OfMyRooms(mine=("by",)),
    "planning.rotationrun": AboutMe(("started_by",)),
    "planning.radardigest": AboutMe(("person",)),
    "planning.linkvote": AboutMe(("person",)),
    "planning.didacticplan": OfMyRooms(mine=("published_by",)),
    "planning.fieldplacement": OfMyRooms(),
    "planning.curriculumlink": Reference(),
    "planning.linkdecision": _FOR_ALL,
    "planning.departmentprofile": _FIRM_PLAN,
    "planning.plantemplate": _FIRM_PLAN,
    # What one has said to others, heard from them, and agreed; also after the door was closed. Nobody's file brings conversations along.
    "exchange.conversation": AboutMe(("opened_by",)),
    "exchange.participation": AboutMe(("person",), omit=("added_by", "removed_by")),
    "exchange.message": AboutMe(("author",)),
    "exchange.messageversion": AboutMe(("message__author",)),
    "exchange.agreement": OfMyRooms(mine=("responsible", "made_by", "settled_by")),
    "exchange.storedfile": AboutMe(("uploaded_by",), omit=("key", "thumbnail")),
    "exchange.helpcontact": AboutMe(("person",)),
    "exchange.announcement": AboutMe(("author",)),
    "exchange.delivery": AboutMe(("person",)),
    "exchange.announcementfile": AboutMe(("announcement__author",)),
    "exchange.announcementletter": _LETTERS,
    "exchange.consultationday": AboutMe(("made_by",)),
    "exchange.consultationhost": AboutMe(("person",)),
    "exchange.consultationslot": AboutMe(("host__person",)),
    "exchange.consultationinvite": _INVITED_CLASS,
    "exchange.booking": AboutMe(("person", "host_person"), omit=("cancelled_by",)),
    "exchange.appointment": AboutMe(("organiser",)),
    "exchange.appointmentoption": _TIMES,
    "exchange.optionanswer": AboutMe(("person",)),
    "exchange.invitee": AboutMe(("person",)),
    "exchange.videomeeting": _FOR_ALL,
    "exchange.notice": AboutMe(("person",)),
    "exchange.noticesettings": AboutMe(("person",)),
    "exchange.pushsubscription": AboutMe(("person",), omit=("endpoint", "p256dh", "auth")),
    # Tables of libraries
    "auth.group": _OF_SIGN_IN,
    "auth.group_permissions": _OF_SIGN_IN,
    "auth.permission": _OF_SIGN_IN,
    "contenttypes.contenttype": _OF_SIGN_IN,
    "pghistory.context": _OF_SIGN_IN,
    "pghistory.events": _OF_SIGN_IN,
    "pghistory.middlewareevents": _OF_SIGN_IN,
    "procrastinate.procrastinatejob": _OF_QUEUE,
    "procrastinate.procrastinateevent": _OF_QUEUE,
    "procrastinate.procrastinateperiodicdefer": _OF_QUEUE,
    "procrastinate.procrastinateworker": _OF_QUEUE,
}

# Columns that point to rows without being foreign keys: one column, and the tables its ids may be in. Histories have one more.
SOFT: dict[tuple[str, str], tuple[str, ...]] = {
    ("records.line", "plan_items"): ("curricula.position", "curricula.learningfield"),
    ("records.linehistory", "plan_items"): ("curricula.position", "curricula.learningfield"),
    ("planning.trainingplan", "chosen_sections"): ("curricula.section", "curricula.position"),
    ("planning.radarsign", "entries"): ("planning.planentry",),
}


def all_models() -> list[type[Model]]:
    """Returns every concrete model, of ours and of libraries, in a stable order."""
    found = apps.get_models(include_auto_created=True)
    return sorted((m for m in found if not m._meta.proxy), key=lambda m: m._meta.label_lower)


def undeclared() -> list[str]:
    """Returns the labels of models that no line here speaks of: must be empty."""
    return [m._meta.label_lower for m in all_models() if m._meta.label_lower not in EXPORTS]


def taking_part[P: (OfMyRooms, AboutMe, Reference)](kind: type[P]) -> Iterator[tuple[type[Model], P]]:
    """Yields the models that take part in this way, in the order of EXPORTS."""
    for label, how in EXPORTS.items():
        if isinstance(how, kind):
            yield apps.get_model(label), how


def left_out() -> list[tuple[str, str]]:
    """Returns what people may look for and do not find in the file, with the reason: tables of one reason together."""
    found: dict[str, list[str]] = {}
    for label, how in EXPORTS.items():
        if isinstance(how, NotExported) and how.because[:1].isupper():
            found.setdefault(how.because, []).append(str(apps.get_model(label)._meta.verbose_name_plural))
    return [(", ".join(titles), because) for because, titles in found.items()]
