"""Row 9: `zweiklang demo` on a prepared machine: seconds until the sign-in page answers, and memory of a web process in use."""

import shutil
import time
from pathlib import Path

from tests.bench.serving import served
from tests.bench.table import Figure, at_most

SECONDS, MEGABYTES = 10.0, 200
ROUNDS = 40
SIGN_IN = "/konto/login/"
PAGES = (SIGN_IN, "/hilfe/", "/impressum/", "/datenschutz/")
# In the demo these sign in and lead to "Heute".
PERSONAS = ("/demo/as/apprentice/", "/demo/as/trainer/")


def demo_figures(var: Path, environment: dict[str, str]) -> list[Figure]:
    """Returns two figures. `var` is emptied, prepared by a first start, and measured at the second."""
    shutil.rmtree(var, ignore_errors=True)
    others = ("ZWEIKLANG_", "DATABASE_", "DJANGO_")
    kept = {key: value for key, value in environment.items() if not key.startswith(others)}
    mine = {**kept, "ZWEIKLANG_VAR_DIR": str(var)}
    with served("demo", environment=mine, log=var.with_suffix(".log")) as first:
        first.wait(SIGN_IN, within=240)
    return _figures("demo", environment=mine, log=var.with_suffix(".log"), pages=(*PAGES, *PERSONAS))


def serve_figures(environment: dict[str, str], log: Path) -> list[Figure]:
    """Returns the same of `zweiklang serve` on a filled database: for a quick run, which has no minute to make a demo world."""
    return _figures("serve", environment=environment, log=log, pages=PAGES)


def _figures(command: str, *, environment: dict[str, str], log: Path, pages: tuple[str, ...]) -> list[Figure]:
    began = time.monotonic()
    with served(command, environment=environment, log=log) as server:
        server.wait(SIGN_IN, within=240)
        seconds = time.monotonic() - began
        if b"password" not in server.get(SIGN_IN, encodings="identity").body:
            raise AssertionError(f"{SIGN_IN} is no sign-in page")
        for _ in range(ROUNDS):
            for path in pages:
                server.get(path)
        memory = server.web_memory() / 1e6
    start = at_most(
        f"start.{command}",
        9,
        f"start of `{command}` until its sign-in page",
        seconds,
        "s",
        SECONDS,
        says=f"{seconds:.1f} s",
    )
    process = at_most(
        "memory.web_process", 9, "memory of a web process", memory, "MB", MEGABYTES, also=memory > 0,
        says=f"{memory:.0f} MB", note=f"resident, after {ROUNDS * len(pages)} requests",
    )  # fmt: skip
    return [start, process]
