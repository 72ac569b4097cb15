"""Leichte Sprache: one thought a sentence, short, compounds with a hyphen, and honest about who has not checked it yet."""

import re

from zweiklang.privacy.documents.catalogue import build
from zweiklang.privacy.documents.easy import WHO
from zweiklang.privacy.documents.installation import any_installation
from zweiklang.privacy.documents.shape import Bullets, Note

LONGEST_SENTENCE = 12
LONGEST_WORD = 17
# The office is called so, and the word that everybody will meet again.
AS_THEY_ARE = {"Informationsfreiheit"}


def _lines() -> list[str]:
    paper = build("leichte-sprache", any_installation())
    return [item for block in paper.blocks() if isinstance(block, Bullets) for item in block.items]


def test_sentences_are_short() -> None:
    for line in _lines():
        for sentence in re.split(r"(?<=[.?!:]) ", line):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_words_are_short_or_have_a_hyphen() -> None:
    words = {word.strip(".,:?!()") for line in _lines() for word in re.split(r"[\s-]", line)}
    assert {word for word in words if len(word) > LONGEST_WORD} <= AS_THEY_ARE


def test_there_are_no_brackets_paragraphs_and_foreign_words() -> None:
    text = "\n".join(_lines())
    assert not re.search(r"[();§/]|DSGVO|Art\.|bzw\.|z\. ?B\.", text)


def test_nothing_is_said_twice() -> None:
    paper = build("leichte-sprache", any_installation())
    for section in paper.sections:
        for part in section.parts:
            lines = [item for block in part.blocks if isinstance(block, Bullets) for item in block.items]
            assert len(lines) == len(set(lines))


def test_everybody_who_sees_something_is_named_with_what_the_rules_say() -> None:
    paper = build("leichte-sprache", any_installation())
    parts = {part.key: part for section in paper.sections for part in section.parts}
    text = "\n".join(_lines())
    for capacity in WHO:
        assert f"wer-{capacity}" in parts
        for cell in any_installation().book.for_capacity(capacity):
            first = re.split(r"(?<=\.) ", cell.easy)[0]
            assert (first in text) == (cell.state != "closed"), cell


def test_it_says_that_no_group_has_checked_it() -> None:
    notes = [b for b in build("leichte-sprache", any_installation()).blocks() if isinstance(b, Note)]
    assert any("Prüf-Gruppe" in note.text for note in notes)
