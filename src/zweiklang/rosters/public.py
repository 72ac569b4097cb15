"""The only door to rosters."""

from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.spreadsheets import (
    safe_cell,
)
from zweiklang.rosters.by_hand import (
    NewPupil,
    add_pupil,
    correct_pupil,
)
from zweiklang.rosters.forms import (
    UploadForm,
)
from zweiklang.rosters.models import (
    ImportChange,
    ImportRun,
    StaffRecord,
)
from zweiklang.rosters.plan import (
    Plan,
)
from zweiklang.rosters.schools import (
    add_school,
    all_schools,
    find_school,
    school_by_number,
)
from zweiklang.rosters.selectors import (
    Office,
    office_of,
)
from zweiklang.rosters.services import (
    Source,
    apply_run,
    import_roster,
    plan_for,
    preview_roster,
    undo_last,
    undo_run,
)
from zweiklang.rosters.shapes import (
    KIND_LABELS,
    Address,
    ClassRow,
    ContactKind,
    ContactRow,
    ContractFile,
    ContractRow,
    ExternalId,
    FirmRow,
    HeaderStyle,
    Kind,
    Part,
    PupilRow,
    Roster,
    RowError,
    TeacherRow,
    Teaching,
    Unreadable,
    match_key,
    school_number,
)

__all__ = [
    "KIND_LABELS",
    "Address",
    "ClassRow",
    "ContactKind",
    "ContactRow",
    "ContractFile",
    "ContractRow",
    "ExternalId",
    "FirmRow",
    "HeaderStyle",
    "ImportChange",
    "ImportRun",
    "Kind",
    "NewPupil",
    "Office",
    "Part",
    "Plan",
    "PupilRow",
    "Roster",
    "RowError",
    "Source",
    "StaffRecord",
    "TeacherRow",
    "Teaching",
    "Unreadable",
    "UploadForm",
    "add_pupil",
    "add_school",
    "all_schools",
    "apply_run",
    "class_label",
    "correct_pupil",
    "find_school",
    "import_roster",
    "match_key",
    "office_of",
    "plan_for",
    "preview_roster",
    "safe_cell",
    "school_by_number",
    "school_number",
    "undo_last",
    "undo_run",
]
