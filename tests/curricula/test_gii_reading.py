"""Hostile, huge and foreign files are refused with a sentence; nothing outside is ever fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.curricula.gii_documents import document, row, table

from zweiklang.curricula.gii import HostileDocument, NotARegulation, inspect_files, parse_regulation
from zweiklang.curricula.gii.reading import MAX_BYTES

PLAN = document(table(row("1", "Wolken", "a) ballen", "5", "7")))


def with_prolog(prolog: str) -> bytes:
    return PLAN.replace(b"<dokumente", prolog.encode() + b"<dokumente", 1)


def test_the_published_doctype_is_accepted_and_not_fetched() -> None:
    found = parse_regulation(
        with_prolog('<!DOCTYPE dokumente SYSTEM "http://example.invalid/gii-norm.dtd">'), file="a.xml"
    )
    assert found.annexes[0].sections[0].weeks == [5, 7]


def test_an_external_entity_is_refused_and_its_file_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("streng geheim")
    data = with_prolog(f'<!DOCTYPE dokumente [<!ENTITY x SYSTEM "{secret.as_uri()}">]>').replace(
        b"a) ballen", b"a) &x;"
    )
    with pytest.raises(HostileDocument) as refused:
        parse_regulation(data, file="a.xml")
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_grow_are_refused_at_once(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE dokumente [<!ENTITY l0 "ha">{laughs}]><dokumente doknr="&l11;"/>'
    with pytest.raises(HostileDocument):
        parse_regulation(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding), file="a.xml")


def test_parameter_entities_are_refused() -> None:
    with pytest.raises(HostileDocument):
        parse_regulation(
            with_prolog('<!DOCTYPE dokumente [<!ENTITY % p SYSTEM "http://example.invalid/p"> %p;]>'),
            file="a.xml",
        )


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "riese.xml"
    with huge.open("wb") as out:
        out.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("a huge file must not be read"))
    assert "größer als 20 MB" in inspect_files([huge])[0]["error"]


def test_huge_bytes_are_refused() -> None:
    with pytest.raises(HostileDocument, match="größer als 20 MB"):
        parse_regulation(PLAN + b" " * MAX_BYTES, file="a.xml")


@pytest.mark.parametrize("depth", [150, 100_000])
def test_a_document_nested_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(HostileDocument):
        parse_regulation(b"<dokumente>" + b"<P>" * depth + b"</P>" * depth + b"</dokumente>", file="a.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"kein XML",
        b"%PDF-1.7\n\x00\xff",
        b"<dokumente><norm></dokumente>",
        b"\x00" * 50,
        b"PK\x03\x04abc",
    ],
)
def test_what_is_no_xml_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(NotARegulation) as refused:
        parse_regulation(data, file="a.xml")
    assert str(refused.value).startswith("Die Datei ist")


def test_another_root_is_named() -> None:
    with pytest.raises(NotARegulation, match="„html“ statt „dokumente“"):
        parse_regulation(b"<html><body/></html>", file="a.xml")


def test_a_document_without_any_norm_is_refused() -> None:
    with pytest.raises(NotARegulation, match="jurabk"):
        parse_regulation(b"<dokumente/>", file="a.xml")


def test_another_law_in_the_same_format_is_no_regulation() -> None:
    with pytest.raises(NotARegulation, match="keine Ausbildungsordnung"):
        parse_regulation(document("<P>Text</P>", title="Wolkengesetz"), file="a.xml")
