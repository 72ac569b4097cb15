"""A name is shown as its owner wrote it, and tricks nobody."""

import pytest

from zweiklang.exchange.files.naming import LONGEST, shown_name, words_for_size


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Bericht März.pdf", "Bericht März.pdf"),
        ("C:\\Users\\mara\\Bericht.pdf", "Bericht.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("  viele   Leerzeichen .pdf", "viele Leerzeichen.pdf"),
        ("Gu\u0308te.pdf", "Güte.pdf"),
        ("...", "Datei"),
        ("", "Datei"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("null\x00.pdf", "null.pdf"),
    ],
)
def test_a_name_is_cleaned(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = shown_name("ä" * 500 + ".pdf")
    assert len(name) == LONGEST
    assert name.endswith(".pdf")


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 Byte"), (850, "850 Byte"), (12_300, "12 KB"), (3_440_000, "3,4 MB")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert words_for_size(size) == words
