"""An app is entered only through its `public.py`; import-linter (`.importlinter`) holds the layers."""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.addresses import walk
from tests.architecture.sources import PACKAGE, ROOT, code, files, name, tree

APPS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
# The kernel has no tables and no secrets: each of its modules is public.
OPEN_TO_ALL = {"kernel"}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports from our package."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zweiklang"):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("zweiklang."):
                    yield node.lineno, alias.name


def through_the_window(path: Path, app: str) -> list[str]:
    """Imports by a file of `app` that reach into another app past its public.py."""
    found = []
    for line, dotted in imports(path):
        _, other, *rest = [*dotted.split("."), ""]
        if other in APPS and other not in {app, *OPEN_TO_ALL} and rest[0] != "public":
            found.append(f"{path}:{line} imports {dotted}")
    return found


@pytest.mark.parametrize("app", APPS)
def test_an_app_is_entered_only_through_its_public_module(app: str) -> None:
    found = [hit for path in code(below=(f"src/zweiklang/{app}",)) for hit in through_the_window(path, app)]
    assert not found, "\n".join(found)


def test_a_reach_past_the_door_is_found(tmp_path: Path) -> None:
    intruder = tmp_path / "views.py"
    intruder.write_text(
        "from zweiklang.rooms.models import Room\n"
        "from zweiklang.rooms.public import my_rooms\n"
        "from zweiklang.kernel.ids import new_id\n"
        "from zweiklang.people import models\n"
        "import zweiklang.curricula.services\n"
    )
    found = " ".join(through_the_window(intruder, "records"))
    assert "rooms.models" in found
    assert "people.models" in found
    assert "curricula.services" in found
    assert "public" not in found
    assert "kernel" not in found


def test_every_app_has_a_place_in_the_layers() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:layers"]["layers"].replace("|", "\n").split()
    assert set(APPS) <= {layer.strip("()") for layer in layers}
    assert contracts["importlinter:contract:layers"]["exhaustive"] == "True"


def test_every_app_below_cli_has_a_door_and_says_what_it_owns() -> None:
    with_tables = [app for app in APPS if (PACKAGE / app / "models.py").exists() and app not in OPEN_TO_ALL]
    assert with_tables
    assert [app for app in with_tables if not (PACKAGE / app / "public.py").exists()] == []
    silent = [
        name(PACKAGE / app) for app in APPS if not ast.get_docstring(tree(PACKAGE / app / "__init__.py"))
    ]
    assert silent == []


def test_public_modules_only_open_the_door() -> None:
    for path in sorted(PACKAGE.glob("*/public.py")):
        kinds = {type(node) for node in tree(path).body}
        assert kinds <= {ast.Expr, ast.ImportFrom, ast.Assign}, (
            f"{name(path)} does more than import and __all__"
        )


ADDRESSES = {address.name for address in walk()}
URL_NAME = re.compile(r"""["'](\w+):[a-z_]+["']""")


def layers() -> list[set[str]]:
    """Apps from top to bottom; those of one set stand beside each other and do not know each other."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:layers"]["layers"].strip().splitlines()
    return [{name.strip(" ()") for name in line.split("|")} for line in lines]


def pages_of_apps_above(text: str, app: str) -> list[str]:
    """Names of addresses in `text` that belong to an app which `app` must not know."""
    order = layers()
    place = next(number for number, apps in enumerate(order) if app in apps)
    above = {name for apps in order[: place + 1] for name in apps} - {
        app,
        "web",
    }  # the frame of every page is web's
    return sorted({f[0] for f in URL_NAME.finditer(text) if f[1] in above and f[0][1:-1] in ADDRESSES})


@pytest.mark.parametrize("app", APPS)
def test_no_app_names_a_page_of_an_app_above_it(app: str) -> None:
    """Neither in code nor in a template: apps above add their tabs and entries themselves (`rooms.tabs`, `kernel.navigation`)."""
    found = {
        name(path): pages
        for path in files(".py", ".html", below=(f"src/zweiklang/{app}",))
        if (pages := pages_of_apps_above(path.read_text(), app))
    }
    assert not found


def test_a_page_of_an_app_above_is_found() -> None:
    text = "url('records:weeks') 'records:write' 'web:help' \"records:queue\" 'curricula:index'"
    assert pages_of_apps_above(text, "apprenticeships") == ['"records:queue"', "'records:weeks'"]
    assert pages_of_apps_above("'apprenticeships:room' 'records:weeks'", "records") == []
