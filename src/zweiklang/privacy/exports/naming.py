"""What sets and rows of an export are called, and under which heading of the index a set stands."""

from datetime import date, datetime

from django.apps import apps

from zweiklang.kernel.clock import BERLIN
from zweiklang.privacy.exports.collecting import ELSEWHERE, NAMES_SET, Collection, Dataset, Row
from zweiklang.privacy.exports.declared import EXPORTS, Reference

# What a row is called where others point to it.
CALLED: dict[str, tuple[str, ...]] = {
    "people.person": ("given_name", "family_name"),
    "organisations.organisation": ("name",),
    "organisations.site": ("name",),
    "organisations.department": ("name",),
    "rooms.room": ("title",),
    "apprenticeships.schoolclass": ("label",),
    "curricula.occupation": ("name", "specialisation"),
    "curricula.regulation": ("short_title",),
    "curricula.section": ("key", "title"),
    "curricula.position": ("number", "title"),
    "curricula.frameworkcurriculum": ("name",),
    "curricula.learningfield": ("number", "title"),
    "people.identityprovider": ("name",),
    "records.line": ("text",),
}
# What begins on a day is called by it.
SINCE = {
    "records.week": ("Woche ab", "monday"),
    "apprenticeships.contract": ("Vertrag ab", "first_day"),
    "schedule.absence": ("Fehlzeit am", "day"),
    "planning.planentry": ("Abschnitt ab", "first_week"),
    "planning.alignmentproposal": ("Vorschlag vom", "made_at"),
}
_LONGEST = 60
_TITLES = {
    NAMES_SET: "Namen anderer Personen",
    "people.person": "Ihr Konto",
    "apprenticeships.pupil": "Ihr Eintrag bei der Schule",
    "apprenticeships.pupilcontact": "Kontakte, die die Schule für Sie hat",
    "mfa.authenticator": "Zweiter Schritt der Anmeldung",
    "usersessions.usersession": "Anmeldungen",
    "people.outgoingmail": "E-Mails an Sie",
    "rooms.membership": "Wer Zugang hat, und warum",
    "rooms.look": "Wer Ihre Daten angesehen hat",
    "records.line": "Zeilen im Ausbildungsnachweis",
    "records.week": "Wochen im Ausbildungsnachweis",
}
ELSEWHERE_GROUP = "Was Sie in anderen Räumen getan haben"
REFERRED = "Worauf sich das alles bezieht"
GROUPS: dict[str, tuple[str, ...]] = {
    "Ihr Konto": ("people.", "account.", "mfa.", "usersessions.", "privacy.", "joining.", "offices.support"),
    "Ihre Ausbildung und Ihre Aufgaben": (
        "apprenticeships.",
        "organisations.",
        "rosters.",
        "offices.",
        "schedule.",
    ),
    "Ihr Ausbildungsnachweis": ("records.",),
    "Ihr Ausbildungsplan und was dazu vereinbart ist": ("planning.",),
    "Wer was sehen darf": ("rooms.",),
    ELSEWHERE_GROUP: (ELSEWHERE,),
    REFERRED: (),
}


def called(found: Collection) -> dict[str, str]:
    """Returns what each row that others point to is called, by id."""
    names: dict[str, str] = {}
    for dataset in found.sets.values():
        label = dataset.model._meta.label_lower
        if since := SINCE.get(label):
            names |= {row["id"]: f"{since[0]} {_day(row[since[1]]):%d.%m.%Y}" for row in dataset.rows()}
        elif parts := CALLED.get(label):
            names |= {row["id"]: _joined(row, parts) for row in dataset.rows()}
    return names


def _day(value: str) -> date:
    """Returns the day of a date, or of an instant in Hesse."""
    moment = datetime.fromisoformat(value)
    return (moment.astimezone(BERLIN) if moment.tzinfo else moment).date()


def _joined(row: Row, parts: tuple[str, ...]) -> str:
    words = " ".join(str(row[part]) for part in parts if row[part])
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def title_of(dataset: Dataset) -> str:
    """Returns what the set is called in German."""
    if (label := dataset.name) in _TITLES:
        return _TITLES[label]
    label = label.removeprefix(ELSEWHERE)
    if label.endswith("history"):
        return f"Verlauf: {apps.get_model(label.removesuffix('history'))._meta.verbose_name_plural}"
    return str(apps.get_model(label)._meta.verbose_name_plural)


def group_of(dataset: Dataset) -> str:
    """Returns under which heading of the index the set stands."""
    if dataset.name.startswith(ELSEWHERE):
        return ELSEWHERE_GROUP
    if dataset.name == NAMES_SET or isinstance(EXPORTS[dataset.name], Reference):
        return REFERRED
    return next((group for group, begins in GROUPS.items() if dataset.name.startswith(begins)), REFERRED)
