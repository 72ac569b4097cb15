"""The only door to privacy."""

from zweiklang.privacy.checking.asking import check_rules
from zweiklang.privacy.documents.generated import (
    document_gaps,
    document_pages,
    document_pdf,
    document_slugs,
)
from zweiklang.privacy.documents.views import notice as privacy_notice
from zweiklang.privacy.exports.importing import Imported, import_export
from zweiklang.privacy.exports.services import export_by_operator
from zweiklang.privacy.rules.selectors import RuleInForce, rules_in_force
from zweiklang.privacy.rules.wording import rule_state_label

__all__ = [
    "Imported",
    "RuleInForce",
    "check_rules",
    "document_gaps",
    "document_pages",
    "document_pdf",
    "document_slugs",
    "export_by_operator",
    "import_export",
    "privacy_notice",
    "rule_state_label",
    "rules_in_force",
]
