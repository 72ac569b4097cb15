"""The papers as PDF: archivable, accessible, German, with page numbers and table headers, the same every time."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from zweiklang.privacy.documents.catalogue import build, builders
from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.pdf import render_pdf
from zweiklang.privacy.documents.responsible import Responsible
from zweiklang.privacy.documents.rulebook import book_as_shipped
from zweiklang.privacy.documents.shape import Blank, Table

DAY = date(2026, 11, 21)
BODY = Responsible(
    name='Amt #eval("1+1") *fett* <Rand>',
    address="Am Markt 1, 34117 Kassel",
    email="amt@amt.example",
    officer="",
    officer_contact="datenschutz@amt.example",
)
HERE = Installation(BODY, book_as_shipped())


def opened(slug: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(slug, HERE, DAY)))


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yields the structure elements below a node in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("slug", tuple(builders()))
def test_every_paper_is_pdf_a_3a_and_pdf_ua_1_in_german(slug: str) -> None:
    with opened(slug) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == f"{build(slug, HERE).title} – Zweiklang"
        assert str(pdf.Root.Lang) == "de-DE"
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


@pytest.mark.parametrize("slug", tuple(builders()))
def test_headings_and_tables_are_structure(slug: str) -> None:
    paper = build(slug, HERE)
    with opened(slug) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
        count = Counter(str(element.S) for element in found)
        tables = [block for block in paper.blocks() if isinstance(block, Table)]
        assert count["/Title"] == 1
        assert count["/H2"] == sum(len(section.parts) for section in paper.sections)
        assert count["/H1"] - len(paper.sections) in {0, 1}  # one more: the contents
        assert count["/Table"] == count["/THead"] == len(tables)
        assert count["/TH"] == sum(len(table.head) for table in tables)
        assert count["/TR"] == sum(1 + len(table.rows) for table in tables)


def test_the_checks_of_the_measures_are_marked_as_english() -> None:
    with opened("massnahmen") as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
        assert any(str(element.get("/Lang", "")).startswith("en") for element in found)


def test_the_record_lies_on_the_long_side_and_a_notice_does_not() -> None:
    for slug, wide in (("verzeichnis", True), ("auszubildende", False)):
        with opened(slug) as pdf:
            left, bottom, right, top = (float(value) for value in pdf.pages[0].MediaBox)
            assert (right - left > top - bottom) == wide


def test_the_content_is_attached_as_data() -> None:
    paper = build("folgenabschaetzung", HERE)
    with opened("folgenabschaetzung") as pdf:
        content = json.loads(pdf.attachments["folgenabschaetzung.json"].get_file().read_bytes())
    assert (content["format"], content["made_on"]) == ("zweiklang-privacy-document", "2026-11-21")
    assert [section["title"] for section in content["sections"]] == [s.title for s in paper.sections]
    kinds = Counter(
        block["kind"] for s in content["sections"] for one in (s, *s["parts"]) for block in one["blocks"]
    )
    assert kinds["blank"] == sum(isinstance(block, Blank) for block in paper.blocks())


def test_what_an_operator_writes_is_printed_and_not_run() -> None:
    with opened("betriebe") as pdf:
        assert BODY.name in pdf.attachments["betriebe.json"].get_file().read_bytes().decode().replace(
            '\\"', '"'
        )
        with pdf.open_metadata() as metadata:
            assert metadata["dc:creator"] == [BODY.name]


def test_the_same_paper_of_one_day_gives_the_same_bytes() -> None:
    first = render_pdf("betriebe", HERE, DAY)
    render_pdf.cache_clear()
    assert render_pdf("betriebe", HERE, DAY) == first
    assert render_pdf("betriebe", HERE, date(2026, 11, 22)) != first


@pytest.mark.django_db
def test_everybody_fetches_a_paper(client: Client) -> None:
    answer = client.get(reverse("privacy:documents_pdf", args=["leichte-sprache"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="zweiklang-leichte-sprache.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_asking_a_hundred_times_sets_a_paper_once() -> None:
    render_pdf.cache_clear()
    made = {id(render_pdf("massnahmen", HERE, DAY)) for _ in range(100)}
    assert (len(made), render_pdf.cache_info().misses) == (1, 1)
