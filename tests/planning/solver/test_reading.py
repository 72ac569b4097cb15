"""What an instance may look like, and the sentence with a JSON path where it cannot be used."""

import json
from typing import Any

import jsonschema
import pytest

from tests.architecture.sources import ROOT
from tests.planning.solver.firms import firm
from zweiklang.planning.solver.reading import InstanceError, read_instance
from zweiklang.planning.solver.schema import instance_schema
from zweiklang.planning.solver.shapes import TheoryRule, Weights

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("planning-*.json"))


def base(**more: Any) -> dict[str, Any]:
    return {
        "first_monday": "2026-08-31",
        "weeks": 10,
        "departments": [{"id": "d", "capacity": 1, "positions": ["p"]}],
        "positions": [{"id": "p", "needed_weeks": 2}],
        "apprentices": [{"id": "a"}],
        **more,
    }


WRONG = [
    ({"weeks": 0}, "$.weeks"),
    ({"weeks": "ten"}, "$.weeks"),
    ({"weeks": True}, "$.weeks"),
    ({"first_monday": "31.08.2026"}, "$.first_monday"),
    ({"first_monday": 5}, "$.first_monday"),
    ({"format": "another"}, "$.format"),
    ({"departments": {}}, "$.departments"),
    ({"departments": [{"id": "d"}]}, "$.departments[0]"),
    ({"departments": [{"id": "d", "capacity": -1}]}, "$.departments[0].capacity"),
    ({"departments": [{"id": "d", "capacity": 1}, {"id": "d", "capacity": 1}]}, "$.departments[1].id"),
    ({"positions": [{"id": "p"}]}, "$.positions[0]"),
    ({"positions": [{"id": "p", "needed_weeks": -1}]}, "$.positions[0].needed_weeks"),
    ({"positions": [{"id": "p", "needed_weeks": 1, "earliest": 5, "latest": 4}]}, "$.positions[0]"),
    ({"positions": [{"id": "p", "needed_weeks": 1, "departments": ["x"]}]}, "$.positions[0].departments"),
    ({"apprentices": [{"id": ""}]}, "$.apprentices[0].id"),
    ({"apprentices": [{"id": "\ud83d"}]}, "$.apprentices[0].id"),
    ({"apprentices": [{"id": "a", "name": "Mia \ud83d"}]}, "$.apprentices[0].name"),
    ({"first_monday": "9999-12-27"}, "$.first_monday"),
    ({"apprentices": [5, 5]}, "$.apprentices[1]"),
    ({"apprentices": [{"id": "a", "class": "K"}]}, "$.apprentices[0].class"),
    ({"apprentices": [{"id": "a", "first_week": 4, "last_week": 3}]}, "$.apprentices[0]"),
    ({"apprentices": [{"id": "a", "positions": ["q"]}]}, "$.apprentices[0].positions[0]"),
    ({"apprentices": [{"id": "a", "leave": [{"first": 3, "last": 2}]}]}, "$.apprentices[0].leave[0]"),
    ({"apprentices": [{"id": "a", "leave": ["KW 3"]}]}, "$.apprentices[0].leave[0]"),
    ({"apprentices": [{"id": "a", "absent_days": [{"days": 6, "weeks": [1]}]}]}, "$.apprentices[0].absent_days[0].days"),
    ({"fixed": [{"apprentice": "b", "position": "p", "week": 1}]}, "$.fixed[0].apprentice"),
    ({"fixed": [{"apprentice": "a", "position": "q", "week": 1}]}, "$.fixed[0].position"),
    ({"fixed": [{"apprentice": "a", "position": "p"}]}, "$.fixed[0]"),
    ({"fixed": [{"apprentice": "a", "position": "p", "week": 11}]}, "$.fixed[0].week"),
    ({"forbidden": [{"department": "x"}]}, "$.forbidden[0].department"),
    ({"current_plan": [{"apprentice": "a", "position": "p", "week": 1}]}, "$.current_plan[0]"),
    ({"weights": {"theory": 1.5}}, "$.weights.theory"),
    ({"theory": []}, "$.theory"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path"), WRONG, ids=[path for _, path in WRONG])
def test_what_cannot_be_used_is_named_with_its_path(change, path) -> None:
    with pytest.raises(InstanceError) as caught:
        read_instance(base(**change))
    assert caught.value.path == path
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize("data", [[], "x", 5, None])
def test_an_instance_is_an_object(data) -> None:
    with pytest.raises(InstanceError) as caught:
        read_instance(data)
    assert caught.value.path == "$"


def test_the_least_instance_has_a_day_and_weeks() -> None:
    found = read_instance({"first_monday": "2026-08-31", "weeks": 1})
    assert (found.apprentices, found.departments, found.remarks) == ((), (), ())
    assert (found.weights, found.theory) == (Weights(), TheoryRule())


def test_unknown_keys_and_other_weekdays_are_remarked() -> None:
    found = read_instance(base(colour="red", first_monday="2026-09-02"))
    assert found.first_monday.isoformat() == "2026-08-31"
    assert [remark.split(":")[0] for remark in found.remarks] == ["$", "$.first_monday"]


def presence(apprentice: dict[str, Any], **more: Any) -> tuple[int, ...]:
    return read_instance(base(apprentices=[{"id": "a", **apprentice}], **more)).apprentices[0].presence


def test_presence_is_ten_tenths_less_two_for_each_day_away() -> None:
    days = [{"days": 2, "weeks": [{"first": 1, "last": 3}]}, {"days": 0.5, "weeks": [2]}]
    assert presence({"school_days": days, "absent_days": [{"days": 3, "weeks": [3]}]})[:4] == (6, 5, 0, 10)


def test_the_class_gives_school_weeks_and_days_that_an_apprentice_may_replace() -> None:
    group = [{"id": "K", "school_weeks": [1], "school_days": [{"days": 1, "weeks": [2, 3]}]}]
    assert presence({"class": "K"}, classes=group)[:4] == (0, 8, 8, 10)
    own = {"class": "K", "school_weeks": [4], "school_days": [{"days": 2, "weeks": [3]}]}
    assert presence(own, classes=group)[:5] == (0, 10, 6, 0, 10)


def test_the_first_reason_of_an_absence_is_told() -> None:
    one = {
        "id": "a",
        "first_week": 2,
        "school_weeks": [1, 3],
        "holidays": [3, 4],
        "leave": [4],
        "courses": [5],
    }
    absences = read_instance(base(apprentices=[one], closed_weeks=[6])).apprentices[0].absences
    assert absences == {1: "contract", 3: "school", 4: "holiday", 5: "course", 6: "closed"}


def test_a_position_of_an_apprentice_takes_the_rest_from_the_catalogue() -> None:
    own = [{"id": "p", "latest": 4}, {"id": "q", "needed_weeks": 1, "min_stretch": 2}]
    found = read_instance(base(apprentices=[{"id": "a", "positions": own}])).apprentices[0].positions
    assert [(p.id, p.needed, p.latest, p.min_stretch, p.departments) for p in found] == [
        ("p", 20, 4, 1, ("d",)),
        ("q", 10, 10, 2, ()),
    ]


def test_first_and_last_of_a_fixed_placement_mean_weeks_of_presence() -> None:
    fixed = [
        {"apprentice": "a", "position": "p", "first": 2, "last": 4},
        {"apprentice": "a", "position": "p", "weeks": [3]},
    ]
    found = read_instance(base(apprentices=[{"id": "a", "leave": [3]}], fixed=fixed)).fixed
    assert [one.week for one in found] == [2, 4, 3]


def test_numbers_are_ids_too() -> None:
    data = base(
        apprentices=[{"id": 7}],
        current_plan=[{"apprentice": "7", "position": "p", "department": "d", "week": 1}],
    )
    assert read_instance(data).current[0].apprentice == "7"


def test_the_schema_in_the_documents_is_the_one_of_the_code() -> None:
    written = json.loads((ROOT / "docs" / "planning-instance.schema.json").read_text())
    assert written == instance_schema()


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_examples_keep_to_the_schema_and_are_read_without_remarks(path) -> None:
    data = json.loads(path.read_text())
    jsonschema.Draft202012Validator(instance_schema()).validate(data)
    assert read_instance(data).remarks == ()


def test_firms_of_tests_keep_to_the_schema() -> None:
    jsonschema.Draft202012Validator(instance_schema()).validate(firm(1))


@pytest.mark.parametrize("change", [change for change, _ in WRONG[:8]])
def test_the_schema_refuses_what_the_reader_refuses(change) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(instance_schema()).validate(base(**change))


def test_every_key_of_the_schema_stands_in_the_document() -> None:
    text = (ROOT / "docs" / "planning-instance.md").read_text()
    schema = instance_schema()
    keys = set(schema["properties"])
    for definition in schema["$defs"].values():
        keys |= set(definition.get("properties", ()))
    assert [key for key in sorted(keys) if f"`{key}`" not in text and f'"{key}"' not in text] == []
