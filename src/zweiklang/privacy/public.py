"""The only door to privacy."""

from zweiklang.privacy.checking.asking import check_rules
from zweiklang.privacy.consents.waiting import consents_waiting
from zweiklang.privacy.documents.generated import (
    document_gaps,
    document_pages,
    document_pdf,
    document_slugs,
)
from zweiklang.privacy.documents.views import notice as privacy_notice
from zweiklang.privacy.exports.importing import Imported, import_export
from zweiklang.privacy.exports.services import export_by_operator
from zweiklang.privacy.models import RetentionRun
from zweiklang.privacy.retention.accounts import end_accounts
from zweiklang.privacy.retention.holds import hold, is_held, lift_hold
from zweiklang.privacy.retention.running import NotAllDeleted
from zweiklang.privacy.retention.running import preview as retention_preview
from zweiklang.privacy.retention.running import run as run_retention
from zweiklang.privacy.retention.selectors import protocol as retention_protocol
from zweiklang.privacy.retention.waiting import ends_waiting
from zweiklang.privacy.rights.adulthood import tell_of_adulthood
from zweiklang.privacy.rights.erasure.erasing import erase_person
from zweiklang.privacy.rights.waiting import WaitingRight, rights_waiting
from zweiklang.privacy.rules.brakes import Pulled, brakes_in_force
from zweiklang.privacy.rules.news import rule_news
from zweiklang.privacy.rules.selectors import RuleInForce, rules_in_force
from zweiklang.privacy.rules.wording import rule_state_label

__all__ = [
    "Imported",
    "NotAllDeleted",
    "Pulled",
    "RetentionRun",
    "RuleInForce",
    "WaitingRight",
    "brakes_in_force",
    "check_rules",
    "consents_waiting",
    "document_gaps",
    "document_pages",
    "document_pdf",
    "document_slugs",
    "end_accounts",
    "ends_waiting",
    "erase_person",
    "export_by_operator",
    "hold",
    "import_export",
    "is_held",
    "lift_hold",
    "privacy_notice",
    "retention_preview",
    "retention_protocol",
    "rights_waiting",
    "rule_news",
    "rule_state_label",
    "rules_in_force",
    "run_retention",
    "tell_of_adulthood",
]
