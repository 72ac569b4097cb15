"""Scopes: the data categories of PRODUCT.md. A membership carries a list of them; "x:write" and the like are acts on the same category."""

from enum import StrEnum


class Scope(StrEnum):
    """A data category, or an act on one. German labels: LABELS."""

    SCHEDULE = "schedule"
    MEMBERS = "members"
    IDENTITY = "identity"
    LESSONS = "lessons"
    ABSENCES = "absences"
    ABSENCE_REASONS = "absence_reasons"
    RESULTS = "results"
    SCHOOL_RECORDS = "school_records"
    RECORDS = "records"
    PLAN = "plan"
    DEVELOPMENT = "development"
    ADMINISTRATION = "administration"
    PROPOSAL = "proposal"
    # acts
    ADMINISTRATION_WRITE = "administration:write"
    PROPOSAL_WRITE = "proposal:write"
    PROPOSAL_CONFIRM = "proposal:confirm"
    CONTRACT_WRITE = "contract:write"
    SCHEDULE_WRITE = "schedule:write"
    LESSONS_WRITE = "lessons:write"
    ABSENCES_WRITE = "absences:write"
    ABSENCE_REASONS_WRITE = "absence_reasons:write"
    RECORDS_WRITE = "records:write"
    RECORDS_COMMENT = "records:comment"
    RECORDS_SIGN = "records:sign"
    RECORDS_UNLOCK = "records:unlock"
    RECORDS_NOTE_SCHOOL = "records:note_school"
    RECORDS_NOTE_GUARDIAN = "records:note_guardian"


LABELS: dict[Scope, str] = {
    Scope.SCHEDULE: "Kontakte und Termine",
    Scope.MEMBERS: "Wer dabei ist",
    Scope.IDENTITY: "Geburtsdatum",
    Scope.LESSONS: "Unterrichtsthemen",
    Scope.ABSENCES: "Fehlzeiten",
    Scope.ABSENCE_REASONS: "Grund des Fehlens",
    Scope.RESULTS: "Leistungen",
    Scope.SCHOOL_RECORDS: "Schultage im Ausbildungsnachweis",
    Scope.RECORDS: "Ausbildungsnachweis",
    Scope.PLAN: "Betrieblicher Ausbildungsplan",
    Scope.DEVELOPMENT: "Gespräche und Vereinbarungen",
    Scope.ADMINISTRATION: "Verwaltung der Organisation",
    Scope.PROPOSAL: "Gemeldeter Ausbildungsvertrag",
}
