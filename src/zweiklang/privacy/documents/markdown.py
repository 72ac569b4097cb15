"""A document as Markdown, for docs/generated/."""

from zweiklang.privacy.documents.shape import (
    Blank,
    Block,
    Bullets,
    Document,
    Facts,
    Links,
    Note,
    Section,
    Table,
    Text,
)

HEAD = "<!-- Made by `zweiklang documents build` from the models' privacy notes and the release rules. Do not edit. -->"


def markdown(document: Document) -> str:
    """Returns the whole document; the same document gives the same text."""
    parts = [HEAD, f"# {document.title}", document.subtitle]
    for section in document.sections:
        parts += _section(section, level=2)
    return "\n\n".join(parts) + "\n"


def _section(section: Section, *, level: int) -> list[str]:
    lines = [f"{'#' * level} {section.title}", *map(_block, section.blocks)]
    for part in section.parts:
        lines += _section(part, level=level + 1)
    return lines


def _block(block: Block) -> str:
    match block:
        case Text(text):
            made = _line(text)
        case Bullets(items):
            made = "\n".join(f"* {_line(item)}" for item in items)
        case Facts(rows):
            made = "\n".join(f"* **{_line(term)}:** {_line(value)}" for term, value in rows)
        case Links(items):
            made = "\n".join(f"* **{_line(i.label)}** (`{i.address}`): {_line(i.sentence)}" for i in items)
        case Note(title, text):
            made = f"> **{_line(title)}.** {_line(text)}"
        case Blank(title, hint):
            made = (
                f"> ✎ **{_line(title)}** (füllt die verantwortliche Stelle aus)\n>\n> {_line(hint)}\n>\n> …"
            )
        case Table():
            made = _table(block)
    return made


def _table(table: Table) -> str:
    rows = [table.head, tuple("---" for _ in table.head), *table.rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows)


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _line(text: str) -> str:
    """Characters that would start markup are kept as they are read."""
    for mark in ("\\", "*", "_", "<"):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "<br>")
