"""The command line answers at once, explains itself, and needs only what a command needs."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from tests.cli.processes import left_behind, run
from zweiklang.cli.commands.settings import settings
from zweiklang.cli.main import ENTRIES, group
from zweiklang.cli.personas import personas_text
from zweiklang.web.demo.personas import PERSONAS

SMALL_REGULATION = b"<nothing/>"


def test_help_imports_no_command_and_no_django() -> None:
    program = (
        "import sys\nfrom zweiklang.cli.main import group\n"
        "group(['--help'], standalone_mode=False)\n"
        "heavy = [m for m in sys.modules if m.split('.')[0] in {'django', 'psycopg', 'granian', 'lxml', 'rich'}"
        " or m.startswith('zweiklang.cli.commands')]\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "regulations" in done.stdout


def test_every_command_can_be_imported_and_has_its_own_help() -> None:
    for name in ENTRIES:
        if name == "django":
            continue  # hands --help on to Django
        result = CliRunner().invoke(group, [name, "--help"])
        assert result.exit_code == 0, result.output
        assert f"{name} [OPTIONS]" in result.output


def test_an_unknown_command_is_said() -> None:
    result = CliRunner().invoke(group, ["no-such-command"])
    assert result.exit_code == 2
    assert "No such command" in result.output


def test_inspect_needs_no_database_and_does_the_others_when_one_is_broken(folder: Path) -> None:
    (folder / "broken.xml").write_bytes(b"<dokumente><norm>")
    (folder / "other.xml").write_bytes(SMALL_REGULATION)
    files = [str(folder / "broken.xml"), str(folder / "other.xml"), str(folder / "missing.xml")]
    done = run("regulations", "inspect", *files, "--json", var_dir=folder / "var")
    assert done.returncode == 1
    assert [entry["file"] for entry in json.loads(done.stdout)] == ["broken.xml", "other.xml", "missing.xml"]
    assert all(entry["error"] for entry in json.loads(done.stdout))
    assert not (folder / "var").exists()


def test_import_of_a_folder_without_regulations_is_said(folder: Path) -> None:
    done = run("regulations", "import", str(folder), var_dir=folder / "var")
    assert done.returncode == 1
    assert "no .xml file" in done.stderr


def test_settings_docs_check_fails_on_an_old_page(folder: Path) -> None:
    page = folder / "configuration.md"
    assert CliRunner().invoke(settings, ["docs", "--output", str(page)]).exit_code == 0
    assert CliRunner().invoke(settings, ["docs", "--output", str(page), "--check"]).exit_code == 0
    page.write_text(page.read_text().replace("DATABASE_URL", "DATABASE_ADDRESS"))
    result = CliRunner().invoke(settings, ["docs", "--output", str(page), "--check"])
    assert result.exit_code == 1
    assert "out of date" in result.output


def test_the_database_of_somebody_else_is_neither_started_nor_stopped(folder: Path) -> None:
    for action in ("start", "stop"):
        done = run("database", action, var_dir=folder, DATABASE_URL="postgresql://app@db.example/zweiklang")
        assert done.returncode == 1
        assert "DATABASE_URL is set" in done.stderr
    assert left_behind(folder) == []


def test_the_url_of_a_server_of_ones_own_is_printed_as_it_is(folder: Path) -> None:
    url = "postgresql://app@db.example/zweiklang"
    assert run("database", "url", var_dir=folder, DATABASE_URL=url).stdout.strip() == url
    refused = run("database", "url", "--role", "owner", var_dir=folder, DATABASE_URL=url)
    assert refused.returncode == 1
    assert "DATABASE_OWNER_URL is not set" in refused.stderr


def test_every_persona_is_printed_with_its_address() -> None:
    lines = personas_text("http://127.0.0.1:8000/").splitlines()
    assert len(lines) == len(PERSONAS) >= 14
    assert lines[0].endswith("http://127.0.0.1:8000/demo/as/apprentice/")
