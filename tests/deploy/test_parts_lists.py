"""The lists of what the product consists of."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from tests.database import ROOT

pytestmark = pytest.mark.slow
NAMES = ("zweiklang-python.cdx.json", "zweiklang-browser.cdx.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sbom")
    subprocess.run([sys.executable, ROOT / "tools" / "sbom.py", made], check=True, capture_output=True)
    return made


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.fixture(scope="module")
def schema(programs: Path) -> Draft7Validator:
    """CycloneDX' schema, from its own library. Whether addresses are well formed is left out: that check takes minutes."""
    place = next(programs.parent.glob("lib/python*/site-packages/cyclonedx/schema/_res"))
    found = {path.name: json.loads(path.read_text()) for path in place.glob("*.schema.json")}
    pairs = (
        (f"http://cyclonedx.org/schema/{name}", Resource.from_contents(one)) for name, one in found.items()
    )
    return Draft7Validator(found["bom-1.5.SNAPSHOT.schema.json"], registry=Registry().with_resources(pairs))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_cyclonedx_says(schema: Draft7Validator, folder: Path, name: str) -> None:
    found = _read(folder / name)
    assert found["specVersion"] == "1.5"
    assert [error.message for error in schema.iter_errors(found)] == []
    found["components"][0].pop("name")
    assert [error.message for error in schema.iter_errors(found)] == ["'name' is a required property"]


def test_it_names_every_package_that_is_installed_and_no_tool(folder: Path) -> None:
    components = {one["name"]: one for one in _read(folder / NAMES[0])["components"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    wanted = {text.split(">")[0].split("[")[0].split("=")[0].lower() for text in project}
    assert wanted <= set(components)
    assert not {"pytest", "mypy", "ruff", "locust"} & set(components)
    locked = {one["name"]: one["version"] for one in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    for name in wanted:
        assert components[name]["version"] == locked[name]
        assert components[name]["purl"] == f"pkg:pypi/{name}@{locked[name]}"


def test_it_names_what_the_browser_gets(folder: Path) -> None:
    names = {one["name"] for one in _read(folder / NAMES[1])["components"]}
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())
    assert {name.rpartition("/")[2] for name in wanted["dependencies"]} <= {
        name.rpartition("/")[2] for name in names
    }
    assert not {"eslint", "esbuild"} & names


def test_the_same_locks_give_the_same_list(folder: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "sbom.py", tmp_path], check=True, capture_output=True)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
