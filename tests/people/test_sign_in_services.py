"""Sign-in services come from a file of the operator, without secrets; what is wrong with an entry is said."""

from pathlib import Path

import pytest

from tests.worlds import Worlds
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.errors import Refused
from zweiklang.people.identities import IdentityProvider
from zweiklang.people.public import actor_of, check_provider, import_providers
from zweiklang.rooms.public import as_system

ACTOR = system_actor("tests")
GOOD = """
[[provider]]
key = "portal"
name = "Schulportal"
issuer = "https://login.schule.example"
client_id = "zweiklang"
secret = "env:PORTAL_SECRET"
style = "vidis"
scopes = ["openid", "vidis"]
parameters = { kc_idp_hint = "schulportal" }
school_numbers = ["6270"]

[provider.mapping]
envelope = "userInfo"
"""


def _import(folder: Path, text: str) -> tuple[list[str], list[str]]:
    file = folder / "services.toml"
    file.write_text(text, encoding="utf-8")
    with as_system(ACTOR):
        report = import_providers(ACTOR, path=file)
    return report.stored, report.faults


def test_a_file_is_stored_and_stored_again_without_a_double(tmp_path: Path, db: None) -> None:
    for _ in range(2):
        assert _import(tmp_path, GOOD) == (["portal"], [])
    provider = IdentityProvider.objects.get()
    assert (provider.style, provider.mapping) == ("vidis", {"envelope": "userInfo"})
    assert provider.secret_reference == "env:PORTAL_SECRET"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('secret = "env:PORTAL_SECRET"', 'secret = "hunter2"', "the secret itself never stands"),
        ("https://login", "http://login", "not an https address"),
        ('style = "vidis"', 'style = "saml"', "saml"),
        ('"openid", "vidis"', '"vidis"', "scopes must contain openid"),
        ('client_id = "zweiklang"', "", "client_id is missing"),
        ('key = "portal"', 'key = "Portal 1"', "portal 1"),
        ("envelope", "email", "unknown field email"),
        ('name = "Schulportal"', 'name = "Schulportal"\nadmin = true', "unknown setting admin"),
    ],
)
def test_an_entry_with_a_fault_is_named_and_left_out(
    old: str, new: str, fault: str, tmp_path: Path, db: None
) -> None:
    stored, faults = _import(tmp_path, GOOD.replace(old, new))
    assert stored == []
    assert fault in " ".join(faults).lower() or fault in " ".join(faults)
    assert not IdentityProvider.objects.exists()


def test_a_file_that_is_no_toml_is_said(tmp_path: Path, db: None) -> None:
    assert _import(tmp_path, "[[")[1]


def test_a_service_that_does_not_answer_is_said(tmp_path: Path, db: None) -> None:
    _import(tmp_path, GOOD.replace("https://login.schule.example", "http://127.0.0.1:9"))
    lines, fault = check_provider("portal")
    assert any("/konto/schule/portal/zurueck/" in line for line in lines)
    assert "127.0.0.1:9" in fault


def test_people_do_not_keep_services(worlds: Worlds, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Betreiber"):
        import_providers(actor_of(worlds.a.people["head_of_school"]), path=tmp_path / "x.toml")
