"""Scopes: the data categories of PRODUCT.md. A membership carries a list of them; "x:write" and the like are acts on the same category."""

from enum import StrEnum

from zweiklang.rooms.rules.cells import categories


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
    CONVERSATION = "conversation"
    COUNSELLING = "counselling"
    APPOINTMENT = "appointment"
    # acts
    CONVERSATION_WRITE = "conversation:write"
    COUNSELLING_WRITE = "counselling:write"
    APPOINTMENT_WRITE = "appointment:write"
    APPOINTMENT_ANSWER = "appointment:answer"
    ADMINISTRATION_WRITE = "administration:write"
    PROPOSAL_WRITE = "proposal:write"
    PROPOSAL_CONFIRM = "proposal:confirm"
    CONTRACT_WRITE = "contract:write"
    SCHEDULE_WRITE = "schedule:write"
    SCHEDULE_ANSWER = "schedule:answer"
    SCHEDULE_DECIDE = "schedule:decide"
    LESSONS_WRITE = "lessons:write"
    ABSENCES_WRITE = "absences:write"
    ABSENCES_STATE = "absences:state"
    ABSENCES_REPORT = "absences:report"
    ABSENCE_REASONS_WRITE = "absence_reasons:write"
    RECORDS_WRITE = "records:write"
    RECORDS_COMMENT = "records:comment"
    RECORDS_SIGN = "records:sign"
    RECORDS_UNLOCK = "records:unlock"
    RECORDS_NOTE_SCHOOL = "records:note_school"
    RECORDS_NOTE_GUARDIAN = "records:note_guardian"
    PLAN_WRITE = "plan:write"
    DEVELOPMENT_WRITE = "development:write"


# Data categories are named where the release rules are; an organisation's own affairs know no such rules.
LABELS: dict[Scope, str] = {
    **{Scope(key): category.label for key, category in categories().items()},
    Scope.ADMINISTRATION: "Verwaltung der Organisation",
    Scope.PROPOSAL: "Gemeldeter Ausbildungsvertrag",
    Scope.CONVERSATION: "Gespräche, an denen Sie teilnehmen",
    Scope.COUNSELLING: "Vertrauliche Beratung",
    Scope.APPOINTMENT: "Termine, zu denen Sie eingeladen sind",
}
