"""Django for the bench. Imported and called before anything that has models."""

import hashlib
import os
from pathlib import Path

VAR = Path(__file__).resolve().parents[2] / "var" / "bench"
SECRET = hashlib.sha256(b"zweiklang bench").hexdigest()


def set_up(var: Path = VAR) -> None:
    """Django is ready in this process, with the bench's settings and without a database yet."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ["ZWEIKLANG_SECRET_KEY"] = SECRET
    os.environ["ZWEIKLANG_VAR_DIR"] = str(var)
    # `--against postgresql://…` names the owner's address; the application's comes from the environment.
    if app := os.environ.get("DATABASE_URL"):
        os.environ["BENCH_DATABASE_URL"] = app
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "ZWEIKLANG_DEMO", "ZWEIKLANG_DEBUG"):
        os.environ.pop(name, None)
    import django

    django.setup()
