"""Every setting is declared, described, and on the page of settings."""

import re

from tests.architecture.sources import ROOT, code, name
from zweiklang.cli.settings_page import settings_page
from zweiklang.config.declared import SETTINGS

PAGE = ROOT / "docs" / "operations" / "configuration.md"
# Not settings: they steer tests and the development tools, or belong to libraries.
OTHERS = {"ZWEIKLANG_VAR_DIR", "DATABASE_SUPERUSER_URL"}


def test_the_page_of_settings_is_up_to_date() -> None:
    assert PAGE.read_text() == settings_page(), "run `make docs`"


def test_every_setting_has_a_sentence() -> None:
    for setting in SETTINGS:
        assert setting.sentence.endswith("."), setting.name
        assert len(setting.sentence.split()) >= 3, setting.name


def test_names_are_declared_once() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(names) == len(set(names))


def test_no_variable_of_ours_is_read_without_being_declared() -> None:
    declared = {setting.name for setting in SETTINGS} | OTHERS
    found = {
        f"{name(path)}: {variable}"
        for path in code(below=("src",))
        for variable in re.findall(r"\b(?:ZWEIKLANG|DATABASE)_[A-Z_]*[A-Z]\b", path.read_text())
        if variable not in declared
    }
    assert not found, "\n".join(sorted(found))
