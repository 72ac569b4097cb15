"""Parts of the bench that need no run: figures, tables, the refusal to load other machines, and the search for lost writes."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg.conninfo import make_conninfo

from tests.bench import tables
from tests.bench.evening.checking import kept
from tests.bench.evening.driving import percentile
from tests.bench.hesse_file import hesse_at
from tests.bench.loopback import NotLoopback, loopback
from tests.bench.row_peers import machine_factor
from tests.bench.row_weight import has_sign_of
from tests.bench.table import Figure, at_least, at_most, key, read_json, times, write_json
from tests.database import ROOT


@pytest.mark.parametrize(("ok", "verdict"), [(True, "ok"), (False, "short"), (None, "–")])
def test_a_figure_says_whether_its_promise_is_kept(ok, verdict) -> None:
    assert Figure(id="a", row=4, name="list", figure=3.1, unit="ms", ok=ok).verdict == verdict


def test_a_limit_is_kept_up_to_itself_and_only_with_what_else_must_hold() -> None:
    assert at_most("a", 7, "import", 10.0, "s", 10).ok
    assert not at_most("a", 7, "import", 10.1, "s", 10).ok
    assert not at_most("a", 7, "import", 1.0, "s", 10, also=False).ok
    assert (at_least("a", 17, "many", 1999, "", 2000).ok, at_least("a", 17, "many", 2000, "", 2000).ok) == (
        False,
        True,
    )


def test_a_ratio_is_judged_from_the_side_that_was_promised() -> None:
    assert (times("a", 4, "p", 4.1, "ms", 2, most=2).ok, times("a", 4, "p", 4.0, "ms", 2, most=2).ok) == (
        False,
        True,
    )
    assert (times("a", 5, "p", 19, "/s", 2, least=10).ok, times("a", 5, "p", 20, "/s", 2, least=10).ok) == (
        False,
        True,
    )
    assert times("a", 4, "p", 4.1, "ms", 2).ok is None


def test_programs_read_targets_in_ascii() -> None:
    assert at_most("a", 7, "import", 1.0, "s", 10).as_json()["target"] == "<= 10 s"


@pytest.mark.parametrize(
    ("text", "expected"), [("Heute (trainer)", "heute_trainer"), ("Grün, 50 von 60", "gruen_50_von_60")]
)
def test_ids_are_made_of_words(text, expected) -> None:
    assert key(text) == expected


def test_figures_come_back_from_their_file(tmp_path: Path) -> None:
    figures = [at_most("a", 7, "import", 1.0, "s", 10, says="1.0 s", note="quick")]
    write_json(tmp_path / "r.json", figures, cores=2)
    run, read = read_json(tmp_path / "r.json")
    assert run == {"cores": 2}
    assert [(one.id, one.figure, one.shown, one.note) for one in read] == [("a", 1.0, "1.0 s", "quick")]


def test_a_part_of_the_page_is_written_anew_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- bench:small -->\nold\n<!-- /bench:small -->\nafter\n<!-- bench:growth -->\nkept\n<!-- /bench:growth -->\n"
    )
    write_json(tmp_path / "r.json", [at_most("a", 7, "import", 11.0, "s", 10)], at="today", cores=2)
    for _ in range(2):
        assert tables.main(["small", str(tmp_path / "r.json"), "--page", str(page)]) == 0
    text = page.read_text()
    assert text.startswith("before\n")
    assert ("old" not in text, "kept" in text, "\nafter\n" in text) == (True, True, True)
    assert text.count("| 7 | import | 11 s |  | 1.10 | ≤ 10 s | **short** |") == 1
    with pytest.raises(SystemExit):
        tables.main(["no such part", str(tmp_path / "r.json"), "--page", str(page)])


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000/x", "http://[::1]:8000"])
def test_load_goes_to_this_machine(url) -> None:
    assert loopback(url) == "/".join(url.split("/")[:3])


@pytest.mark.parametrize(
    "url",
    [
        "http://zweiklang.example", "https://127.0.0.1", "http://127.0.0.1.zweiklang.example", "http://localhost@zweiklang.example",
        "http://10.0.0.1:8000", "http://0.0.0.0:8000", "127.0.0.1:8000", "http://127.0.0.2",
    ],
)  # fmt: skip
def test_load_goes_to_no_other_machine(url) -> None:
    with pytest.raises(NotLoopback):
        loopback(url)


def test_a_run_against_another_machine_is_refused_with_a_sentence(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.bench",
        "--against",
        "http://zweiklang.example",
        "--results",
        str(tmp_path / "r.json"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nothing was sent." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_factor_of_a_machine_is_the_median_of_its_floors() -> None:
    names = {"list of weeks": 3.1 * 2, "Heute": 5.3 * 3, "week, writing": 2.5 * 1.5, "week, reading": 1000.0}
    pages = [
        Figure(
            id=f"pages.{key(name)}.floor",
            row=4,
            name=f"{name}, against floor",
            figure=1.0,
            unit="CPU-ms",
            reference=floor,
        )
        for name, floor in names.items()
    ]
    assert machine_factor(pages) == pytest.approx(2)


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(reversed(values), share) for share in (0.5, 0.95, 0.99)] == [51, 96, 100]
    assert percentile([], 0.99) == 0.0


def test_a_hesse_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="neither a file"):
        hesse_at(str(tmp_path / "none.json"))


@pytest.fixture
def owner(worlds) -> str:
    """The owner's address of the tests' database, for a connection beside Django's."""
    parameters = connections["owner"].get_connection_params()
    return make_conninfo(
        "",
        **{
            name: parameters[name]
            for name in ("dbname", "user", "password", "host", "port")
            if parameters.get(name)
        },
    )


def _line(owner: str) -> tuple[str, str, int]:
    with psycopg.connect(owner) as connection:
        row = connection.execute(
            "SELECT id, text, minutes FROM records_line WHERE minutes > 0 AND text <> '' LIMIT 1"
        ).fetchone()
    assert row
    return str(row[0]), row[1], row[2]


def test_what_was_acknowledged_and_is_there_is_not_lost(owner: str) -> None:
    line, text, minutes = _line(owner)
    name = f"line_{line}_2026-03-16"
    saves = {f"{name}_text": text, f"{name}_minutes": f"{minutes // 60}:{minutes % 60:02}"}
    found = kept(owner, {"saves": saves, "acts": []}, datetime.now(UTC))
    assert (found.saves, found.lost) == (2, [])


def test_a_save_that_is_not_there_is_lost(owner: str) -> None:
    line, text, _ = _line(owner)
    saves = {
        f"line_{line}_week_text": f"{text}!",
        "line_00000000-0000-7000-8000-000000000000_week_text": "nowhere",
    }
    assert len(kept(owner, {"saves": saves, "acts": []}, datetime.now(UTC)).lost) == 2


def test_an_act_counts_only_if_it_was_done_since_the_evening_began(owner: str) -> None:
    with psycopg.connect(owner) as connection:
        row = connection.execute(
            "SELECT r.act, w.room_id, to_char(w.monday, 'IYYY\"-W\"IW'), r.at FROM records_recordact r JOIN records_week w ON w.id = r.week_id"
            " ORDER BY r.at DESC LIMIT 1"
        ).fetchone()
    assert row
    act, room, week, at = row
    ledger = {"saves": {}, "acts": [(act, str(room), week)]}
    assert kept(owner, ledger, at).lost == []
    assert len(kept(owner, ledger, at + timedelta(seconds=1)).lost) == 1


@pytest.mark.parametrize(
    ("page", "face", "counts"),
    [
        ("Grüße", "@font-face{src:url(a.woff2);unicode-range:U+20-7E,U+A0-17F}", True),
        ("Grüße", "@font-face{src:url(b.woff2);unicode-range:U+180-191,U+1E9F}", False),
        ("Grüẟe", "@font-face{src:url(b.woff2);unicode-range:U+180-191,U+1E9F}", True),
        ("Grüße", "@font-face{src:url(c.woff2)}", True),
    ],
)
def test_a_font_is_part_of_a_visit_if_the_page_has_a_sign_of_it(
    page: str, face: str, *, counts: bool
) -> None:
    assert has_sign_of(page, face) is counts
