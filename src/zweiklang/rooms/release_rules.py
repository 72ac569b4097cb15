"""Release rules (Freigaberegeln), start values: which scopes a capacity carries in a room, and why.

The table of PRODUCT.md, as data. Whatever is "if released" or "2-stage" there starts closed. Issue "Rules" makes them changeable.
"""

from dataclasses import dataclass

from zweiklang.rooms.scopes import Scope as S


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """What a capacity may, with the legal basis and a German reason; one list of scopes for each kind of room.

    `scopes` holds for apprenticeship rooms, `class_scopes` for class rooms, `team_scopes` for the team rooms of organisations,
    `proposal_scopes` for contracts that are reported and not yet confirmed.
    """

    label: str
    scopes: tuple[S, ...]
    class_scopes: tuple[S, ...]
    legal_basis: str
    reason: str
    team_scopes: tuple[S, ...] = ()
    proposal_scopes: tuple[S, ...] = ()

    def for_kind(self, room_kind: str) -> tuple[S, ...]:
        """Returns the scopes in a room of that kind; raises KeyError for an unknown kind."""
        return {
            "apprenticeship": self.scopes,
            "class": self.class_scopes,
            "team": self.team_scopes,
            "proposal": self.proposal_scopes,
        }[room_kind]


_TEAM = (S.SCHEDULE, S.MEMBERS)
_OFFICE = (*_TEAM, S.ADMINISTRATION, S.ADMINISTRATION_WRITE)
_REPORTS = (S.SCHEDULE, S.MEMBERS, S.PROPOSAL, S.PROPOSAL_WRITE)
_CONFIRMS = (S.SCHEDULE, S.MEMBERS, S.PROPOSAL, S.PROPOSAL_CONFIRM)
_READS = (S.SCHEDULE, S.MEMBERS, S.IDENTITY, S.SCHOOL_RECORDS, S.RECORDS)

RULES: dict[str, ReleaseRule] = {
    "apprentice": ReleaseRule(
        "Auszubildende/r",
        (
            *_READS,
            S.LESSONS,
            S.ABSENCES,
            S.RESULTS,
            S.PLAN,
            S.DEVELOPMENT,
            S.RECORDS_WRITE,
            S.RECORDS_COMMENT,
        ),
        (S.SCHEDULE, S.LESSONS),
        "§ 13 Satz 2 Nr. 7 BBiG",
        "Das ist Ihre eigene Ausbildung.",
    ),
    "trainer": ReleaseRule(
        "Ausbilder/in",
        (*_READS, S.PLAN, S.DEVELOPMENT, S.RECORDS_COMMENT, S.RECORDS_SIGN),
        (S.SCHEDULE,),
        "§ 14 Abs. 2 BBiG",
        "Wer ausbildet, sieht den Ausbildungsnachweis regelmäßig durch.",
        team_scopes=_TEAM,
    ),
    "deputy_trainer": ReleaseRule(
        "Ausbildungsbeauftragte/r",
        (*_READS, S.PLAN, S.DEVELOPMENT, S.RECORDS_COMMENT, S.RECORDS_SIGN),
        (S.SCHEDULE,),
        "§ 28 Abs. 3 BBiG",
        "Vertritt die Ausbilderin oder den Ausbilder.",
    ),
    "training_manager": ReleaseRule(
        "Ausbildungsleitung",
        (
            *_READS,
            S.PLAN,
            S.DEVELOPMENT,
            S.CONTRACT_WRITE,
            S.RECORDS_COMMENT,
            S.RECORDS_SIGN,
            S.RECORDS_UNLOCK,
        ),
        (S.SCHEDULE,),
        "§ 14 BBiG",
        "Leitet die Ausbildung im Betrieb dieses Vertrags.",
        team_scopes=_OFFICE,
        proposal_scopes=_REPORTS,
    ),
    "class_teacher": ReleaseRule(
        "Klassenleitung",
        (
            S.SCHEDULE,
            S.SCHEDULE_WRITE,
            S.MEMBERS,
            S.IDENTITY,
            S.LESSONS,
            S.ABSENCES,
            S.RESULTS,
            S.SCHOOL_RECORDS,
            S.DEVELOPMENT,
            S.RECORDS_NOTE_SCHOOL,
        ),
        (S.SCHEDULE, S.SCHEDULE_WRITE, S.MEMBERS, S.LESSONS, S.ABSENCES),
        "§ 83 Abs. 1 HSchG",
        "Leitet die Klasse in der Berufsschule.",
    ),
    "subject_teacher": ReleaseRule(
        "Fachlehrkraft",
        (S.SCHEDULE, S.MEMBERS, S.LESSONS),
        (S.SCHEDULE, S.MEMBERS, S.LESSONS),
        "§ 83 Abs. 1 HSchG",
        "Unterrichtet in der Klasse.",
    ),
    "guardian": ReleaseRule(
        "Gesetzliche Vertretung",
        (*_READS, S.LESSONS, S.ABSENCES, S.RESULTS, S.PLAN, S.DEVELOPMENT, S.RECORDS_NOTE_GUARDIAN),
        (S.SCHEDULE, S.LESSONS),
        "§ 1629 BGB; § 11 Abs. 2 BBiG",
        "Vertritt die minderjährige Person bis zum 18. Geburtstag.",
    ),
    "chamber_adviser": ReleaseRule(
        "Ausbildungsberatung",
        (S.SCHEDULE, S.MEMBERS),
        (),
        "§ 76 Abs. 1 BBiG",
        "Überwacht und berät für die zuständige Stelle.",
        team_scopes=_OFFICE,
        proposal_scopes=_CONFIRMS,
    ),
    "head_of_school": ReleaseRule(
        "Schulleitung",
        (),
        (S.SCHEDULE, S.MEMBERS),
        "§ 88 HSchG",
        "Leitet die Schule dieser Klasse.",
        team_scopes=_OFFICE,
        proposal_scopes=_CONFIRMS,
    ),
    "school_office": ReleaseRule(
        "Schulverwaltung",
        (),
        (S.SCHEDULE, S.MEMBERS),
        "§ 83 Abs. 1 HSchG",
        "Führt die Klassenlisten der Schule.",
        team_scopes=_OFFICE,
        proposal_scopes=_CONFIRMS,
    ),
    "teacher": ReleaseRule(
        "Lehrkraft",
        (),
        (),
        "§ 83 Abs. 1 HSchG",
        "Unterrichtet an der Schule.",
        team_scopes=_TEAM,
    ),
}


def scopes_for(capacity: str, *, room_kind: str) -> list[str]:
    """Returns the scopes that capacity carries in a room of that kind; raises KeyError for an unknown capacity."""
    return [str(s) for s in RULES[capacity].for_kind(room_kind)]


def capacity_label(capacity: str) -> str:
    """Returns the German name of a capacity."""
    return RULES[capacity].label
