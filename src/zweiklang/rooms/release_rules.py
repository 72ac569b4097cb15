"""Capacities: what somebody is in a room, why, and what they carry beside the release rules (`rules/land.toml`).

Release rules decide about the data of an apprenticeship. The rooms of organisations and of reported contracts hold no such data; what
an office needs there is fixed.
"""

from dataclasses import dataclass

from zweiklang.rooms.rules.cells import CLASS_CATEGORIES, State, cells, ruling_capacity
from zweiklang.rooms.scopes import Scope as S

_TEAM = (S.SCHEDULE, S.MEMBERS)
_OFFICE = (*_TEAM, S.ADMINISTRATION, S.ADMINISTRATION_WRITE)
_REPORTS = (S.SCHEDULE, S.MEMBERS, S.PROPOSAL, S.PROPOSAL_WRITE)
_CONFIRMS = (S.SCHEDULE, S.MEMBERS, S.PROPOSAL, S.PROPOSAL_CONFIRM)


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """The German name of a capacity, why it is in a room, on which legal basis, and its fixed scopes by kind of room."""

    capacity: str
    label: str
    legal_basis: str
    reason: str
    own_scopes: tuple[S, ...] = ()
    """In rooms of apprenticeships, beside what the cells give."""
    own_class_scopes: tuple[S, ...] = ()
    """In rooms of classes, beside what the cells give: classmates' families and firms do not learn who is in the class."""
    team_scopes: tuple[S, ...] = ()
    proposal_scopes: tuple[S, ...] = ()
    talk_scopes: tuple[tuple[str, tuple[S, ...]], ...] = ()
    """In rooms of conversations, counselling and appointments: pairs of kind of room and scopes."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """What is carried in rooms of apprenticeships while nobody decided anything."""
        return self._at_the_start(tuple(key for key, _ in cells()), self.own_scopes)

    @property
    def class_scopes(self) -> tuple[str, ...]:
        """What is carried in rooms of classes while nobody decided anything."""
        return self._at_the_start(CLASS_CATEGORIES, self.own_class_scopes)

    def _at_the_start(self, categories: tuple[str, ...], own: tuple[S, ...]) -> tuple[str, ...]:
        found = {str(scope) for scope in own}
        for (category, capacity), cell in cells().items():
            if capacity == ruling_capacity(self.capacity) and category in categories:
                found.update((category, *cell.acts) if cell.state == State.OPEN else ())
        return tuple(sorted(found))


_ALL = (
    CapacityRule(
        "apprentice",
        "Auszubildende/r",
        "§ 13 Satz 2 Nr. 7 BBiG",
        "Das ist Ihre eigene Ausbildung.",
        own_scopes=(S.SCHEDULE_ANSWER, S.ABSENCES_REPORT),
    ),
    CapacityRule(
        "trainer",
        "Ausbilder/in",
        "§ 14 Abs. 2 BBiG",
        "Wer ausbildet, sieht den Ausbildungsnachweis regelmäßig durch.",
        own_scopes=(S.SCHEDULE_DECIDE,),
        team_scopes=_TEAM,
    ),
    CapacityRule(
        "deputy_trainer",
        "Ausbildungsbeauftragte/r",
        "§ 28 Abs. 3 BBiG",
        "Vertritt die Ausbilderin oder den Ausbilder.",
        own_scopes=(S.SCHEDULE_DECIDE,),
    ),
    CapacityRule(
        "training_manager",
        "Ausbildungsleitung",
        "§ 14 BBiG",
        "Leitet die Ausbildung im Betrieb dieses Vertrags.",
        own_scopes=(S.CONTRACT_WRITE, S.RECORDS_UNLOCK, S.SCHEDULE_DECIDE),
        team_scopes=_OFFICE,
        proposal_scopes=_REPORTS,
    ),
    CapacityRule(
        "class_teacher",
        "Klassenleitung",
        "§ 83 Abs. 1 HSchG",
        "Leitet die Klasse in der Berufsschule.",
        own_class_scopes=(S.MEMBERS,),
    ),
    CapacityRule(
        "subject_teacher",
        "Fachlehrkraft",
        "§ 83 Abs. 1 HSchG",
        "Unterrichtet in der Klasse.",
        own_class_scopes=(S.MEMBERS,),
    ),
    CapacityRule(
        "guardian",
        "Gesetzliche Vertretung",
        "§ 1629 BGB; § 11 Abs. 2 BBiG",
        "Vertritt die minderjährige Person bis zum 18. Geburtstag.",
        own_scopes=(S.ABSENCES_REPORT,),
    ),
    CapacityRule(
        "chamber_adviser",
        "Ausbildungsberatung",
        "§ 76 Abs. 1 BBiG",
        "Überwacht und berät für die zuständige Stelle.",
        team_scopes=_OFFICE,
        proposal_scopes=_CONFIRMS,
    ),
    CapacityRule(
        "head_of_school",
        "Schulleitung",
        "§ 88 HSchG",
        "Leitet die Schule dieser Klasse.",
        own_class_scopes=(*_TEAM, S.SCHEDULE_WRITE),
        team_scopes=_OFFICE,
        proposal_scopes=_CONFIRMS,
    ),
    CapacityRule(
        "school_office",
        "Schulverwaltung",
        "§ 83 Abs. 1 HSchG",
        "Führt die Klassenlisten der Schule.",
        own_class_scopes=(*_TEAM, S.SCHEDULE_WRITE),
        team_scopes=_OFFICE,
        proposal_scopes=_CONFIRMS,
    ),
    CapacityRule(
        "land",
        "Land",
        "Art. 24, 25 DSGVO",
        "Setzt die Freigaberegeln für das ganze Land.",
        team_scopes=_OFFICE,
    ),
    CapacityRule(
        "teacher", "Lehrkraft", "§ 83 Abs. 1 HSchG", "Unterrichtet an der Schule.", team_scopes=_TEAM
    ),
    CapacityRule(
        "participant",
        "Teilnehmende Person",
        "§ 2 Abs. 2 BBiG",
        "Nimmt teil.",
        talk_scopes=(
            ("conversation", (S.MEMBERS, S.CONVERSATION, S.CONVERSATION_WRITE)),
            ("counselling", (S.MEMBERS, S.COUNSELLING, S.COUNSELLING_WRITE)),
            ("appointment", (S.APPOINTMENT, S.APPOINTMENT_ANSWER)),
        ),
    ),
    CapacityRule(
        "organiser",
        "Organisiert den Termin",
        "§ 2 Abs. 2 BBiG",
        "Hat zu dem Termin eingeladen.",
        talk_scopes=(("appointment", (S.MEMBERS, S.APPOINTMENT, S.APPOINTMENT_WRITE, S.APPOINTMENT_ANSWER)),),
    ),
)
RULES: dict[str, CapacityRule] = {rule.capacity: rule for rule in _ALL}


def fixed_scopes() -> dict[tuple[str, str], tuple[str, ...]]:
    """Returns by kind of room and capacity what is carried beside the cells."""
    return {
        (kind, rule.capacity): tuple(str(scope) for scope in scopes)
        for rule in _ALL
        for kind, scopes in (
            ("apprenticeship", rule.own_scopes),
            ("class", rule.own_class_scopes),
            ("team", rule.team_scopes),
            ("proposal", rule.proposal_scopes),
            *rule.talk_scopes,
        )
    }


def capacity_label(capacity: str) -> str:
    """Returns the German name of a capacity."""
    return RULES[capacity].label
