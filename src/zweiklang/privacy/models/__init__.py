"""Tables of data protection, one module for each concern."""

from zweiklang.privacy.models.consents import ConsentRefusal
from zweiklang.privacy.models.exports import DataExport, DataExportPart
from zweiklang.privacy.models.retention import (
    DeletionNotice,
    Departure,
    KeepingWish,
    LegalHold,
    RetentionCount,
    RetentionRun,
)
from zweiklang.privacy.models.rights import (
    Erasure,
    ParentChoice,
    ParentsInformed,
    RegisterName,
    RightsRequest,
)

__all__ = [
    "ConsentRefusal",
    "DataExport",
    "DataExportPart",
    "DeletionNotice",
    "Departure",
    "Erasure",
    "KeepingWish",
    "LegalHold",
    "ParentChoice",
    "ParentsInformed",
    "RegisterName",
    "RetentionCount",
    "RetentionRun",
    "RightsRequest",
]
