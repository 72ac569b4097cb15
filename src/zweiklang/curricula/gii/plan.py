"""The plan of one annex: from its headings and tables to sections, positions and blocks of skills.

Structure decides, not names: a table counts as part of a plan once a header names number, title and skills.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from zweiklang.curricula.gii.columns import (
    Columns,
    Period,
    is_header,
    is_number_row,
    is_time_header,
    merge_columns,
    read_header,
)
from zweiklang.curricula.gii.geometry import Cell, Row, grid
from zweiklang.curricula.gii.headings import (
    Heading,
    enter,
    key_of,
    kind_of,
    parse_heading,
    title_of,
)
from zweiklang.curricula.gii.model import (
    Annex,
    Block,
    CellValue,
    Position,
    Section,
    Unit,
    Warning,
)
from zweiklang.curricula.gii.periods import (
    WHOLE,
    is_period_text,
    leading_period,
    stretch_label,
)
from zweiklang.curricula.gii.reading import lines_of
from zweiklang.curricula.gii.skills import (
    continues_sentence,
    read_skills,
    split_reference,
)
from zweiklang.curricula.gii.values import is_unreadable, read_value
from zweiklang.curricula.gii.weeks import check_numbers, fill_weeks

_NUMBER = re.compile(
    r"^(?P<number>(?:[IVX]+\.)?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)[.)]?\s*(?:\*\)?|\(.*)?$", re.DOTALL
)
_NO_UNIT: Unit = "none"


@dataclass(slots=True)
class PlanReader:
    """Reads one annex from top to bottom; `sections` and `warnings` grow."""

    label: str
    title: str
    sections: list[Section] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    columns: Columns | None = None
    section: Section | None = None
    stretch: str = ""
    header_is_new: bool = False
    rows: list[Row] = field(default_factory=list)
    previous: list[Cell | None] = field(default_factory=list)

    def read(self, content: etree._Element) -> None:
        """Every heading and table of the element, in order."""
        for child in content:
            if not isinstance(child.tag, str):
                continue
            if child.tag == "table":
                self.read_table(child)
            elif child.find(".//table") is None:
                self.read_lines(child)
            else:
                self.read_mixed(child)

    def read_mixed(self, element: etree._Element) -> None:
        """Text with tables inside: the text before a table belongs before it."""
        for line in " ".join((element.text or "").split()).split("\x1e"):
            self.read_line(line)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag == "table":
                self.read_table(child)
            elif child.find(".//table") is not None:
                self.read_mixed(child)
            elif child.tag != "kommentar":
                self.read_lines(child)
            self.read_line(" ".join((child.tail or "").split()))

    def read_lines(self, element: etree._Element) -> None:
        for line in lines_of(element):
            self.read_line(line)

    def read_line(self, line: str) -> bool:
        """Take the line as heading or as a stretch of time; True if it was one of the two."""
        if line and is_period_text(line):
            self.stretch = stretch_label(line)
            return True
        stretch, rest = leading_period(line)
        if stretch and parse_heading(rest, self.outline):
            self.stretch, line = stretch_label(stretch), rest
        heading = parse_heading(line, self.outline) if line else None
        if heading is None:
            return False
        before = (key_of(self.outline), title_of(self.outline))
        self.outline = enter(self.outline, heading)
        same = heading.key is not None and before == (key_of(self.outline), title_of(self.outline))
        if not same:
            self.section = None
        return True

    def read_table(self, table: etree._Element) -> None:
        for title in table.findall("Title"):
            self.read_title(lines_of(title))
        for group in table.findall("tgroup"):
            self.read_group(group)

    def read_title(self, lines: list[str]) -> None:
        """A title of several lines is one heading unless a line opens a level of its own."""
        taken: list[str] = []
        for line in lines:
            opens = parse_heading(line, self.outline)
            if taken and not (opens and opens.key) and not is_period_text(line):
                taken[-1] = f"{taken[-1]} {line}"
            else:
                taken.append(line)
        for line in taken:
            self.read_line(line)

    def read_group(self, group: etree._Element) -> None:
        self.rows, width = grid(group)
        if self.columns is not None:
            self.columns = (
                self.columns.fitted(width) if width >= 3 and self.columns.width <= width + 1 else None
            )
        self.previous = []
        index = 0
        while index < len(self.rows):
            index += self.read_row(self.rows[index], width)

    def read_row(self, row: Row, width: int) -> int:
        """Read the row and say how many rows were used."""
        if not row.filled():
            return 1
        if is_header(row, width):
            columns, depth = read_header(self.rows[row.index :], width)
            if is_time_header(row) and self.columns is not None:
                columns = replace(
                    columns, title=self.columns.title, skills=self.columns.skills, part=self.columns.part
                )
            self.columns = merge_columns(columns, self.rows[row.index + depth :])
            self.header_is_new = True
            return depth
        if self.read_heading_row(row, width) or row.in_head or self.columns is None or is_number_row(row):
            return 1
        number = self.number_in(row)
        if number or self.begins_without_number(row):
            self.begin_position(row, number)
        elif self.section is None or not self.section.positions:
            return 1
        self.read_block(row)
        return 1

    def begins_without_number(self, row: Row) -> bool:
        """True for the first row below a new heading that has a title and skills, but no running number."""
        columns = self.columns
        if columns is None or self.section is not None or not self.outline:
            return False
        return bool(row.between(*columns.title)) and bool(row.between(*columns.skills))

    def read_heading_row(self, row: Row, width: int) -> bool:
        """True for a row with one text over (nearly) the whole width: heading, stretch of time, or a note."""
        cells = row.filled()
        if len(cells) == 2 and cells[0].first == 0 and re.fullmatch(r"[A-Z][.:)]", cells[0].text):
            return self.read_line(f"{cells[0].text} {cells[1].text}")
        if cells[0].first <= 1 and not self.number_in(row) and re.match(r"Zeitrahmen \d", cells[0].text):
            for cell in cells:
                self.read_line(cell.text)
            return True
        if len(cells) != 1 or cells[0].first != 0 or self.number_in(row):
            return False
        if cells[0].last < width - 2 and any(
            cell.text for c, cell in row.covering.items() if cell is not cells[0]
        ):
            return False
        self.read_title(lines_of(cells[0].element))
        return True

    def number_in(self, row: Row) -> str:
        """The running number that begins in this row, or ""."""
        first = next((cell for cell in row.starting if cell.first == 0), None)
        if first is None or (self.columns and first.last >= self.columns.title[1] + 1):
            return ""
        match = _NUMBER.match(first.text)
        return match["number"] if match else ""

    def begin_position(self, row: Row, number: str) -> None:
        section = self.section_for(number)
        assert self.columns is not None
        title = " ".join(cell.text for cell in row.between(*self.columns.title))
        words, reference = split_reference(title)
        section.positions.append(Position(number, words, reference))
        self.previous = []

    def section_for(self, number: str) -> Section:
        """The section this number belongs to: the open one, a continued one, or a new one."""
        restarts = (
            self.header_is_new
            and self.section is not None
            and any(position.number == number for position in self.section.positions if number)
        )
        self.header_is_new = False
        if self.section is not None and not restarts:
            return self.adopt(self.section)
        assert self.columns is not None
        key, title = key_of(self.outline), title_of(self.outline)
        if key and not restarts:
            for section in self.sections:
                if section.key == key and (section.title == title or not title or self.outline[-1].continued):
                    self.section = section
                    return self.adopt(section)
        kind = kind_of(self.outline, column=self.columns.part, annex=self.title)
        unit = next((p.unit for p in self.columns.periods if p.unit != "none"), _NO_UNIT)
        part = next((h.key for h in self.outline if h.style == "teil" and h.key), "")
        self.section = Section(
            key,
            title or self.title or "Ausbildungsrahmenplan",
            kind,
            unit,
            part=part,
            frame=self.columns.frame,
        )
        self.sections.append(self.section)
        return self.adopt(self.section)

    def adopt(self, section: Section) -> Section:
        """The section, with the periods of the current table known to it."""
        assert self.columns is not None
        for period in self.columns.periods:
            label = self.label_of(period, section)
            if label not in section.periods:
                section.periods.append(label)
        return section

    def label_of(self, period: Period, section: Section) -> str:
        """The period's label; without one in the header, the stretch of time or kind of section it stands
        under.
        """
        if period.label:
            return period.label
        if section.kind == "additional":
            return "Zusatzqualifikation"
        return self.stretch or WHOLE

    def read_block(self, row: Row) -> None:
        """Add the row's skills and time cells to the position they belong to."""
        assert self.columns is not None
        assert self.section is not None
        columns, section = self.columns, self.section
        self.adopt(section)
        position = section.positions[-1]
        skills = read_skills(row.between(*columns.skills)) if columns.skills[0] < columns.time_from else []
        cells = [row.covering.get(period.first) for period in columns.periods]
        cells = [
            self.value_cell(row, period, cell) for period, cell in zip(columns.periods, cells, strict=True)
        ]
        fresh = any(cell is not None and cell.text and cell.row == row.index for cell in cells)
        same = position.blocks and not fresh and _same_cells(self.previous, cells)
        if same:
            block = position.blocks[-1]
            if skills and block.skills and continues_sentence(skills[0]):
                letter, text = block.skills[-1]
                block.skills[-1] = (letter, f"{text} {skills.pop(0)[1]}")
            block.skills.extend(skills)
        elif skills or fresh or not position.blocks:
            position.blocks.append(Block(skills, self.values(row, position, cells)))
        self.previous = cells

    def value_cell(self, row: Row, period: Period, cell: Cell | None) -> Cell | None:
        """The cell that holds the period's time in this row; joined columns take the one with text."""
        if period.first == period.last or (cell is not None and cell.text):
            return cell
        for column in range(period.first, period.last + 1):
            other = row.covering.get(column)
            if other is not None and other.text:
                return other
        return cell

    def values(self, row: Row, position: Position, cells: list[Cell | None]) -> tuple[CellValue, ...]:
        """One value per period of the section; a cell over several periods counts in the first only."""
        assert self.columns is not None
        assert self.section is not None
        found = dict.fromkeys(self.section.periods, CellValue("", unit=self.section.unit))
        seen: list[Cell] = []
        for period, cell in zip(self.columns.periods, cells, strict=True):
            if cell is None or not cell.text or cell.first < self.columns.skills[0] + 1:
                continue
            value = read_value(cell.text, period.unit)
            again = any(cell is other for other in seen)
            seen.append(cell)
            self.remark(position, period, cell, value, again)
            continues = again or cell.row < row.index
            label = self.label_of(period, self.section)
            found[label] = CellValue(value.text, value.low, value.high, value.starred, value.unit, continues)
        return tuple(found[label] for label in self.section.periods)

    def remark(self, position: Position, period: Period, cell: Cell, value: CellValue, again: bool) -> None:
        """Warn about a time cell that a person must read, once per cell."""
        assert self.section is not None
        where = self.where(position)
        if again:
            if value.low is not None:
                self.warn(
                    "time-spans-periods",
                    f"„{value.text}“ gilt für mehrere Abschnitte der Ausbildung zusammen "
                    "und ist beim ersten gezählt.",
                    where,
                )
        elif is_unreadable(value):
            self.warn(
                "cell-unreadable",
                f"Die Zeitangabe „{value.text[:60]}“ ist keine Zahl und nicht gezählt.",
                where,
            )
        elif value.low is not None and value.low != value.high:
            self.warn("time-range", f"„{value.text}“ ist eine Spanne und nicht zu einer Zahl gemacht.", where)

    def where(self, position: Position | None = None) -> str:
        parts = [self.label, f"Abschnitt {self.section.key}" if self.section and self.section.key else ""]
        if position is not None:
            parts.append(f"Nr. {position.number}")
        return ", ".join(part for part in parts if part)

    def warn(self, code: str, message: str, where: str) -> None:
        warning = Warning(code, message, where)
        if warning not in self.warnings:
            self.warnings.append(warning)


def _same_cells(before: list[Cell | None], now: list[Cell | None]) -> bool:
    """True if the row adds no time of its own: every cell is the one above or empty."""
    return len(before) == len(now) and all(
        b is n or n is None or not n.text for b, n in zip(before, now, strict=True)
    )


def read_annex(label: str, title: str, content: etree._Element) -> tuple[Annex | None, list[Warning]]:
    """The annex with its sections and sums; None if it holds no plan table."""
    reader = PlanReader(label, title)
    reader.read(content)
    if not reader.sections:
        return None, []
    annex = Annex(label, title, [], reader.sections)
    settle_kinds(annex.sections)
    return annex, [*reader.warnings, *fill_weeks(annex), *check_numbers(annex)]


def settle_kinds(sections: list[Section]) -> None:
    """A single part "im Ausbildungsberuf …" without an alternative is mandatory: there is nothing to
    choose.
    """
    special = [section for section in sections if section.kind == "specialisation"]
    if (
        len(special) == 1
        and "Ausbildungsberuf" in special[0].title
        and "Fachrichtung" not in special[0].title
    ):
        special[0].kind = "mandatory"
