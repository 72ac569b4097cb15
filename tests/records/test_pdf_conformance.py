"""What the PDF is: archivable, accessible, complete in itself, and the same every time."""

import hashlib
import io
import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from tests.records.pdf_documents import COMPANY, FIELD, POSITION, act, document, week

from zweiklang.records.document.data import record_data, record_json
from zweiklang.records.document.pdf import render_pdf
from zweiklang.records.document.shape import RecordDocument


@pytest.fixture(scope="module")
def whole() -> Iterator[pikepdf.Pdf]:
    """A whole training with weeks in all states, missing weeks and notes."""
    weeks = [week(n, state=state) for n, state in enumerate(("signed", "submitted", "returned", "draft"))]
    with pikepdf.open(io.BytesIO(render_pdf(document(*weeks, missing=(date(2024, 9, 2),))))) as pdf:
        yield pdf


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yields the structure elements below a node in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def test_it_declares_pdf_a_3a_and_pdf_ua_1(whole: pikepdf.Pdf) -> None:
    with whole.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == "Ausbildungsnachweis Jana Weber, gesamte Ausbildung"
    assert [str(intent.S) for intent in whole.Root.OutputIntents] == ["/GTS_PDFA1"]


def test_it_is_tagged_german_with_its_title_shown(whole: pikepdf.Pdf) -> None:
    assert str(whole.Root.Lang) == "de-DE"
    assert whole.Root.MarkInfo.Marked is True
    assert whole.Root.ViewerPreferences.DisplayDocTitle is True
    assert not whole.is_encrypted


def test_headings_and_tables_are_structure(whole: pikepdf.Pdf) -> None:
    found = list(elements(whole.Root.StructTreeRoot.K))
    count = Counter(str(element.S) for element in found)
    assert count["/Title"] == 1
    assert count["/H1"] == 2  # the facts, the first year
    assert count["/H2"] == 2 + 4  # state of the weeks, missing weeks, four weeks
    assert count["/Table"] == count["/THead"] == 1 + 4
    headers = [element for element in found if str(element.S) == "/TH"]
    assert len(headers) == 5 + 4 * 4
    assert {str(element.A[0].Scope) for element in headers} == {"/Column"}


def test_bookmarks_lead_to_years_and_weeks(whole: pikepdf.Pdf) -> None:
    with whole.open_outline() as outline:
        first, year = outline.root
    assert first.title == "Angaben zur Ausbildung"
    assert year.title == "1. Ausbildungsjahr"
    assert year.children[0].title == "KW 32 · 5.–11. August 2024"
    assert len(year.children) == 4


def test_all_fonts_are_ours_and_embedded(whole: pikepdf.Pdf) -> None:
    fonts = [
        o for o in whole.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
    ]
    names = {str(font.FontName).partition("+")[2].partition("-")[0] for font in fonts}
    assert names
    assert names <= {"FiraSans", "DejaVuSans"}
    assert all("/FontFile2" in font for font in fonts)


def test_the_data_is_attached_as_data(whole: pikepdf.Pdf) -> None:
    (attached,) = whole.Root.AF
    assert str(attached.AFRelationship) == "/Data"
    assert str(attached.EF.F.Subtype) == "/application/json"
    content = whole.attachments["ausbildungsnachweis.json"].get_file().read_bytes()
    weeks = [week(n, state=state) for n, state in enumerate(("signed", "submitted", "returned", "draft"))]
    assert json.loads(content) == record_data(document(*weeks, missing=(date(2024, 9, 2),)))


def test_a_week_fits_one_page_and_each_week_of_a_training_begins_one() -> None:
    assert _pages(document(week(), first=date(2024, 8, 5), last=date(2024, 8, 11))) == 1
    assert _pages(document(*[week(n) for n in range(6)])) == 1 + 6


def test_a_long_table_goes_on_with_its_header() -> None:
    long = replace(COMPANY, text="Leitungen verlegt und geprüft. " * 120)
    pdf = pikepdf.open(io.BytesIO(render_pdf(document(week(line=long)))))
    assert len(pdf.pages) > 3
    assert [str(e.S) for e in elements(pdf.Root.StructTreeRoot.K)].count("/THead") == 2  # cover and one week


def test_the_same_record_gives_the_same_bytes_in_every_thread() -> None:
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(render_pdf(document(week(), week(1))))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len({*made, render_pdf(document(week(), week(1)))}) == 1


def test_digest_is_of_the_content_not_of_the_moment() -> None:
    first, changed = document(week()), document(week(line=replace(COMPANY, minutes=464)))
    later = replace(first, made_at=first.made_at.replace(hour=20))
    digests = [record_data(d)["content_digest"] for d in (first, later, changed)]
    assert digests[0] == digests[1] != digests[2]


def test_digest_can_be_checked_from_the_file_as_documented() -> None:
    data = json.loads(record_json(document(week(), firm="Müller & Söhne")))
    content = dict(list(data.items())[4:])
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    assert data["content_digest"] == hashlib.sha256(text.encode("ascii")).hexdigest()


def test_every_key_of_the_data_is_documented(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "record-json.md").read_text(encoding="utf-8")
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    line = replace(COMPANY, plan_items=(POSITION, FIELD), school_text="Felder", released_on=date(2024, 8, 6))
    noted = replace(week(line=line), acts=(act("signed", day=date(2024, 8, 9)),))
    data = json.loads(record_json(document(noted, missing=(date(2024, 9, 2),))))
    assert set(_paths(data)) == documented


def _paths(value: object, stem: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{stem}{key}"
            yield from _paths(item, f"{stem}{key}.")
    elif isinstance(value, list):
        for item in value:
            yield from _paths(item, f"{stem[:-1]}[].")


def _pages(record: RecordDocument) -> int:
    with pikepdf.open(io.BytesIO(render_pdf(record))) as pdf:
        return len(pdf.pages)
