"""The format of an instance as JSON Schema (draft 2020-12). docs/planning-instance.schema.json is this, written; a test compares them.

The reader accepts a little more than the schema says it needs (see "Words" in docs/planning-instance.md): what the schema accepts, it can read
as far as ids lead somewhere and weeks are in order.
"""

from typing import Any

from zweiklang.planning.solver.shapes import TheoryRule, Weights

Schema = dict[str, Any]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": ["array", "null"], "items": items}


def _object(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties}


def _numbers(kind: type, most: int) -> Schema:
    names = list(kind.__dataclass_fields__)  # type: ignore[attr-defined]  # a dataclass has them
    return {
        "type": ["object", "null"],
        "properties": {name: {"type": ["integer", "null"], "minimum": 0, "maximum": most} for name in names},
    }


_NAME: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": ["integer", "null"]}
_DAYS = _list(_object(("days",), days={"type": "number", "minimum": 0, "maximum": 5}, weeks=_ref("weeks")))
_PLACED = {
    "apprentice": _ref("id"), "position": _ref("id"), "department": _ref("id_or_null"),
    "week": _WHOLE, "weeks": _ref("weeks"), "first": _WHOLE, "last": _WHOLE,
}  # fmt: skip
_POSITION = {
    "id": _ref("id"), "name": _NAME, "needed_weeks": {"type": "number", "minimum": 0, "maximum": 520},
    "min_stretch": {"type": ["integer", "null"], "minimum": 1}, "earliest": _WHOLE, "latest": _WHOLE,
    "departments": _list(_ref("id")),
}  # fmt: skip


def _definitions() -> Schema:
    span = _object(("first", "last"), first={"type": "integer"}, last={"type": "integer"})
    away = {key: _ref("weeks") for key in ("school_weeks", "closed_weeks", "holidays", "leave", "courses")}
    capacity: Schema = {"type": "integer", "minimum": 0, "maximum": 10_000}
    changed = _object(("capacity",), capacity=capacity, weeks=_ref("weeks"))
    field = _object(("id",), id=_ref("id"), name=_NAME, weeks=_ref("weeks"), first=_WHOLE, last=_WHOLE)
    return {
        "id": {"type": ["string", "integer"], "minLength": 1},
        "id_or_null": {"type": ["string", "integer", "null"]},
        "weeks": _list({"anyOf": [{"type": "integer"}, span]}),
        "department": _object(
            ("id", "capacity"), id=_ref("id"), name=_NAME, capacity=capacity, capacities=_list(changed),
            positions=_list(_ref("id")), closed_weeks=_ref("weeks"),
        ),
        "position": _object(("id", "needed_weeks"), **_POSITION),
        "own_position": {"anyOf": [_ref("id"), _object(("id",), **_POSITION)]},
        "class": _object(
            ("id",), id=_ref("id"), name=_NAME, school_weeks=_ref("weeks"), school_days=_DAYS, learning_fields=_list(field)
        ),
        "apprentice": _object(
            ("id",), id=_ref("id"), name=_NAME, **{"class": _ref("id_or_null")}, first_week=_WHOLE, last_week=_WHOLE,
            **away, school_days=_DAYS, absent_days=_DAYS, positions=_list(_ref("own_position")),
        ),
        "link": _object(("position", "learning_field"), position=_ref("id"), learning_field=_ref("id")),
        "fixed": _object(("apprentice", "position"), **_PLACED),
        "forbidden": _object((), **{**_PLACED, "apprentice": _ref("id_or_null"), "position": _ref("id_or_null")}),
        "current": _object(("apprentice", "position", "department"), **{**_PLACED, "department": _ref("id")}),
    }  # fmt: skip


def instance_schema() -> Schema:
    """The schema of an instance, ready for json.dumps."""
    top = _object(
        ("first_monday", "weeks"),
        format={"type": ["string", "null"], "const": "zweiklang-planning-instance"},
        version={"const": 1},
        title={"type": ["string", "null"]},
        first_monday={"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        weeks={"type": "integer", "minimum": 1, "maximum": 520},
        closed_weeks=_ref("weeks"),
        departments=_list(_ref("department")),
        positions=_list(_ref("position")),
        classes=_list(_ref("class")),
        apprentices=_list(_ref("apprentice")),
        links=_list(_ref("link")),
        fixed=_list(_ref("fixed")),
        forbidden=_list(_ref("forbidden")),
        current_plan=_list(_ref("current")),
        weights=_numbers(Weights, 100_000),
        theory=_numbers(TheoryRule, 1000),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "zweiklang-planning-instance",
        **top,
        "$defs": _definitions(),
    }
