"""The HTML part of a mail, made from its plain text: one source, so that both always say the same.

What the text may contain: paragraphs (blank lines between them); a line "Label:" with an address in the next, which becomes
a button; an address alone; "* " items; four spaces before something to read out, such as a code; "-- " before the foot.
Colours and measures are KERN's, inline, because mail programs know nothing else; no picture, no font is loaded.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_BUTTON = (
    "display:inline-block;padding:12px 20px;background-color:#1A3DA5;color:#FFFFFF;"
    "border-radius:4px;text-decoration:none;font-weight:bold"
)
_LINK = "color:#1A3DA5"
_BODY = "margin:0;padding:24px 16px;background-color:#FFFFFF;color:#171A2B"
_TEXT = "max-width:600px;margin:0 auto;font-family:'Fira Sans',Arial,Helvetica,sans-serif;font-size:18px;line-height:1.5"
_CODE = "font-family:'Courier New',Courier,monospace;font-size:28px;font-weight:bold;letter-spacing:2px"
_FOOT = "border-top:1px solid #AAAFC5;padding-top:12px;font-size:15px;color:#4E5369"
_FOOT_MARK = "-- "


def mail_html(text: str, *, subject: str, language: str) -> SafeString:
    """Returns the HTML part of a mail; everything in `text` and `subject` is escaped."""
    body, _, foot = f"{text.strip()}\n".partition(f"\n{_FOOT_MARK}\n")
    parts = [_paragraph(part) for part in _paragraphs(body)]
    if foot.strip():
        inner = "".join(_paragraph(part, small=True) for part in _paragraphs(foot))
        parts.append(f'<div style="{_FOOT}">{inner}</div>')
    return mark_safe(  # noqa: S308 - each piece is escaped in _paragraph and _lines
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(subject)}</title></head>\n<body style="{_BODY}"><div role="article" style="{_TEXT}">\n'
        + "\n".join(parts)
        + "\n</div></body></html>\n"
    )


def addresses_in(text: str) -> list[str]:
    """Returns every web address in `text`."""
    return _ADDRESS.findall(text)


def _paragraphs(text: str) -> list[list[str]]:
    return [part.rstrip().split("\n") for part in re.split(r"\n\s*\n", text.strip("\n")) if part.strip()]


def _paragraph(lines: list[str], *, small: bool = False) -> str:
    if len(lines) == 2 and lines[0].endswith(":") and _ADDRESS.fullmatch(lines[1].strip()):
        label, href = escape(lines[0][:-1]), escape(lines[1].strip())
        return f'<p><a href="{href}" style="{_LINK if small else _BUTTON}">{label}</a></p>'
    if all(line.startswith("    ") for line in lines):
        return f'<p style="{_CODE}">{_lines([line.strip() for line in lines])}</p>'
    if all(line.startswith("* ") for line in lines):
        return "<ul>" + "".join(f"<li>{_lines([line[2:]])}</li>" for line in lines) + "</ul>"
    return f"<p>{_lines(lines)}</p>"


def _lines(lines: list[str]) -> str:
    """The lines, escaped; a line that is nothing but an address leads there."""
    return "<br>".join(
        f'<a href="{escape(line.strip())}" style="{_LINK}">{escape(line.strip())}</a>'
        if _ADDRESS.fullmatch(line.strip())
        else escape(line)
        for line in lines
    )
