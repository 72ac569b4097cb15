"""Nobody is watched at work: what somebody looked at can be asked by those concerned, and by no other code of the product."""

import re

import pytest

from tests.architecture.sources import PACKAGE
from zweiklang.rooms import looked, public
from zweiklang.rooms.models import Look

# The table and its functions; the model; what reads it for the person concerned; the invented past of the demo world.
MAY_NAME_THE_TABLE = {
    "rooms/models/looks.py",
    "rooms/models/__init__.py",
    "rooms/migrations/0009_looks.py",
    "rooms/migrations/0010_looks_go_with_people.py",
    "rooms/looked.py",
    "cli/demo_world/looking.py",
    # counts what went
    "privacy/rights/erasure/erasing.py",
}
# Others may call something of theirs Look.
NAMES = re.compile(
    r"\brooms_look\b|from zweiklang\.rooms[\w.]* import (?:\([^)]*|[^\n]*)\bLook\b|get_model\([^)]*Look\b",
    re.IGNORECASE,
)


def test_no_other_module_names_the_table_of_looks() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if NAMES.search(path.read_text(encoding="utf-8"))
    }
    assert found - MAY_NAME_THE_TABLE == set()


def test_rooms_hand_out_no_model_of_looks() -> None:
    assert Look not in vars(public).values()


@pytest.mark.parametrize(
    "name", ["days_with_looks", "looks_between", "who_looked", "rooms_looked_at", "days_looked"]
)
def test_every_read_is_narrowed_to_the_person_concerned(name: str) -> None:
    source = (PACKAGE / "rooms" / "looked.py").read_text(encoding="utf-8")
    body = source.split(f"def {name}(")[1].split("\ndef ")[0]
    assert "{_MINE}" in body
    assert "rooms_look" not in body
    assert "l.concerned_id = (SELECT my_person())" in looked._MINE


def test_the_table_shows_a_row_to_the_concerned_and_lets_the_system_role_only_add() -> None:
    assert Look.own_rows.columns == ("concerned_id",)
    assert Look.own_rows.system == "INSERT"


@pytest.mark.parametrize(
    "source",
    [
        'cursor.execute("SELECT count(*) FROM rooms_look WHERE viewer_id = %s")',
        "from zweiklang.rooms.models import Look",
        "from zweiklang.rooms.models import (\n    Consent,\n    Look,\n)",
        'apps.get_model("rooms", "Look")',
    ],
)
def test_each_way_to_the_table_is_seen(source: str) -> None:
    assert NAMES.search(source)
