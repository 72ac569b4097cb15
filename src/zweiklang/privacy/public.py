"""The only door to privacy."""

from zweiklang.privacy.exports.importing import Imported, import_export
from zweiklang.privacy.exports.services import export_by_operator

__all__ = [
    "Imported",
    "export_by_operator",
    "import_export",
]
