"""Text without signs that nobody sees and that change how others read it: what looks alike is alike, and a name cannot turn what stands beside it."""

import re

# Embeddings, overrides and isolates of writing direction; spaces without width; the mark of byte order; tags. What joins letters and pictures
# (U+200C, U+200D) and the plain marks of direction that names in Arabic or Hebrew need (U+200E, U+200F) stay.
INVISIBLE = re.compile("[\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_BREAKS = {"\u2028": "\n", "\u2029": "\n"}


def visible(text: str) -> str:
    """Returns the text without them; the breaks of line and paragraph that some programs write become line breaks."""
    return INVISIBLE.sub(lambda sign: _BREAKS.get(sign[0], ""), text)
