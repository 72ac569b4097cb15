"""A night: the preview tells it, the protocol is true, a second one finds nothing, one that was killed goes on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.privacy.retention.nights import NIGHTLY, at, deleted, elsewhere, lost, record_ends, sizes, spend
from tests.worlds import World, Worlds
from zweiklang.privacy.models import RetentionRun
from zweiklang.privacy.retention import running
from zweiklang.privacy.retention.running import Interrupted, NotAllDeleted, preview
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_system


@pytest.fixture
def warned(worlds: Worlds) -> World:
    """The records of both worlds end tomorrow night, and everybody was warned."""
    end = record_ends(worlds.a)
    for days in (60, 14, 1):
        spend(end - timedelta(days=days))
    return worlds.a


def test_the_preview_names_exactly_what_the_night_deletes(warned: World) -> None:
    end = record_ends(warned)
    with at(end):
        told = preview(NIGHTLY).counts
    before = sizes()
    night = spend(end)
    assert told["records_week"] == 16
    assert told["records_line"] > 0
    assert told["records_weekhistory"] > 0
    assert deleted(night) == told
    assert lost(before) == elsewhere(told)


def test_the_record_stays_until_its_last_day(warned: World) -> None:
    spend(record_ends(warned) - timedelta(days=1))
    with as_system("tests"):
        assert Week.objects.filter(contract=warned.first.contract).count() == 4
    spend(record_ends(warned))
    with as_system("tests"):
        assert not Week.objects.filter(contract=warned.first.contract).exists()


def test_a_second_run_of_the_same_night_deletes_nothing(warned: World) -> None:
    end = record_ends(warned)
    assert deleted(spend(end))
    before = sizes()
    assert deleted(spend(end)) == {}
    assert lost(before) == {}
    with at(end):
        assert preview(NIGHTLY).counts == {}


def test_a_preview_changes_nothing(warned: World) -> None:
    before = sizes()
    with at(record_ends(warned)):
        preview(NIGHTLY)
        preview(NIGHTLY, on=record_ends(warned) + timedelta(days=4000))
    assert sizes() == before


def test_a_preview_of_a_far_day_takes_warnings_for_given(worlds: Worlds) -> None:
    end = record_ends(worlds.a)
    assert preview(NIGHTLY, on=end).counts["records_week"] == 16
    assert "records_week" not in preview(NIGHTLY, on=end - timedelta(days=1)).counts


def test_a_run_that_was_killed_goes_on_and_the_protocol_stays_true(
    warned: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "size_of", lambda rule: 1)
    end, before, asked = record_ends(warned), sizes(), []

    def after_three() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Interrupted):
        spend(end, stop=after_three)
    with as_system("tests"):
        half = RetentionRun.objects.get(ended_at=None)
    assert elsewhere(deleted(half)) == lost(before)
    assert elsewhere(deleted(half))
    night = spend(end)
    assert night == half
    assert night.ended_at is not None
    assert elsewhere(deleted(night)) == lost(before)
    assert deleted(night)["records_week"] == 16


def test_an_error_in_one_table_stops_no_other_and_is_said(
    warned: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = running.delete_due

    def failing(rule: Any, **options: Any) -> Any:
        if rule.model is Week:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        return real(rule, **options)

    monkeypatch.setattr(running, "delete_due", failing)
    before = sizes()
    with pytest.raises(NotAllDeleted, match="records_week"):
        spend(record_ends(warned))
    with as_system("tests"):
        night = RetentionRun.objects.latest("began_at")
        assert night.ended_at is not None
        assert [c.table for c in night.counts.exclude(problem="")] == ["records_week"]
    changes = lost(before)
    assert "records_week" not in changes
    assert changes["rooms_membership"] > 0
    monkeypatch.setattr(running, "delete_due", real)
    assert deleted(spend(record_ends(warned)))["records_week"] == 16


def test_nobody_but_the_system_deletes(worlds: Worlds) -> None:
    with connection.cursor() as cursor:
        for table in ("privacy_retentionrun", "privacy_retentioncount"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")


def test_many_batches_delete_what_one_would(warned: World, monkeypatch: pytest.MonkeyPatch) -> None:
    end, before = record_ends(warned), sizes()
    with at(end):
        told = preview(NIGHTLY).counts
    monkeypatch.setattr(running, "size_of", lambda rule: 2)
    assert deleted(spend(end)) == told
    assert lost(before)["records_week"] == 16
