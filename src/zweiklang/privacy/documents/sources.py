"""The TOML files of this package, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def text_file(name: str) -> dict[str, Any]:
    """Returns texts/<name>.toml; callers do not change it."""
    source = files("zweiklang.privacy.documents") / "texts" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
