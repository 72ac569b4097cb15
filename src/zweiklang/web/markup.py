"""Components that occur many times on a page, made once a process: as macros they were a tenth of a page's time."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

KEPT = 1024
DEFAULT_ICONS = {"info": "info", "success": "check", "warning": "warning", "danger": "danger"}


@lru_cache(maxsize=KEPT)
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Returns an icon of the sprite; without `label` it is decoration."""
    return format_html(
        '<svg class="zk-icon{}"{}><use href="{}#{}"/></svg>',
        f" zk-icon--{size}" if size else "",
        format_html(' role="img" aria-label="{}"', label)
        if label
        else format_html(' aria-hidden="{}"', "true"),
        static("build/icons.svg"),
        name,
    )


@lru_cache(maxsize=KEPT)
def badge(word: str, tone: str = "", icon_name: str = "") -> SafeString:
    """Returns a state: word, icon and colour."""
    return format_html(
        '<span class="zk-badge{}">{}{}</span>',
        f" zk-tone--{tone}" if tone else "",
        icon(icon_name or DEFAULT_ICONS.get(tone, "open")),
        word,
    )
