"""The body stays slim: short files, short functions, names that say something, nothing of one machine."""

import ast
import re

import pytest

from tests.architecture.sources import PACKAGE, body_lines, code, files, functions, name, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 15
NAMELESS = {"utils", "util", "common", "core", "helpers", "helper", "base", "misc", "tools"}
# Where a home folder or a working folder of one machine would show. Written so that this file does not match.
ABSOLUTE = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["work", "root", "home/[a-z]+", "Users/[A-Za-z]+"]) + r")/[\w.]"
)


def test_no_file_is_longer_than_400_lines() -> None:
    endings = (".py", ".js", ".mjs", ".css", ".html")
    found = [
        f"{name(path)}: {n}" for path in files(*endings) if (n := path.read_text().count("\n")) > LONGEST_FILE
    ]
    assert not found, "\n".join(found)


def test_no_function_is_longer_than_40_lines() -> None:
    found = [
        f"{name(path)}:{node.lineno} {node.name}: {body_lines(node)}"
        for path in code()
        for node in functions(path)
        if body_lines(node) > LONGEST_FUNCTION
    ]
    assert not found, "\n".join(found)


def test_no_view_is_longer_than_15_lines() -> None:
    views = [path for path in code(below=("src",)) if path.name == "views.py" or path.parent.name == "views"]
    found = [
        f"{name(path)}:{node.lineno} {node.name}: {body_lines(node)}"
        for path in views
        for node in functions(path)
        if body_lines(node) > LONGEST_VIEW
    ]
    assert not found, "\n".join(found)


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        name(path)
        for path in code(below=("src", "tests"))
        if path.stem in NAMELESS or path.parent.name in NAMELESS
    ]
    assert not found, "\n".join(found)


def test_nothing_names_a_folder_of_one_machine() -> None:
    endings = (".py", ".js", ".mjs", ".css", ".html", ".md", ".toml", ".json", ".yml", ".yaml", ".txt", ".sh")
    found = [
        f"{name(path)}:{number} {line.strip()[:100]}"
        for path in files(*endings)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if ABSOLUTE.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["/ro" + "ot/x", "'/ho" + "me/anna/x'", "cd /wo" + "rk/main"])
def test_a_folder_of_one_machine_is_recognised(text: str) -> None:
    assert ABSOLUTE.search(text)


def test_every_module_has_a_docstring() -> None:
    found = [
        name(path)
        for path in code(below=("src", "tools"))
        if path.read_text() and not ast.get_docstring(tree(path))
    ]
    assert not found, "\n".join(found)


def test_no_receiver_waits_for_post_save() -> None:
    found = [name(path) for path in code(below=("src",)) if "post_save" in path.read_text()]
    assert not found, "\n".join(found)


def test_no_generic_foreign_key() -> None:
    found = [name(path) for path in PACKAGE.glob("*/models.py") if "GenericForeignKey" in path.read_text()]
    assert not found, "\n".join(found)
