"""What the two commands do on a machine where something is missing or too old."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.sources import ROOT


def load(name: str) -> ModuleType:
    """A program of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(f"tool_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bootstrap = load("bootstrap")
chromium = load("chromium")


def program(path: Path, prints: str, *, code: int = 0) -> Path:
    """An executable that prints a line and ends with `code`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{prints}'\nexit {code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only programs are those a test puts into `bin`."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(bootstrap, "TOOLS", tmp_path / ".tools")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    return tmp_path


def test_a_uv_too_old_for_the_lock_file_is_not_used(machine: Path) -> None:
    old = program(machine / "bin" / "uv", "uv 0.4.30 (abc 2024-11-04)")
    assert bootstrap.find_uv() is None
    program(old, "uv 0.13.8 (abc 2026-11-01)")
    assert bootstrap.find_uv() == str(old)


def test_the_uv_installed_earlier_is_found_again(machine: Path) -> None:
    ours = program(machine / ".tools" / "uv" / "bin" / "uv", "uv 0.13.8")
    assert bootstrap.find_uv() == str(ours)


def test_a_node_too_old_or_without_npm_is_not_used(machine: Path) -> None:
    program(machine / "bin" / "node", "v18.19.0")
    program(machine / "bin" / "npm", "9.2.0")
    assert bootstrap.find_node() is None
    program(machine / "bin" / "node", "v20.1.0")
    assert bootstrap.find_node() == str(machine / "bin")
    (machine / "bin" / "npm").unlink()
    assert bootstrap.find_node() is None


def test_a_program_that_fails_has_no_version(machine: Path) -> None:
    broken = program(machine / "bin" / "node", "v22.0.0", code=1)
    assert bootstrap._version([str(broken), "--version"]) == ()


def test_the_front_end_is_built_again_only_when_a_source_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "frontend" / "src" / "main.js"
    built = tmp_path / "build"
    source.parent.mkdir(parents=True)
    source.write_text("one")
    builds: list[tuple[str, ...]] = []

    def npm(_uv: str, *arguments: str) -> None:
        builds.append(arguments)
        built.mkdir(exist_ok=True)
        (built / "main.js").write_text("built")

    for name, value in {
        "ROOT": tmp_path, "FRONTEND": tmp_path / "frontend", "BUILT": built, "TOOLS": tmp_path / ".tools", "npm": npm
    }.items():  # fmt: skip
        monkeypatch.setattr(bootstrap, name, value)
    bootstrap.prepare_frontend("uv")
    bootstrap.prepare_frontend("uv")
    assert len(builds) == 1
    source.write_text("two")
    bootstrap.prepare_frontend("uv")
    assert len(builds) == 2
    (built / "main.js").unlink()
    bootstrap.prepare_frontend("uv")
    assert len(builds) == 3


def test_the_command_after_two_dashes_replaces_the_bootstrap(tmp_path: Path) -> None:
    assert bootstrap._split(["--no-frontend", "--", "zweiklang", "demo"]) == (
        ["--no-frontend"],
        ["zweiklang", "demo"],
    )
    assert bootstrap._split(["--lint-frontend"]) == (["--lint-frontend"], [])


def test_a_chromium_that_does_not_start_is_passed_over(machine: Path) -> None:
    program(machine / "bin" / "chromium", "please install the snap", code=1)
    assert chromium.find() is None
    chrome = program(machine / "bin" / "google-chrome", "Google Chrome 140.0.1")
    assert chromium.find() == str(chrome)


def test_a_chromium_of_playwright_is_found(machine: Path) -> None:
    chrome = program(machine / "browsers" / "chromium-1200" / "chrome-linux" / "chrome", "Chromium 140.0.1")
    assert chromium.find() == str(chrome)


def test_without_any_chromium_the_run_fails_and_says_so(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(chromium, "ROOT", machine)
    with pytest.raises(SystemExit, match="No Chromium was found and none could be installed"):
        chromium.main()


def test_make_help_has_a_sentence_for_every_target() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "targets.py", ROOT / "Makefile"],
        capture_output=True,
        text=True,
        check=True,
    )
    listed = dict(re.findall(r"make ([a-z]+) +(.+)", done.stdout))
    wanted = {"help", "demo", "serve", "test", "check", "fix", "migrate", "bench", "screenshots", "docs"}
    assert wanted <= listed.keys()
    assert all(sentence.endswith(".") for sentence in listed.values())


def test_make_test_runs_every_test_once() -> None:
    """What `make check` leaves out, `make slow` and `make journeys` run, and `make test` runs all three; the faults stand by themselves."""
    makefile = (ROOT / "Makefile").read_text()
    runs = re.findall(r"^(unit|slow): peers\n\t\$\(BIN\)/pytest (.+)$", makefile, re.MULTILINE)
    chosen = {name: re.search(r"--ignore=tests/journeys -m (.+)$", options) for name, options in runs}
    assert {name: found[1] for name, found in chosen.items() if found} == {
        "unit": '"not slow and not faults"',
        "slow": "slow",
    }
    assert re.search(r"^\t.+pytest -n 2 --dist loadfile tests/journeys$", makefile, re.MULTILINE)
    assert re.search(
        r"^test-faults: peers .+\n(?:\t.+\n)*\t\$\(BIN\)/pytest -m faults tests/faults$",
        makefile,
        re.MULTILINE,
    )
    wanted = dict(re.findall(r"^(test|check): (.+?) ##", makefile, re.MULTILINE))
    assert {"check", "slow", "journeys"} <= set(wanted["test"].split())
    assert "unit" in wanted["check"].split()


def test_continuous_integration_runs_make_test_and_nothing_more() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines[-1] == "exec make test </dev/null"
    assert len(lines) == 4
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
