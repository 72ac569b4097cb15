"""The words of the law in rules.toml are the law's own: those of gesetze-im-internet.de as kept in shared/data/law."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from zweiklang.schedule.release.law import Law, laws, rules

TEXTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "law"
FILES = {"bbig_2005": "BBiG_2005_BJNR093110005.xml", "jarbschg": "JArbSchG_BJNR009650976.xml"}
# Kept here too, so that a changed word is seen where the folder is absent: numbers that the reckoning depends on.
FIGURES = {
    "bbig-before-nine": "9 Uhr",
    "jarbschg-before-nine": "9 Uhr",
    "bbig-long-day": "mehr als fünf Unterrichtsstunden von mindestens je 45 Minuten, einmal in der Woche",
    "jarbschg-long-day": "mehr als fünf Unterrichtsstunden von mindestens je 45 Minuten, einmal in der Woche",
    "bbig-block": "planmäßigen Blockunterricht von mindestens 25 Stunden an mindestens fünf Tagen",
    "jarbschg-block": "planmäßigen Blockunterricht von mindestens 25 Stunden an mindestens fünf Tagen",
    "bbig-long-day-credit": "durchschnittlichen täglichen Ausbildungszeit",
    "jarbschg-long-day-credit": "durchschnittlichen täglichen Arbeitszeit",
    "bbig-block-credit": "durchschnittlichen wöchentlichen Ausbildungszeit",
    "jarbschg-block-credit": "durchschnittlichen wöchentlichen Arbeitszeit",
    "bbig-time": "einschließlich der Pausen",
    "jarbschg-time": "einschließlich der Pausen",
    "bbig-travel": "Wegezeiten",
    "jarbschg-travel": "Wegezeiten",
    "jarbschg-most-hours": "acht Stunden täglich",
}


def _paragraph(law: Law) -> str:
    """Returns the whole text of the section, spaces made one."""
    book, _, section = law.reference.partition("/__")
    for norm in ElementTree.parse(TEXTS / FILES[book]).getroot().iter("norm"):
        if norm.findtext("metadaten/enbez") == f"§ {section}":
            text = norm.find("textdaten/text")
            assert text is not None
            return " ".join(" ".join(text.itertext()).split())
    raise AssertionError(f"{law.reference} is not in {FILES[book]}")


@pytest.mark.skipif(not TEXTS.exists(), reason="the texts of the laws are not here")
@pytest.mark.parametrize("key", sorted(laws()))
def test_the_words_stand_in_the_paragraph_that_is_cited(key: str) -> None:
    law = laws()[key]
    assert law.words in _paragraph(law)


@pytest.mark.parametrize(("key", "words"), FIGURES.items())
def test_the_figures_of_the_law_are_in_the_words(key: str, words: str) -> None:
    assert words in laws()[key].words


@pytest.mark.parametrize("key", sorted(laws()))
def test_the_citation_and_the_address_are_of_the_same_section(key: str) -> None:
    law = laws()[key]
    section = re.match(r"§ (\d+) ", law.label)
    assert section
    assert law.reference.endswith(f"/__{section[1]}")
    assert law.label.split()[-1].lower() == law.reference.split("/")[0].removesuffix("_2005")


def test_minors_have_the_youth_law_and_adults_the_vocational_training_act() -> None:
    for rule in rules().values():
        assert rule.minor is None or rule.minor.reference.startswith("jarbschg/")
        assert rule.adult is None or rule.adult.reference.startswith("bbig_2005/")


def test_every_paragraph_is_used_and_no_key_stands_twice() -> None:
    source = tomllib.loads(
        (Path(__file__).parents[3] / "src/zweiklang/schedule/release/rules.toml").read_text(encoding="utf-8")
    )
    for kind in ("paragraph", "rule"):
        keys = [one["key"] for one in source[kind]]
        assert len(keys) == len(set(keys))
    used = {law.key for rule in rules().values() for law in (rule.minor, rule.adult) if law}
    assert used == set(laws())
