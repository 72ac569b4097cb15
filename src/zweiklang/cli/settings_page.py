"""The page docs/operations/configuration.md, made from the declared settings."""

from zweiklang.cli.environment import setup_django

_HEAD = """\
# Configuration

Zweiklang is configured by environment variables alone. This page is made from the code (`make docs`); a test
fails when it is out of date.

| Name | Type | Default | What it does |
| --- | --- | --- | --- |
"""
_KINDS = {
    "str": "text",
    "bool": "yes or no (`true`, `false`)",
    "list": "list, separated by commas",
    "path": "folder",
    "int": "number",
}


def settings_page() -> str:
    """The whole page as Markdown."""
    setup_django()
    from django.conf import settings

    rows = [
        f"| `{item.name}` | {_KINDS[item.kind]} | {_default(item.default)} | {_cell(item.sentence)} |\n"
        for item in settings.DECLARED_SETTINGS
    ]
    return _HEAD + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(value: object) -> str:
    if value in ("", None, []):
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, list):
        return f"`{','.join(map(str, value))}`"
    return f"`{value}`"
