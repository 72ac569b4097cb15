"""The units of a single server, as systemd itself judges them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tools import debian

from tests.database import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(path.name.replace("@.", "@8001.") for path in UNITS.glob("*.service"))
# systemd's own scale: 0 is nothing to reach, 10 everything; what is left is network, user and files of the product.
MOST_EXPOSED = 1.5


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a machine on which the units are installed, with a program that can be started."""
    if debian.fetch("systemd-analyze") is None:
        assert not os.environ.get("CI"), "systemd-analyze could not be had"
        pytest.skip("systemd-analyze is neither installed nor to be had from this machine's apt")
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(UNITS, root / "etc" / "systemd" / "system")
    for name in (
        "network-online.target",
        "postgresql.service",
        "sysinit.target",
        "basic.target",
        "shutdown.target",
    ):
        kind = "[Service]\nExecStart=/bin/true\n" if name.endswith("service") else ""
        (root / "etc" / "systemd" / "system" / name).write_text(
            f"[Unit]\nDescription=x\nDefaultDependencies=no\n{kind}"
        )
    for program in ("opt/zweiklang/bin/zweiklang", "bin/true"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).touch(mode=0o755)
    return root


def _analyze(root: Path, *arguments: str) -> str:
    program = debian.program("systemd-analyze")
    assert program
    command = [program.path, f"--root={root}", "--no-pager", *arguments]
    done = subprocess.run(command, env=program.environment(), capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("unit", [*SERVICES, "zweiklang.target", "zweiklang-backup.timer"])
def test_systemd_understands_every_line(machine: Path, unit: str) -> None:
    said = _analyze(machine, "verify", "--man=no", "--recursive-errors=no", unit)
    assert [line for line in said.splitlines() if "zweiklang" in line] == []


def test_a_line_that_systemd_does_not_know_is_found(machine: Path) -> None:
    unit = machine / "etc" / "systemd" / "system" / "zweiklang-wrong.service"
    unit.write_text("[Service]\nExecStart=/opt/zweiklang/bin/zweiklang live\nProtectSytem=strict\n")
    assert "ProtectSytem" in _analyze(machine, "verify", "--man=no", "--recursive-errors=no", unit.name)
    unit.unlink()


@pytest.mark.parametrize("unit", SERVICES)
def test_little_is_exposed(machine: Path, unit: str) -> None:
    found = re.search(
        r"Overall exposure level for \S+: ([\d.]+)", _analyze(machine, "security", "--offline=true", unit)
    )
    assert found, unit
    assert float(found[1]) <= MOST_EXPOSED


def test_only_migrations_and_backups_have_the_owners_rights() -> None:
    with_owner = {
        path.name for path in UNITS.rglob("*") if path.is_file() and "owner_database_url" in path.read_text()
    }
    assert with_owner == {"zweiklang-migrate.service", "zweiklang-backup.service"}


def test_no_unit_holds_a_secret_and_every_credential_is_used() -> None:
    for path in UNITS.rglob("*.*"):
        if path.is_file():
            text = path.read_text()
            assert not re.search(r"postgresql://|SECRET_KEY=|smtp://", text), path
            loaded = set(re.findall(r"LoadCredential=([\w-]+):", text))
            assert loaded == set(re.findall(r"%d/([\w-]+)", text)), path


def test_every_credential_is_a_secret_that_the_script_makes(tmp_path: Path) -> None:
    script = ROOT / "deploy" / "compose" / "make-secrets.sh"
    command = ["sh", str(script), "localhost", "localhost", str(tmp_path / "secrets")]
    subprocess.run(command, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    wanted = {
        name
        for path in UNITS.rglob("*.*")
        if path.is_file()
        for name in re.findall(r"LoadCredential=[\w-]+:/etc/zweiklang/secrets/(\S+)", path.read_text())
    }
    assert wanted == {"secret_key", "mail_url", "database_url", "pooled_database_url", "owner_database_url"}
    assert wanted <= set(made)
    assert made["database_url"] == made["pooled_database_url"]
    assert made["database_url"].startswith("postgresql://zweiklang_app:")


def test_the_example_names_settings_that_are_there() -> None:
    from zweiklang.config.declared import SETTINGS

    names = re.findall(r"^([A-Z_]+)=", (UNITS / "settings.env").read_text(), re.MULTILINE)
    assert names
    assert set(names) <= {setting.name for setting in SETTINGS}


def test_commands_of_the_units_are_commands_with_those_options() -> None:
    from zweiklang.cli.main import group

    for path in UNITS.glob("*.service"):
        words = re.search(r"^ExecStart=\S+/zweiklang (.+)$", path.read_text(), re.MULTILINE)
        assert words, path
        name, *arguments = words[1].replace("%i", "8001").split()
        command = group.get_command(None, name)
        assert command is not None, path
        command.make_context(name, arguments)
