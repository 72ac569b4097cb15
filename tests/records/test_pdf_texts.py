"""What stands on the paper, and that no text of anybody can break or steer it."""

import io
import json
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
import typst
from tests.records.pdf_documents import COMPANY, SCHOOL, act, document, week

from zweiklang.kernel.paper import setting
from zweiklang.kernel.paper.glyphs import drawable, plain, printable
from zweiklang.records.document import printed as printing
from zweiklang.records.document.pdf import render_pdf
from zweiklang.records.document.printed import printed
from zweiklang.records.document.shape import DocumentDay, DocumentWeek

HOSTILE = {
    "code": '#import "/etc/passwd": * #eval("1+1") #panic() #sys.inputs',
    "markup": "\\ *fett* _kursiv_ $x$ <label> @ref `raw` // weg /* weg */ [a] {b} = Titel\n- Liste",
    "emoji": "Geschafft 😀 👍🏽 👨‍👩‍👧 ✓",
    "endless word": "Donaudampfschifffahrt" * 180,
    "one letter": "x" * 4000,
    "right to left": "שלום עולם 123 مرحبا",
    "unknown scripts": "नमस्ते 漢字 ไทย ꙮ",
    "control": "a\x00b\x07c\x1b[31m\x7f\x85d",
    "direction override": "\u202egnp.exe\u202c \u2066x\u2069",
    "private use": "\ue000\uf8ff\U000f0000",
    "no character": "\ud800\ufffe\uffff\U0010ffff\ufeff",
    "marks": "Z" + "\u0301\u0323" * 60,
    "lines": "\r\n\n\x0b\u2028\n",
    "nothing": "",
}


def one_line(text: str) -> DocumentWeek:
    return week(line=replace(COMPANY, text=text))


def texts_of(page: dict[str, Any]) -> str:
    return json.dumps(page, ensure_ascii=False)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_is_set_and_kept_word_for_word_in_the_data(text: str) -> None:
    record = replace(document(one_line(text)), apprentice=f"Jana {text[:80]}", firm=text[:90] or "GmbH")
    with pikepdf.open(io.BytesIO(render_pdf(record))) as pdf:
        data = json.loads(pdf.attachments["ausbildungsnachweis.json"].get_file().read_bytes())
    assert data["weeks"][0]["days"][0]["lines"][0]["text"] == text
    assert data["firm"]["name"] == record.firm


def test_random_characters_never_need_the_plain_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "plain", lambda text: pytest.fail("fell back"))
    chance, known = random.Random(2), sorted(drawable())
    for index in range(20):
        points = known if index % 2 else range(0x110000)
        render_pdf(document(one_line("".join(chr(chance.choice(points)) for _ in range(400)))))


def test_code_in_a_text_is_printed_as_it_stands() -> None:
    page = printed(document(one_line(HOSTILE["code"])))
    assert page["weeks"][0]["days"][0]["lines"][0]["text"] == [HOSTILE["code"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Größe\u0308", "Größë"),
        ("漢字", "▯▯"),
        ("a\x00b\x1bc", "abc"),
        ("\u202eabc\u202c", "abc"),
        ("a\tb", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ue000", "▯"),
        ("👍\ufe0f", "▯"),
        ("Z" + "\u0316" * 9, "Z" + "\u0316" * 3),
        ("  x \n", "x"),
    ],
)
def test_texts_are_made_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_endless_words_get_places_to_break_and_normal_ones_none() -> None:
    assert printable("x" * 100).replace("\u200b", "") == "x" * 100
    assert max(map(len, printable("x" * 100).split("\u200b"))) <= 36
    assert "\u200b" not in printable("Rindfleischetikettierungsgesetz")


def test_replaced_characters_are_explained_on_the_page() -> None:
    assert printed(document(one_line("漢")))["substituted"] is True
    assert printed(document(one_line("Wärmepumpe")))["substituted"] is False


def test_text_that_cannot_be_shaped_is_replaced_rather_than_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "printable", lambda text: text)
    assert render_pdf(document(one_line("漢字 und Text"))).startswith(b"%PDF-1.7")
    assert plain("漢字 und Größe\n") == "▯▯ und Größe\n"
    monkeypatch.setattr(setting, "plain", lambda text: text)
    with pytest.raises(typst.TypstError):
        render_pdf(document(one_line("漢字 und Text")))


def test_unsigned_weeks_are_marked_and_signed_ones_carry_name_and_moment() -> None:
    page = printed(
        document(*(week(n, state=s) for n, s in enumerate(("draft", "submitted", "returned", "signed"))))
    )
    assert [w["mark"] for w in page["weeks"]] == [
        "Entwurf – nicht unterschrieben",
        "Eingereicht – noch nicht unterschrieben",
        "Zurückgegeben – nicht unterschrieben",
        "Unterschrieben",
    ]
    draft, _, _, signed = (w["boxes"] for w in page["weeks"])
    assert [box["act"] for box in draft] == ["noch nicht eingereicht", "noch nicht unterschrieben"]
    assert signed[1]["name"] == "Katrin Lohmann, Ausbilder/in"
    assert signed[1]["act"] == "am Mo, 2. September 2024, 15:03 Uhr elektronisch unterschrieben"
    assert signed[1]["digest"] == "Prüfsumme 3fa2 91bc 77d0 e125"


def test_signature_that_no_longer_holds_is_not_printed() -> None:
    void = replace(week(state="draft"), acts=(act("signed", day=date(2024, 8, 9), holds=False),))
    assert "Katrin Lohmann, Ausbilder/in" not in texts_of(printed(document(void))["weeks"][0])


def test_notes_of_school_and_guardian_and_unlocking_are_printed() -> None:
    noted = replace(
        week(),
        acts=(
            act("school_noted", name="Birgit Stamm", capacity="Klassenleitung", day=date(2024, 8, 12)),
            act("guardian_noted", name="Eva Weber", capacity="Gesetzliche Vertretung", day=date(2024, 8, 12)),
            act(
                "unlocked",
                name="Peter Groß",
                capacity="Ausbildungsleitung",
                day=date(2024, 8, 13),
                reason="Zeit falsch.",
            ),
        ),
    )
    page = printed(document(noted))["weeks"][0]
    assert [box["title"] for box in page["boxes"]][2:] == ["Für die Berufsschule", "Gesetzliche Vertretung"]
    assert page["notes"] == [
        "Am Di, 13. August 2024, 15:03 Uhr entsperrt von Peter Groß (Ausbildungsleitung). Grund: Zeit falsch."
    ]


def test_missing_weeks_and_states_per_year_stand_on_the_cover() -> None:
    missing = (date(2024, 8, 19), date(2024, 12, 23), date(2024, 12, 30), date(2025, 1, 6))
    page = printed(document(week(), week(1, state="draft"), week(60), missing=missing))
    assert page["missing_count"] == 4
    assert page["missing"] == [
        "KW 34 · 19.–25. August 2024",
        "KW 52/2024 bis KW 2/2025 · 23. Dezember 2024 bis 12. Januar 2025 (3 Wochen)",
    ]
    assert page["summary"] == [
        ["1. Ausbildungsjahr", "1", "0", "0", "1"],
        ["2. Ausbildungsjahr", "1", "0", "0", "0"],
        ["Insgesamt", "2", "0", "0", "1"],
    ]


def test_days_without_lines_and_holidays_are_named() -> None:
    days = (
        DocumentDay(date(2025, 5, 1), "Erster Mai", ()),
        DocumentDay(date(2025, 5, 2), "", ()),
        DocumentDay(None, "", (SCHOOL,)),
    )
    page = printed(document(replace(week(), days=days)))["weeks"][0]
    assert [(day["label"], day["date"], day["empty"]) for day in page["days"]] == [
        ("Donnerstag", "1. Mai", "Feiertag: Erster Mai"),
        ("Freitag", "2. Mai", "Kein Eintrag"),
        ("Ganze Woche", "", "Kein Eintrag"),
    ]
    assert page["total"] == "6 h"


def test_times_are_summed_per_place() -> None:
    page = printed(document(week()))["weeks"][0]
    assert (page["total"], page["by_place"]) == ("35 h 15", "Betrieb 23 h 15 · Berufsschule 12 h")


def test_hidden_birth_date_leaves_no_empty_line() -> None:
    terms = [term for term, _ in printed(document(week(), born_on=None))["facts"]]
    assert "Geburtsdatum" not in terms
    assert "Ausbildungsberuf" in terms


@pytest.mark.parametrize("own", ["", "Das kannte ich schon."])
def test_the_schools_words_stand_with_their_certificate_before_her_own(own: str) -> None:
    line = replace(SCHOOL, text=own, school_text="LF 7 · Technik · Sensoren", released_on=date(2024, 8, 9))
    record = document(week(line=line))
    (shown, *_) = printed(record)["weeks"][0]["days"][0]["lines"]
    assert shown["school"] == "LF 7 · Technik · Sensoren"
    assert shown["certified"] == "Unterrichtsthema laut Klassenbuch, freigegeben am 9. August 2024"
    assert shown["text"] == [own]
    with pikepdf.open(io.BytesIO(render_pdf(record))) as pdf:
        data = json.loads(pdf.attachments["ausbildungsnachweis.json"].get_file().read_bytes())
    topic = {"text": "LF 7 · Technik · Sensoren", "released_on": "2024-08-09"}
    assert data["weeks"][0]["days"][0]["lines"][0]["school_topic"] == topic


def test_a_line_without_the_schools_words_has_no_certificate() -> None:
    (shown, *_) = printed(document(week()))["weeks"][0]["days"][0]["lines"]
    assert (shown["school"], shown["certified"]) == ("", "")
