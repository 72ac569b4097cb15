"""The papers of data protection are complete: every table, column and data category stands in them, under a name people understand."""

import re

from django.apps import apps
from django.db import models

from tests.privacy.documents.texts import texts_of
from zweiklang.kernel.models import PrivacyNote
from zweiklang.privacy.documents import activities as activities_module
from zweiklang.privacy.documents import tables as tables_module
from zweiklang.privacy.documents.activities import AUDIENCES, activities, in_no_activity, unknown_tables
from zweiklang.privacy.documents.catalogue import build, builders
from zweiklang.privacy.documents.impact import risks
from zweiklang.privacy.documents.installation import any_installation
from zweiklang.privacy.documents.measures import measure_names
from zweiklang.privacy.documents.recipients import recipients
from zweiklang.privacy.documents.shape import Blank, Table
from zweiklang.privacy.documents.sources import text_file
from zweiklang.privacy.documents.tables import (
    all_models,
    data_tables,
    field_name,
    nameless_fields,
    plain_tables,
    undescribed,
)
from zweiklang.rooms.public import (
    LABELS,
    RULES,
    RULING_CAPACITIES,
    capacity_label,
    rule_categories,
    rule_cells,
)

HOW = "src/zweiklang/privacy/documents/texts"


def test_every_table_with_personal_data_stands_in_one_activity() -> None:
    named = [label for entry in text_file("activities")["activity"] for label in entry["tables"]]
    assert len(named) == len(set(named)), "a table stands in two activities"
    assert in_no_activity() == [], f"put it into an activity in {HOW}/activities.toml"
    assert unknown_tables() == [], f"{HOW}/activities.toml names a table there is not"


def test_no_table_is_left_out() -> None:
    assert undescribed() == [], (
        f"a PrivacyNote, note_foreign, or a line in {HOW}/libraries.toml says why it may exist"
    )
    ours = {m._meta.label for m in apps.get_models() if m.__module__.startswith("zweiklang.")}
    histories = {label for label in ours if label.endswith("History")}
    assert ours - histories <= {*data_tables(), *(table.label for table in plain_tables())}


def test_a_table_with_a_personal_note_is_never_listed_as_free_of_personal_data() -> None:
    plain = {table.label for table in plain_tables()}
    personal = {m._meta.label for m in all_models() if _is_about_people(m)}
    assert not plain & personal
    assert personal == set(data_tables())


def _is_about_people(model: type[models.Model]) -> bool:
    """Asked another way than the product does: by the words of the note."""
    note = getattr(model, "privacy", None) or tables_module.note_of(model)
    return isinstance(note, PrivacyNote) and "keine personenbezogenen Daten" not in note.whose


def test_every_column_has_a_name_people_understand() -> None:
    assert nameless_fields() == [], f"give it a German verbose_name, or a name in {HOW}/fields.toml"


def test_no_column_is_called_by_its_name_in_the_code() -> None:
    english = {
        "created",
        "person",
        "given",
        "family",
        "state",
        "kind",
        "reason",
        "first day",
        "last day",
        "by",
        "at",
    }
    for table in data_tables().values():
        model = apps.get_model(table.label)
        for field in model._meta.concrete_fields:
            name = field_name(model, field) or ""
            assert "_" not in name, f"{table.label}.{field.name}"
            assert name not in english, f"{table.label}.{field.name}"


def test_a_new_column_without_a_name_is_found(monkeypatch) -> None:
    field = models.IntegerField()
    field.set_attributes_from_name("shoe_size")
    assert field_name(apps.get_model("people.Person"), field) is None
    named = models.IntegerField("Schuhgröße")
    named.set_attributes_from_name("shoe_size")
    assert field_name(apps.get_model("people.Person"), named) == "Schuhgröße"


def test_a_table_taken_out_of_its_activity_is_found_and_shown(monkeypatch) -> None:
    """The record shows it as not placed, so that not even a page in between is incomplete."""
    whole = activities()
    cut = tuple(a for a in whole if a.key != "nachweis")
    monkeypatch.setattr(activities_module, "activities", lambda: cut)
    assert in_no_activity() == ["records.Comment", "records.Line", "records.RecordAct", "records.Week"]


def test_every_table_stands_in_the_record_with_fields_and_retention() -> None:
    record = build("verzeichnis", any_installation())
    rows = {row for block in record.blocks() if isinstance(block, Table) for row in block.rows}
    cells = {cell for row in rows for cell in row}
    for table in data_tables().values():
        row = next(
            r for r in rows if r[0].removesuffix(" mit Verlauf jeder Änderung") == table.name and len(r) == 5
        )
        assert table.fields, table.label
        assert all(name in row[1] for name in table.fields)
        assert table.retention in row[4]
        assert table.whose in cells
    for plain in plain_tables():
        assert f"{plain.name} ({plain.label})" in cells


def test_tables_with_history_say_so() -> None:
    tracked = {t.label for t in data_tables().values() if t.tracked}
    histories = {m._meta.label for m in apps.get_models() if m.__module__.startswith("zweiklang.")}
    assert tracked == {label.removesuffix("History") for label in histories if label.endswith("History")}


def test_every_data_category_stands_in_record_and_assessment() -> None:
    record, assessment = (
        texts_of(build(slug, any_installation())) for slug in ("verzeichnis", "folgenabschaetzung")
    )
    for label in LABELS.values():
        assert label in record
        assert label in assessment
    for category in rule_categories().values():
        assert category.content in record


def test_every_rule_stands_in_the_matrix_as_it_is() -> None:
    record = build("verzeichnis", any_installation())
    matrix = next(
        b for b in record.blocks() if isinstance(b, Table) and b.caption == "Datenkategorie und Aufgabe"
    )
    assert [len(row) for row in matrix.rows] == [1 + len(RULING_CAPACITIES)] * len(rule_categories())
    shown = {
        (category, capacity): word
        for category, row in zip(rule_categories(), matrix.rows, strict=True)
        for capacity, word in zip(RULING_CAPACITIES, row[1:], strict=True)
    }
    never = {key for key, cell in rule_cells().items() if cell.bound == "never"}
    opened = {key for key, cell in rule_cells().items() if cell.state == "open"}
    assert {key for key, word in shown.items() if word == "nie"} == never
    assert {key for key, word in shown.items() if word == "offen"} == opened
    assert never
    assert opened


def test_every_capacity_stands_in_the_record_with_its_basis() -> None:
    text = texts_of(build("verzeichnis", any_installation()))
    for rule in RULES.values():
        assert rule.label in text
        assert rule.legal_basis in text


def test_every_category_has_a_risk_and_a_field_left_to_the_responsible_body() -> None:
    named = {scope for risk in risks() for scope in risk.scopes}
    assert named == {str(scope) for scope in LABELS}
    assert any(not risk.scopes for risk in risks())
    blanks = [
        b.title for b in build("folgenabschaetzung", any_installation()).blocks() if isinstance(b, Blank)
    ]
    assert {f"{label}: Restrisiko" for label in LABELS.values()} <= set(blanks)


def test_every_risk_is_met_by_measures_that_exist() -> None:
    for risk in risks():
        assert risk.measures, risk.harm
        assert set(risk.measures) <= set(measure_names())
        assert risk.weight in {"gering", "mittel", "hoch"}


def test_every_activity_concerns_somebody_and_no_audience_is_unknown() -> None:
    for activity in activities():
        assert activity.concerns, activity.key
        assert {*activity.concerns, *(a for only in activity.only.values() for a in only)} <= set(AUDIENCES)
        assert set(activity.only) <= {table.label for table in activity.tables}
        assert all(activity.tables_about(audience) for audience in activity.concerns)
        assert activity.recipients or activity.rooms


def test_an_activity_says_in_which_rooms_each_of_its_categories_lies() -> None:
    for activity in activities():
        assert set(activity.scopes()) == {s for scopes in activity.rooms.values() for s in scopes}, (
            activity.key
        )


def test_the_record_names_as_recipients_those_who_read_in_the_database_and_nobody_else() -> None:
    """Asked another way: by what somebody carries at the start in each kind of room, and by the rules that wait for a decision."""
    book = any_installation().book
    kinds = {
        "apprenticeship": "scopes",
        "class": "class_scopes",
        "team": "team_scopes",
        "proposal": "proposal_scopes",
    }
    for kind, carried in kinds.items():
        for scope in LABELS:
            named = {r.who for r in recipients(book, {kind: [scope]})}
            reading = {rule.label for rule in RULES.values() if scope in getattr(rule, carried)}
            waiting = {
                capacity_label(r.capacity) for r in book.of(scope) if r.state not in {"open", "closed"}
            }
            following = {RULES["deputy_trainer"].label, RULES["training_manager"].label}
            assert reading - following <= named
            assert named <= reading | (waiting if kind in {"apprenticeship", "class"} else set())


def test_an_office_is_named_only_where_its_room_holds_something() -> None:
    keepers = {c for c, rule in RULES.items() if "administration" in rule.team_scopes}
    for activity in activities():
        assert set(activity.offices) <= keepers
        assert not activity.offices or "team" in activity.rooms
    contracts = next(a for a in activities() if a.key == "vertraege")
    named = recipients(any_installation().book, contracts.rooms, offices=contracts.offices)
    assert {r.who for r in named if r.room == "Organisation"} == {"Ausbildungsberatung"}


def test_who_may_not_is_no_recipient() -> None:
    book = any_installation().book
    assert recipients(book, {"apprenticeship": ["absence_reasons"]})
    assert "Ausbilder/in" not in {r.who for r in recipients(book, {"apprenticeship": ["absence_reasons"]})}
    assert {r.who for r in recipients(book, {"team": ["records"]})} == set()


def test_texts_are_written_for_people() -> None:
    for slug in builders():
        for text in texts_of(build(slug, any_installation())).splitlines():
            assert text.strip(), slug
            assert not re.search(r"ungültig|TODO|XXX|None|<[a-z]", text), f"{slug}: {text}"
