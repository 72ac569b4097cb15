"""Found words stand out in the text in which they were found."""

import re
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zweiklang.kernel.searching import Query

# German forms of a word share at least so many letters with what was typed.
_STEM = 5


def marked(text: str, query: Query) -> SafeString:
    """Returns the text as HTML, escaped, with <mark> around each word that begins like one that was looked for."""
    stems = {word[:_STEM] if len(word) > _STEM else word for word in query.words}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(stems)))})\w*", re.IGNORECASE)
    spots = [(match.start(), match.end()) for match in pattern.finditer(text)] if stems else []
    edges = [0, *(edge for spot in spots for edge in spot), len(text)]
    parts = [escape(text[begin:end]) for begin, end in pairwise(edges)]
    marked_parts = [f"<mark>{part}</mark>" if number % 2 else part for number, part in enumerate(parts)]
    return mark_safe("".join(marked_parts))  # noqa: S308 - every part is escaped above
