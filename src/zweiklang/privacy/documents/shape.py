"""What a document consists of: plain texts in a few kinds of blocks, so that page, PDF and Markdown say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences or phrases."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of term and value; a value with several lines has them separated by a line feed."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row; a cell may have several lines. `shares` are the columns' relative widths, `english` is
    the number of a column that is not German (0: none).
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    english: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that must not be overlooked."""

    kind: ClassVar[str] = "note"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A field which the responsible body fills in: the product cannot know it."""

    kind: ClassVar[str] = "blank"
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the product (or an address of mail) where something can be done."""

    label: str
    address: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where to go on."""

    kind: ClassVar[str] = "links"
    items: tuple[Link, ...]


type Block = Text | Bullets | Facts | Table | Note | Blank | Links


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks, and parts one level below. `key` is the anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    parts: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `wide`: its tables need the width of the page, `landscape`: even the long side of paper. `easy`: in Leichte Sprache,
    set large.
    """

    slug: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    wide: bool = False
    landscape: bool = False
    easy: bool = False

    def blocks(self) -> Iterator[Block]:
        """Yields every block in reading order."""
        for section in self.sections:
            yield from section.blocks
            for part in section.parts:
                yield from part.blocks


def unique(texts: Iterator[str] | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Returns the texts without repetition and without empty ones, in their order."""
    return tuple(dict.fromkeys(text for text in texts if text))
