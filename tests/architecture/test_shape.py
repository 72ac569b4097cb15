"""The body stays slim: short files, short functions, names that say something, nothing of one machine."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from tests.architecture.sources import PACKAGE, body_lines, code, files, functions, name, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 15
# What Django or a library calls with a request, and what is no view.
FRAME = {
    "adapter.py",
    "browser_headers.py",
    "compression.py",
    "context.py",
    "errors.py",
    "limiting.py",
    "middleware.py",
    "plain_requests.py",
}
# Signing in is about the session of a request: these may have one although they are no views.
SIGNING_IN = ("people/sign_in/", "people/school_accounts/", "people/receivers.py", "joining/doorway.py")
NAMELESS = {"utils", "util", "common", "core", "helpers", "helper", "base", "misc", "tools"}
# Where a home folder or a working folder of one machine would show. Written so that this file does not match.
ABSOLUTE = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["work", "root", "home/[a-z]+", "Users/[A-Za-z]+"]) + r")/[\w.]"
)


def modules_with_views() -> list[Path]:
    """The files of all functions an address leads to, and all files called views."""
    named = {path for path in code(below=("src",)) if path.name == "views.py" or path.parent.name == "views"}
    resolvers = (
        get_resolver(),
        get_resolver("zweiklang.web.demo.urls"),
    )  # the demo's are not in the product's
    functions_of = [function for resolver in resolvers for function in _views(resolver)]
    return sorted(named | {path for function in functions_of if (path := _file(function)) is not None})


def _views(resolver: URLResolver) -> Iterator[Callable[..., object]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern)
        elif pattern.callback:
            yield pattern.callback


def _file(view: Callable[..., object]) -> Path | None:
    """Where a view of ours is written; None for one of a library."""
    function = inspect.unwrap(getattr(view, "view_class", view))
    path = Path(inspect.getsourcefile(function) or "")
    return path if path.is_relative_to(PACKAGE) else None


def test_the_modules_with_views_are_found_by_their_addresses() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in modules_with_views()}
    assert {"web/pages.py", "web/today.py", "records/views.py", "records/document/views.py"} <= found


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
    found = [
        f"{name(path)}:{node.lineno} {node.name}: {body_lines(node)}"
        for path in modules_with_views()
        for node in functions(path)
        if body_lines(node) > LONGEST_VIEW
    ]
    assert not found, "\n".join(found)


def test_only_views_and_the_frame_take_a_request() -> None:
    """Below a view there are an actor and data: what needs a request cannot be used by a job, an import or another page."""
    views = set(modules_with_views())
    below = [
        path
        for path in code(below=("src",))
        if path not in views | {path.with_name(frame) for frame in FRAME}
        and not path.relative_to(PACKAGE).as_posix().startswith(SIGNING_IN)
    ]
    found = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in below
        for node in functions(path)
        if any(_is_request(argument) for argument in _arguments(node))
    ]
    assert not found, "\n".join(found)


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _is_request(argument: ast.arg) -> bool:
    return argument.arg == "request" or "HttpRequest" in ast.dump(argument)


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


MARK = re.compile(r"#\s*(?:ruff: )?noqa\b(?P<noqa>[^\n]*)|#\s*type: ignore(?P<ignore>[^\n]*)")
NOQA_WITH_REASON = re.compile(r":\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+[-–]\s+\S")
IGNORE_WITH_REASON = re.compile(r"\[[a-z, -]+\]\s+#\s+\S")


def marks_without_reason(text: str) -> list[int]:
    """Lines whose mark for a linter or the type checker says neither which rule it means nor why."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        mark = MARK.search(line)
        if mark is None:
            continue
        wanted, rest = (
            (NOQA_WITH_REASON, mark["noqa"])
            if mark["noqa"] is not None
            else (IGNORE_WITH_REASON, mark["ignore"])
        )
        if not wanted.match(rest):
            found.append(number)
    return found


def test_every_mark_that_silences_a_check_says_why_beside_it() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in code()
        if path != Path(__file__)
        for number in marks_without_reason(path.read_text())
    ]
    assert not found, "\n".join(found)


def test_tests_do_not_silence_a_type_checker_that_does_not_read_them() -> None:
    found = [
        name(path)
        for path in code(below=("tests",))
        if path != Path(__file__) and "# type: ignore" in path.read_text()
    ]
    assert not found, "\n".join(found)


def test_marks_without_a_reason_are_found() -> None:
    text = "a  # noqa: S608 - columns\nb  # noqa: S608\nc  # noqa\nd  # type: ignore[index]\ne  # type: ignore[index]  # it is there\nf"
    assert marks_without_reason(text) == [2, 3, 4]


def test_refusals_stand_in_policies() -> None:
    """`no` says who may not, and who may; `not_now`, about the present state, may stand where the state is read."""
    found = [
        f"{name(path)}:{node.lineno}"
        for path in code(below=("src",))
        if path.name != "policy.py"
        and path.parent.name != "policy"
        and path != PACKAGE / "kernel" / "decisions.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "zweiklang.kernel.decisions"
        if "no" in {alias.name for alias in node.names}
    ]
    assert not found, "\n".join(found)
