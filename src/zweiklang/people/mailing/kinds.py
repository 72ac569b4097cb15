"""What a mail is for, and what may stand in one."""

from datetime import date, datetime, timedelta

from django.db import models

from zweiklang.kernel.retention import ByJob, Several, WithAccount, period


class MailKind(models.TextChoices):
    """Why somebody gets a mail. What is not in NOTICES is part of using Zweiklang and cannot be unsubscribed."""

    SECURITY = "security", "Anmeldung und Sicherheit"
    INVITATION = "invitation", "Einladungen"
    PRIVACY = "privacy", "Eigene Daten und Rechte"
    CONTRACTS = "contracts", "Verträge und Zuständigkeiten"
    ORGANISATION = "organisation", "Neues im Betrieb oder in der Schule"
    SCHEDULE = "schedule", "Neues im Kalender"
    PLANNING = "planning", "Neues in der Planung"
    MESSAGES = "messages", "Neue Nachrichten"
    ANNOUNCEMENTS = "announcements", "Mitteilungen an viele"
    APPOINTMENTS = "appointments", "Termine und Sprechtage"
    DIGEST = "digest", "Zusammenfassungen"


FAILED_KEEP = timedelta(days=14)
KEPT = timedelta(days=30)
MAILS_KEPT = Several(
    ByJob(
        "people.tidy_mails",
        f"Adresse und Text bis zum Versand, bei Fehlern {period(days=FAILED_KEEP.days)};"
        f" dass versandt wurde, {period(days=KEPT.days)}",
    ),
    WithAccount(),
)
NOTICES = frozenset(
    {
        MailKind.CONTRACTS,
        MailKind.ORGANISATION,
        MailKind.SCHEDULE,
        MailKind.PLANNING,
        MailKind.MESSAGES,
        MailKind.ANNOUNCEMENTS,
        MailKind.APPOINTMENTS,
    }
)
# A summary can be unsubscribed too; it is about all kinds for which somebody has chosen summaries.
UNSUBSCRIBED = NOTICES | {MailKind.DIGEST}


class Rhythm(models.TextChoices):
    """How soon somebody hears by mail of what is new. Whoever has not chosen hears at once."""

    AT_ONCE = "at_once", "sofort"
    DAILY = "daily", "täglich zusammengefasst"
    WEEKLY = "weekly", "wöchentlich zusammengefasst"
    NEVER = "never", "gar nicht"


SUMMED_UP = (Rhythm.DAILY, Rhythm.WEEKLY)


EXPLANATIONS = {
    MailKind.CONTRACTS: "Ein Vertrag ist bestätigt, geändert oder zu Ende, oder jemand anderes ist jetzt zuständig.",
    MailKind.ORGANISATION: "Jemand ist dazugekommen, eine Vertretung beginnt, ein Import ist fertig.",
    MailKind.SCHEDULE: "Ein Schultag, eine Unterrichtsstunde oder ein Kurs ist anders als bisher, oder es gibt eine neue Fehlzeit.",
    MailKind.PLANNING: "Ein Lernfeld ist verschoben oder beginnt bald (einmal in der Woche), oder jemand schlägt Ihnen etwas vor.",
    MailKind.MESSAGES: "Jemand hat Ihnen geschrieben oder etwas mit Ihnen vereinbart.",
    MailKind.ANNOUNCEMENTS: "Eine Schule, eine Kammer oder das Land teilt vielen etwas mit.",
    MailKind.APPOINTMENTS: "Sie sind eingeladen, ein Termin ist anders oder abgesagt, oder er steht bevor.",
}


class Impersonal(str):
    """Text that names no human being, such as the name of a school: the writer of the call vouches for it."""

    __slots__ = ()


class Code(str):
    """A code the recipient types in or reads out."""

    __slots__ = ()


class Link(str):
    """A path of ours ("/konto/…") or a full address of ours; in the mail it begins with ZWEIKLANG_URL."""

    __slots__ = ()


type MailValue = Impersonal | Code | Link | date | datetime | int | bool
"""What a template may be given. Names of people are not among it: the recipient's own is added by `send_mail`."""
