"""The rows themselves, without a database: the same seed gives the same, another one others, and a larger share more."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from zweiklang.cli.hesse_world.building import build_world
from zweiklang.cli.hesse_world.catalogue import Occupation
from zweiklang.cli.hesse_world.sentences import texts_of
from zweiklang.cli.hesse_world.sizes import Size
from zweiklang.cli.hesse_world.weeks import Week, Writer
from zweiklang.cli.hesse_world.words.fields import FIELDS
from zweiklang.cli.hesse_world.words.occupations import TRADES
from zweiklang.cli.hesse_world.world import Ids, Pattern, World
from zweiklang.kernel.ids import made_at

TODAY = date(2026, 3, 18)
KNOWN = [
    Occupation(f"0190{n:04x}-0000-7000-8000-000000000000", None, trade.name, trade, (f"p{n}", f"q{n}"), {})
    for n, trade in enumerate(TRADES[:6])
]


def _size(**values: int) -> Size:
    return Size(**{"apprentices": 200, "weeks": 8, "seed": 7, "today": TODAY, **values})


def _world(**values: int) -> World:
    return build_world(_size(**values), KNOWN)


def _weeks(world: World, part: int = 0, parts: int = 1) -> dict[str, bytes]:
    texts = [texts_of(one, world.size.seed) for one in KNOWN]
    found: defaultdict[str, bytes] = defaultdict(bytes)

    def sink(table: str, rows: bytes) -> None:
        found[table] += rows

    Writer(world.size, world.contracts[part::parts], texts, part, parts).write(sink)
    return dict(found)


def test_the_same_seed_and_day_give_the_same_rows() -> None:
    first, second = _world(), _world()
    assert first.rows == second.rows
    assert _weeks(first) == _weeks(second)


def test_another_seed_gives_others() -> None:
    first, second = _world(), _world(seed=8)
    assert first.rows["people_person"] != second.rows["people_person"]
    assert _weeks(first)["records_line"] != _weeks(second)["records_line"]


def test_two_parts_have_no_id_in_common() -> None:
    world = _world(apprentices=60)
    ids = [
        row.split(b"\t")[0]
        for part in (0, 1)
        for rows in _weeks(world, part, 2).values()
        for row in rows.splitlines()
    ]
    assert len(ids) == len(set(ids)) > 1000


def test_counts_grow_with_the_share() -> None:
    small, large = _world(apprentices=100), _world(apprentices=400)
    assert (
        (len(small.rows["people_person"]) * 3)
        < len(large.rows["people_person"])
        < len(small.rows["people_person"]) * 5
    )
    assert Size.of_share(0.01, seed=1, today=TODAY).apprentices == 880
    assert Size.of_share(1, seed=1, today=TODAY).apprentices == 88_000


@pytest.mark.parametrize(
    "today", [date(2026, 8, 1), date(2026, 8, 31), date(2027, 1, 4), date(2027, 7, 31), date(2028, 2, 29)]
)
def test_it_works_on_any_day_of_the_year(today) -> None:
    world = build_world(Size(apprentices=40, weeks=20, seed=3, today=today), KNOWN[:2])
    present = world.contracts[:40]
    assert all(one.first_day <= today <= one.last_day for one in present)
    assert all(one.last_day < today for one in world.contracts[40:])
    assert present[0].guardian_id
    assert present[0].of_age_on > today
    assert _weeks(world)["records_week"]


def test_most_firms_are_small_and_a_few_large() -> None:
    world = _world(apprentices=3000)
    firms = Counter(row.split("\t")[3] for row in world.rows["apprenticeships_contract"][:3000])
    share = Counter(min(size, 4) for size in firms.values())
    assert 0.7 < (share[1] + share[2] + share[3]) / len(firms) < 0.92
    assert max(firms.values()) > 20
    assert len(firms) == round(3000 * 30_000 / 88_000)


def test_classes_are_of_the_usual_size() -> None:
    world = _world(apprentices=3000)
    sizes = sorted(
        Counter(one.stays[2025].class_room for one in world.contracts[:3000] if 2025 in one.stays).values()
    )
    assert 14 < sum(sizes) / len(sizes) < 21
    assert sizes[len(sizes) // 10] >= 8
    assert sizes[-1] <= 36


def test_a_third_of_contracts_end_early_and_some_people_are_minors() -> None:
    world = _world(apprentices=2000, weeks=156)
    former = world.contracts[2000:]
    early = [one for one in former if (one.last_day - one.first_day).days < 700]
    assert 0.18 < len(early) / len(former) < 0.45
    minors = sum(one.of_age_on > TODAY for one in world.contracts[:2000])
    assert 0.05 < minors / 2000 < 0.3


def test_ids_tell_the_day_they_were_made() -> None:
    from random import Random
    from uuid import UUID

    ids = Ids(Random(1), TODAY)
    first, second = UUID(ids.new()), UUID(ids.new())
    assert first < second
    assert first.version == 7
    made = made_at(first)
    assert made
    assert made.date() == TODAY


def test_school_days_lie_on_the_days_of_the_class_and_never_in_holidays() -> None:
    size = _size()
    assert Week(size, date(2026, 3, 2)).school_days(Pattern((0, 2))) == {0, 2}
    assert Week(size, date(2026, 4, 6)).school_days(Pattern((0, 2))) == set()
    blocks = [
        len(Week(size, date(2026, month, day)).school_days(Pattern((), 1)))
        for month, day in ((1, 26), (2, 2), (2, 9))
    ]
    assert sorted(blocks) == [0, 0, 5]


@pytest.mark.parametrize("field", FIELDS)
def test_words_are_words(field) -> None:
    of = FIELDS[field]
    for words in (of.objects, of.where, of.verbs, of.lessons, of.firms, of.positions):
        assert len(words) == len(set(words)) >= 5
        assert all(word and word == word.strip() and not set(word) & set('\t\\"{}|\n') for word in words)


def test_occupations_are_real_ones_and_many() -> None:
    names = [(trade.name, trade.specialisation) for trade in TRADES]
    assert len(names) == len(set(names)) > 200
    assert not any("+" in name or "  " in name for name, _ in names)
    assert {trade.field for trade in TRADES} == set(FIELDS)
