"""The papers as pages: for everybody, without sign-in, with what the operator has set, and no dead end."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from tests.privacy.documents.texts import texts_of
from tests.worlds import ACTOR
from zweiklang.kernel.clock import now, today
from zweiklang.privacy.documents.activities import AUDIENCES, activities
from zweiklang.privacy.documents.catalogue import build, builders
from zweiklang.privacy.documents.installation import any_installation
from zweiklang.privacy.documents.notice import audiences, overview
from zweiklang.privacy.documents.responsible import PLACEHOLDERS, responsible
from zweiklang.privacy.documents.shape import Facts, Links, Table
from zweiklang.privacy.documents.sources import text_file
from zweiklang.privacy.documents.tables import data_tables
from zweiklang.privacy.public import document_pages
from zweiklang.rooms.public import ReleaseDecision, as_system
from zweiklang.web.context import TEXT_SIZE_COOKIE, THEME_COOKIE

pytestmark = pytest.mark.django_db
SLUGS = tuple(builders())


@pytest.mark.parametrize("slug", SLUGS)
def test_everybody_reads_every_paper(client: Client, slug: str) -> None:
    answer = client.get(reverse("privacy:documents_page", args=[slug]))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f"<title>{build(slug, any_installation()).title} – Zweiklang</title>" in html
    assert reverse("privacy:documents_pdf", args=[slug]) in html
    assert html.count("<h1") == 1


def test_an_unknown_paper_is_not_found(client: Client) -> None:
    for ending in ("geheim/", "geheim.pdf"):
        assert client.get(f"/datenschutz/{ending}").status_code == 404


def test_papers_are_only_read(client: Client) -> None:
    for slug in ("verzeichnis/", "verzeichnis.pdf", ""):
        assert client.post(f"/datenschutz/{slug}").status_code == 405


def test_the_first_page_leads_to_all_papers(client: Client) -> None:
    html = client.get(reverse("web:privacy")).content.decode()
    assert all(f'href="{reverse("privacy:documents_page", args=[slug])}"' in html for slug in SLUGS)


def test_the_controller_and_the_officer_of_the_settings_are_named(client: Client, settings) -> None:
    settings.CONTROLLER_NAME, settings.CONTROLLER_ADDRESS = (
        "Hessisches Amt <Probe>",
        "Am Markt 1, 34117 Kassel",
    )
    settings.CONTROLLER_EMAIL, settings.DPO_NAME = "amt@amt.example", "Stelle für Datenschutz"
    settings.DPO_EMAIL = "datenschutz@amt.example"
    for slug in ("", *(f"{slug}/" for slug in SLUGS)):
        html = client.get(f"/datenschutz/{slug}").content.decode()
        assert "Hessisches Amt &lt;Probe&gt;" in html
        assert "amt@amt.example" in html
        assert ("datenschutz@amt.example" in html) == (slug != "leichte-sprache/")


def test_without_own_settings_the_operator_is_responsible_and_no_officer_is_made_up(settings) -> None:
    settings.CONTROLLER_NAME = settings.CONTROLLER_ADDRESS = settings.CONTROLLER_EMAIL = ""
    settings.DPO_NAME = settings.DPO_EMAIL = ""
    settings.OPERATOR_NAME, settings.OPERATOR_EMAIL = "Betriebsamt", "hilfe@amt.example"
    facts = dict(responsible().facts())
    assert facts["Verantwortliche Stelle"].splitlines()[0] == "Betriebsamt"
    assert "hilfe@amt.example" in facts["Verantwortliche Stelle"]
    assert facts["Datenschutzbeauftragte oder -beauftragter"] == "noch nicht eingetragen"


def test_every_link_of_every_paper_leads_to_a_page() -> None:
    papers = [overview(any_installation()), *(build(slug, any_installation()) for slug in SLUGS)]
    addresses = {
        i.address for p in papers for block in p.blocks() if isinstance(block, Links) for i in block.items
    }
    assert {"/konto/daten/", "/konto/rechte/", "/regeln/"} <= addresses
    dead = [address for address in sorted(addresses) if not _resolves(address)]
    assert not dead


def _resolves(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def test_tables_become_cards_with_the_name_of_each_column(client: Client) -> None:
    html = client.get(reverse("privacy:documents_page", args=["verzeichnis"])).content.decode()
    assert html.count("zk-table--cards") == html.count("<table")
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL)
    assert len(rows) > len(data_tables())
    assert all(row.count("<td") == row.count("data-label=") for row in rows)


@pytest.mark.parametrize("slug", tuple(audiences()))
def test_a_notice_says_what_the_law_asks_for(slug: str) -> None:
    """Art. 13 Abs. 1, 2 and Art. 14 Abs. 1, 2 DSGVO."""
    paper = build(slug, any_installation())
    text = texts_of(paper)
    terms = [term for block in paper.blocks() if isinstance(block, Facts) for term, _ in block.rows]
    key = audiences()[slug].key
    concerned = [a for a in activities() if key in a.concerns]
    assert PLACEHOLDERS.name in text
    assert PLACEHOLDERS.officer in text
    for term in ("Woher sie kommen", "Warum wir das dürfen", "Müssen Sie das angeben?"):
        assert terms.count(term) == len(concerned), term
    assert "Beauftragten für Datenschutz und Informationsfreiheit" in text
    assert "Art. 22 DSGVO" in text
    assert "widerrufen" in text
    assert "außerhalb der EU" in text


@pytest.mark.parametrize("slug", tuple(audiences()))
def test_a_notice_names_every_table_about_its_audience_and_how_long(slug: str) -> None:
    paper = build(slug, any_installation())
    rows = {row for block in paper.blocks() if isinstance(block, Table) for row in block.rows}
    about = [t for a in activities() for t in a.tables_about(audiences()[slug].key)]
    assert about
    assert {(table.plain, table.retention) for table in about} <= rows


def test_every_table_with_personal_data_is_told_to_somebody() -> None:
    told = {t.label for a in activities() for audience in a.concerns for t in a.tables_about(audience)}
    assert told == set(data_tables())


def test_every_capacity_finds_its_notice() -> None:
    """Whoever can be in a room or hold a post is an audience."""
    assert {audience.key for audience in audiences().values()} == set(AUDIENCES)
    assert all(any(key in activity.concerns for activity in activities()) for key in AUDIENCES)


def test_the_cookies_are_those_we_set() -> None:
    names = {cookie["name"] for cookie in text_file("notice")["cookie"]}
    assert names == {
        f"__Host-{site.SESSION_COOKIE_NAME}",
        f"__Host-{site.CSRF_COOKIE_NAME}",
        THEME_COOKIE,
        TEXT_SIZE_COOKIE,
        "zk-draft",
    }
    assert site.SESSION_COOKIE_AGE == 14 * 24 * 3600
    assert 364 * 24 * 3600 <= site.CSRF_COOKIE_AGE <= 366 * 24 * 3600


def test_a_decision_of_the_land_stands_on_the_page_from_its_day_on_and_not_in_the_repository(
    client: Client,
) -> None:
    """A notice that spoke of the rules as shipped would be wrong as soon as the Land decides."""
    before = document_pages()
    sentence = "Ausbildende sehen Themen, weil das Land es so entschieden hat."

    def decide(effective_on: date) -> None:
        with as_system(ACTOR):
            ReleaseDecision.objects.create(
                body="land",
                category="lessons",
                capacity="trainer",
                state="open",
                effective_on=effective_on,
                reason="Probe",
                sentence=sentence,
                decided_as="Land",
                decided_at=now(),
            )

    def shown(slug: str) -> str:
        return client.get(reverse("privacy:documents_page", args=[slug])).content.decode()

    decide(today() + timedelta(days=1))
    assert sentence not in shown("auszubildende")
    assert "die Schule entscheidet" in _row_of(shown("verzeichnis"), "Unterrichtsthemen")
    decide(today())
    assert sentence in shown("auszubildende")
    assert "die Schule entscheidet" not in _row_of(shown("verzeichnis"), "Unterrichtsthemen")
    assert document_pages() == before


def _row_of(html: str, name: str) -> str:
    """The row of the matrix of rules, up to the firm's cell."""
    begin = f'<th scope="row">{name}</th><td data-label="Auszubildende/r">'
    return re.search(rf'{re.escape(begin)}.*?data-label="Klassenleitung"', html, re.DOTALL)[0]


def test_a_page_asks_for_the_rules_once_and_for_nothing_else(client: Client) -> None:
    for slug in ("", "verzeichnis/", "auszubildende/", "massnahmen.pdf"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/datenschutz/{slug}")
        tables = [re.findall(r'FROM "(\w+)"', query["sql"]) for query in asked.captured_queries]
        assert [found for found in tables if found] == [["rooms_releasedecision"]]
