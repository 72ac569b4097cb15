"""The text of an announcement on a page: paragraphs, lists, and links that lead where they say; nothing of it is markup."""

import pytest

from zweiklang.exchange.announcements.words import as_html, paragraphs


def test_paragraphs_lists_and_line_breaks() -> None:
    text = "Guten Tag,\r\nliebe Betriebe\n\n\n- eins\n- zwei\n\nGruß"
    assert (
        as_html(text)
        == "<p>Guten Tag,<br>liebe Betriebe</p>\n<ul><li>eins</li><li>zwei</li></ul>\n<p>Gruß</p>"
    )


def test_what_looks_like_markup_is_text() -> None:
    said = as_html('<script>alert(1)</script> <a href="x">{{ 1 }}</a>\n\n- <img src=x onerror=y>')
    assert "<script" not in said
    assert "<img" not in said
    assert "<a " not in said


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Siehe https://schule.example/plan.", "https://schule.example/plan"),
        ("(https://schule.example/a?b=1&c=2)", "https://schule.example/a?b=1&amp;c=2"),
        ("https://schule.example:8443/x", "https://schule.example:8443/x"),
        ("https://schule.example", "https://schule.example"),
        ("https://schule.example, bitte", "https://schule.example"),
        ("Mehr auf https://schule.example.", "https://schule.example"),
        ("https://schule.example: dort steht es", "https://schule.example"),
    ],
)
def test_addresses_become_links_without_what_follows_them(text: str, address: str) -> None:
    assert f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>' in as_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://schule.example",
        "javascript:alert(1)",
        "https://bank.example@boese.example/",
        "https://bänk.example/",  # letters that look alike lead elsewhere
        'https://" onclick="x',
        "https://",
        "data:text/html,x",
    ],
)
def test_what_could_lead_elsewhere_is_no_link(text: str) -> None:
    assert "<a " not in as_html(text)


def test_two_links_in_a_line() -> None:
    assert as_html("a https://a.example b https://b.example c").count("<a ") == 2


def test_an_empty_text_has_no_paragraphs() -> None:
    assert paragraphs(" \n\n ") == []
    assert as_html("") == ""
