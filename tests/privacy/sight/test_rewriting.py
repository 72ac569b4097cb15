"""A page becomes something to look at: nothing in it acts, and its text stays letter by letter."""

import pytest

from zweiklang.privacy.sight.rewriting import only_to_look_at

PATH = "/nachweis/raum/"


def within(address: str) -> str | None:
    return f"/ansicht{address}" if address.startswith("/nachweis/") else None


def looked_at(main: str) -> str:
    page = f'<html><nav><a href="/">Heute</a></nav><main id="inhalt" class="x">{main}</main><footer>F</footer></html>'
    return str(only_to_look_at(page, path=PATH, address_of=within))


def test_only_the_main_part_is_left() -> None:
    assert looked_at("<p>Text</p>") == "<p>Text</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Ä &amp; &lt;b&gt; &#39; &copy; „Zitat“</p>",
        '<svg viewBox="0 0 4 4" preserveAspectRatio="none"><use href="/static/i.svg#a"/></svg>',
        '<td data-label="Tag">Mo</td><br><a href="#unten">Unten</a>',
        "<details open><summary>Mehr</summary>x</details>",
    ],
)
def test_what_cannot_act_stays_as_it_is(text: str) -> None:
    assert looked_at(text) == text


def test_links_lead_within_or_nowhere() -> None:
    assert (
        looked_at('<a href="2026-W10/?a=1&amp;b=2#c">x</a>')
        == '<a href="/ansicht/nachweis/raum/2026-W10/?a=1&amp;b=2#c">x</a>'
    )
    assert looked_at('<a href="?zeige=offen">x</a>') == '<a href="/ansicht/nachweis/raum/?zeige=offen">x</a>'
    for href in ("/", "/konto/", "https://example.org/", "//example.org/nachweis/", "javascript:alert(1)"):
        found = looked_at(f'<a class="k" href="{href}" target="_blank" download>x</a>')
        assert found == '<a role="link" aria-disabled="true" data-inert class="k">x</a>', href


def test_forms_become_parts_and_controls_are_disabled() -> None:
    found = looked_at(
        '<form method="post" action="/x/" class="f" data-once><input type="hidden" name="csrfmiddlewaretoken" value="t">'
        '<button name="a" data-key="s" aria-keyshortcuts="s" form="f">Los</button><input type="text" disabled autofocus></form>'
    )
    assert found == (
        '<div class="f"><button name="a" disabled>Los</button><input type="text" disabled></div>'
    )


def test_what_scripts_act_on_is_gone() -> None:
    found = looked_at(
        '<div hx-get="/x/" data-autosave-url="/y/" onclick="z()" class="k">x<script src="/a.js"></script></div>'
    )
    assert found == '<div class="k">x</div>'


def test_the_messages_of_the_frame_are_left_out_with_all_in_them() -> None:
    assert looked_at('<div id="messages"><div><p>Gespeichert</p></div></div><p>Text</p>') == "<p>Text</p>"


def test_values_are_escaped_again() -> None:
    assert looked_at('<a title="&quot;&gt;&lt;b&gt;" href="/">x</a>').count("<") == 2
