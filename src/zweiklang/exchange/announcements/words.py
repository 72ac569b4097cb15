"""The text of an announcement as a page shows it: paragraphs, lists, and links that lead where they say."""

import re
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Only https, only a plain host: no user name before it ("https://bank.example@elsewhere"), no other letters that look alike.
_LINK = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?=[/?#\s]|$|[.:](?:\s|$)|[^\w@:.-])(?:[/?#][^\s<>\"]*)?"
)
_TRAILING = ".,;:!?)]}'“”»"
ITEMS = ("- ", "* ", "• ")


def paragraphs(text: str) -> list[list[str]]:
    """Returns the paragraphs as lists of lines: divided by blank lines, and where a list begins or ends."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return [
        list(lines)
        for part in parts
        if part.strip()
        for _, lines in groupby((line.rstrip() for line in part.split("\n")), key=_is_item)
    ]


def _is_item(line: str) -> bool:
    return line.startswith(ITEMS)


def as_html(text: str) -> SafeString:
    """Returns the text as HTML; everything in it is escaped, and addresses beginning with https:// are links."""
    return format_html_join("\n", "{}", ((_paragraph(lines),) for lines in paragraphs(text)))


def _paragraph(lines: list[str]) -> SafeString:
    if all(line.startswith(ITEMS) for line in lines):
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
        )
    first, *rest = (_linked(line) for line in lines)
    return format_html("<p>{}{}</p>", first, format_html_join("", "<br>{}", ((line,) for line in rest)))


def _linked(line: str) -> SafeString:
    pieces, at = [], 0
    for match in _LINK.finditer(line):
        address = match[0].rstrip(_TRAILING)
        pieces += [format_html("{}", line[at : match.start()]), _link(address)]
        at = match.start() + len(address)
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, line[at:]]))


def _link(address: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', address, address)
