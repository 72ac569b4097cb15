"""The name under which a file is shown and handed out: a person's own words, and nothing a computer would obey."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
_NO_NAME = "Datei"
# What folders of some system cannot hold.
_AWKWARD = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
# Control characters, and formatting ones that turn the direction of reading ("fdp.exe" shown as "exe.pdf"); private and unassigned ones.
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def shown_name(name: str) -> str:
    """Returns the name without folders and control characters, at most LONGEST characters with its ending kept; never empty."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter) not in _DROPPED
    )
    cleaned = " ".join(visible.translate(_AWKWARD).split()).strip(" .")
    path = PurePosixPath(cleaned or _NO_NAME)
    return path.stem[: LONGEST - len(path.suffix)].rstrip() + path.suffix[:LONGEST]


def words_for_size(size: int) -> str:
    """Returns "850 Byte", "12 KB", "3,4 MB"."""
    if size < 1000:
        return f"{size} Byte"
    if size < 1000 * 1000:
        return f"{round(size / 1000)} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
