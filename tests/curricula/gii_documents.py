"""Small regulations in the ministry's format, with invented text: each test writes the table it needs."""

from __future__ import annotations

from zweiklang.curricula.gii import Annex, Regulation, Section, parse_regulation

HEAD = (
    "<row><entry morerows='1'>Lfd. Nr.</entry><entry morerows='1'>Teil des Ausbildungsberufsbildes</entry>"
    "<entry morerows='1'>Zu vermittelnde Fertigkeiten, Kenntnisse und Fähigkeiten</entry>"
    "<entry namest='col4' nameend='col5'>Zeitliche Richtwerte in Wochen im</entry></row>"
    "<row><entry>1. bis 18. Monat</entry><entry>19. bis 36. Monat</entry></row>"
)
NUMBERS = (
    "<row><entry>1</entry><entry>2</entry><entry>3</entry><entry namest='col4' nameend='col5'>4</entry></row>"
)


def row(*cells: str) -> str:
    """A row of unnamed cells; a cell may bring its own attributes as "attributes|text"."""
    made = []
    for cell in cells:
        attributes, mark, text = cell.rpartition("|")
        made.append(f"<entry {attributes if mark else ''}>{text}</entry>")
    return f"<row>{''.join(made)}</row>"


def table(
    *rows: str, head: str = HEAD + NUMBERS, columns: int = 5, title: str = "", in_body: bool = False
) -> str:
    specs = "".join(f"<colspec colname='col{n}' colnum='{n}'/>" for n in range(1, columns + 1))
    named = f"<Title>{title}</Title>" if title else ""
    top = "" if in_body else f"<thead>{head}</thead>"
    body = (head if in_body else "") + "".join(rows)
    return f"<table>{named}<tgroup cols='{columns}'>{specs}{top}<tbody>{body}</tbody></tgroup></table>"


def document(
    *contents: str,
    length: str = "drei Jahre",
    title: str = "Verordnung über die Berufsausbildung zum Wolkenbauer",
) -> bytes:
    """A regulation whose annexes hold the given contents; one content is "Anlage", several are numbered."""
    annexes = "".join(
        f"<norm><metadaten><jurabk>WolkAusbV</jurabk>"
        f"<enbez>{'Anlage' if len(contents) == 1 else f'Anlage {n}'}</enbez>"
        f"<titel>(zu § 3) Ausbildungsrahmenplan für die Berufsausbildung zum Wolkenbauer</titel></metadaten>"
        f"<textdaten><text><Content>{content}</Content></text></textdaten></norm>"
        for n, content in enumerate(contents, start=1)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><dokumente doknr='BJNR000000000'>"
        "<norm><metadaten><jurabk>WolkAusbV</jurabk>"
        f"<ausfertigung-datum>2020-02-29</ausfertigung-datum><langue>{title}</langue></metadaten></norm>"
        "<norm><metadaten><enbez>§ 2</enbez><titel>Dauer der Berufsausbildung</titel></metadaten>"
        f"<textdaten><text><Content><P>Die Berufsausbildung dauert {length}.</P></Content></text></textdaten>"
        f"</norm>{annexes}</dokumente>"
    ).encode()


def regulation(*contents: str, **settings: str) -> Regulation:
    return parse_regulation(document(*contents, **settings), file="wolken.xml")


def annex(content: str) -> Annex:
    found = regulation(content).annexes
    assert len(found) == 1, "exactly one annex should be read"
    return found[0]


def section(content: str) -> Section:
    found = annex(content).sections
    assert len(found) == 1, f"exactly one section should be read, not {[s.title for s in found]}"
    return found[0]


def codes(found: Regulation) -> list[str]:
    return [warning.code for warning in found.warnings]
