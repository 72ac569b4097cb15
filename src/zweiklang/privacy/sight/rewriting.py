"""A page made for somebody else becomes something to look at: links stay within the view or do nothing, nothing can be sent."""

from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

type Attributes = list[tuple[str, str | None]]

CONTROLS = frozenset({"button", "input", "select", "textarea"})
# What a script of ours would act on, or what only the frame of the page gives a meaning.
KEPT_DATA = frozenset({"data-label", "data-list", "data-item", "data-open"})
DROPPED = frozenset(
    {"accesskey", "action", "aria-keyshortcuts", "autofocus", "download", "form", "method", "target"}
)
# The flash messages of the person who looks stand above the view already.
FRAME_PARTS = frozenset({"messages"})


def only_to_look_at(page: str, *, path: str, address_of: Callable[[str], str | None]) -> SafeString:
    """Returns the main part of the page at `path`; `address_of` gives the address within the view for one outside, or None."""
    _, _, rest = page.partition('<main id="inhalt"')
    main, _, _ = rest.partition(">")[2].rpartition("</main>")
    rewriter = _Rewriter(path, address_of)
    rewriter.feed(main)
    rewriter.close()
    return mark_safe("".join(rewriter.parts))  # noqa: S308 - the text of our own page, with tags made here from escaped values


class _Rewriter(HTMLParser):
    """Copies text as it stands, and tags unless they could do something."""

    def __init__(self, path: str, address_of: Callable[[str], str | None]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._path, self._address_of = path, address_of
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """A tag that could act is made anew; others stay as they are."""
        if self._skipping or dict(attrs).get("id") in FRAME_PARTS:
            self._skipping += tag == "div"
            return
        self._add(self._tag(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """As a start tag; nothing is to be closed."""
        if not self._skipping:
            self._add(self._tag(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        """A form was made a part of the page like others."""
        if self._skipping:
            self._skipping -= tag == "div"
        elif tag != "script":
            self._add(f"</{'div' if tag == 'form' else tag}>")

    def handle_data(self, data: str) -> None:
        """Text stays."""
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        """So do entities, …"""
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """… by name or number."""
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        if not self._skipping:
            self.parts.append(text)

    def _tag(self, tag: str, attrs: Attributes) -> str:
        values = dict(attrs)
        if tag == "script" or (tag == "input" and values.get("type") == "hidden"):
            return ""
        kept = [(name, value) for name, value in attrs if _harmless(name)]
        if tag == "a":
            return _made("a", self._link(kept, values.get("href")))
        if tag == "form":
            return _made("div", kept)
        if tag in CONTROLS:
            return _made(tag, [*(one for one in kept if one[0] != "disabled"), ("disabled", None)])
        return (self.get_starttag_text() or "") if len(kept) == len(attrs) else _made(tag, kept)

    def _link(self, attrs: Attributes, href: str | None) -> Attributes:
        others = [one for one in attrs if one[0] not in {"href", "role"}]
        if href is not None and href.startswith("#"):
            return attrs
        if href is not None and (within := self._address_of(urljoin(self._path, href))):
            return [("href", within), *others]
        return [("role", "link"), ("aria-disabled", "true"), ("data-inert", None), *others]


def _harmless(name: str) -> bool:
    if name.startswith("data-"):
        return name in KEPT_DATA
    return name not in DROPPED and not name.startswith(("hx-", "on", "formaction"))


def _made(tag: str, attrs: Attributes) -> str:
    told = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
    return f"<{tag}{told}>"
