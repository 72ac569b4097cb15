"""The project's own source files, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "zweiklang"
NOT_OURS = {"node_modules", ".venv", ".tools", "var", "dist", "build", "__pycache__", ".git"}


def files(
    *endings: str, below: tuple[str, ...] = ("src", "tests", "tools", "frontend", "docs", "deploy")
) -> list[Path]:
    """Our files with one of these endings; nothing installed, built or written at run time."""
    found = [path for folder in below for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    return sorted(
        path for path in found if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


def code(*, below: tuple[str, ...] = ("src", "tests", "tools")) -> list[Path]:
    """Our Python files without migrations."""
    return [path for path in files(".py", below=below) if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def name(path: Path) -> str:
    """The path as one says it."""
    return str(path.relative_to(ROOT))
