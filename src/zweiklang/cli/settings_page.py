"""The page docs/operations/configuration.md, made from the declared settings."""

from zweiklang.cli.environment import setup_django

_HEAD = """\
# Configuration

Zweiklang is configured by environment variables alone. This page is made from the code (`make docs`); a test
fails when it is out of date.

{secrets} may lie in files: the same name with `_FILE` at its end names the file (secrets of
containers, `LoadCredential=` of systemd).

| Name | Type | Default | What it does |
| --- | --- | --- | --- |
"""
_KINDS = {
    "float": "number",
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

    from zweiklang.kernel.secret_files import SECRETS

    rows = [
        f"| `{item.name}` | {_KINDS[item.kind]} | {_default(item.default)} | {_cell(item.sentence)} |\n"
        for item in settings.DECLARED_SETTINGS
    ]
    secrets = ", ".join(f"`{item.name}`" for item in settings.DECLARED_SETTINGS if item.name in SECRETS)
    return _HEAD.format(secrets=secrets) + "".join(rows)


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
