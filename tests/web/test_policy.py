"""Every template of the product: compiles, keeps the content security policy, names icons and classes that exist."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.web.pages import PACKAGE, built

TEMPLATES = sorted(path for path in PACKAGE.glob("**/jinja2/**/*") if path.is_file())
# Pages of a file that people take away and open from their own disk: nothing serves their styles.
TAKEN_AWAY = "privacy/exports/file/"
MARKUP = [path for path in TEMPLATES if path.suffix == ".html"]
SERVED = [path for path in MARKUP if TAKEN_AWAY not in path.as_posix()]
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
FORBIDDEN = {
    "inline style": re.compile(r"""\sstyle\s*=\s*["']"""),
    "style element": re.compile(r"<style\b"),
    "inline handler": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']"""),
    "script with code": re.compile(r"<script(?![^>]*(\ssrc=|application/json))"),
    "hx-on": re.compile(r"\bhx-on[:-]"),
    "evaluated hx value": re.compile(r"""\bhx-[a-z:-]+\s*=\s*["']\s*(js|javascript):"""),
    "evaluated hx-trigger filter": re.compile(r"""\bhx-trigger[a-z:-]*\s*=\s*["'][^"']*\["""),
    "javascript address": re.compile(r"""(href|action|src)\s*=\s*["']\s*javascript:"""),
    "foreign host": re.compile(r"""(src|href)\s*=\s*["'](https?:)?//"""),
    "Django's template language": re.compile(r"\{%\s*(load|url|static|csrf_token|blocktrans\w*|trans)\b"),
}


def name_of(path: Path) -> str:
    """Returns the template's name as the loader knows it."""
    return path.as_posix().split("/jinja2/", 1)[1]


def text_of(path: Path) -> str:
    """Returns the template without its comments."""
    return COMMENT.sub("", path.read_text())


def test_there_are_templates() -> None:
    assert len(MARKUP) > 60


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_compiles(path: Path) -> None:
    engines["jinja2"].get_template(name_of(path))


@pytest.mark.parametrize("path", SERVED, ids=name_of)
def test_template_keeps_the_content_security_policy(path: Path) -> None:
    text = text_of(path)
    assert {what for what, pattern in FORBIDDEN.items() if pattern.search(text)} == set()


def test_every_icon_that_is_named_exists() -> None:
    sprite = set(re.findall(r'<symbol id="([a-z-]+)"', built("icons.svg").read_text()))
    called = re.compile(r"""(?:\bicon\(|icon_name=)'([a-z-]+)'""")
    named = {(name_of(path), icon) for path in MARKUP for icon in called.findall(path.read_text())}
    assert len(named) > 20
    assert {use for use in named if use[1] not in sprite} == set()


def test_every_class_that_is_used_is_styled() -> None:
    """KERN is reduced at build time; a class that fell away, or a typing error, would show as an unstyled part."""
    style = built("style.css").read_text()
    styled = set(re.findall(r"\.((?:kern|zk)-[A-Za-z0-9_-]+)", style))
    used = {
        (name_of(path), name)
        for path in MARKUP
        for group in re.findall(r'class="([^"{]*)', text_of(path))
        for name in group.split()
        if name.startswith(("kern-", "zk-")) and not name.endswith("--")
    }
    assert len(used) > 80
    assert {use for use in used if use[1] not in styled} == set()
