"""What stands in mails, in which language, and to whom they go."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail import send_mail as django_send_mail
from pytest_django import Settings

import zweiklang
from tests.jobs.letters import TEMPLATE
from tests.mailing import delivered
from tests.worlds import ACTOR, Worlds
from zweiklang.config.declared import read_settings
from zweiklang.kernel import clock
from zweiklang.kernel.mail_markup import mail_html
from zweiklang.people.mailing.delivery import tidy
from zweiklang.people.models import OutgoingMail
from zweiklang.people.public import Code, Impersonal, Link, MailKind, MailValue, Person, send_mail
from zweiklang.rooms.public import as_system

PACKAGE = Path(zweiklang.__file__).parent
LINK = Link("/ausbildung/")


@pytest.fixture
def person(worlds: Worlds) -> Person:
    return worlds.a.people["trainer"]


def notify(to: Person | str, kind: MailKind = MailKind.CONTRACTS, **context: MailValue) -> bool:
    return send_mail(
        ACTOR, to=to, template=TEMPLATE, kind=kind, context={"months": 36, "link": LINK, **context}
    )


class _Shown(HTMLParser):
    """What somebody reads, and where one can go."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden = tag == "title"
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


def html_of(message: EmailMessage) -> str:
    (alternative,) = message.alternatives
    return str(alternative.content)


def test_both_parts_say_the_same_and_lead_to_the_same_pages(person: Person) -> None:
    notify(person)
    (message,) = delivered()
    shown = _Shown(html_of(message))
    addresses = re.findall(r"https?://\S+", message.body)
    assert shown.links == addresses
    words = [w for w in message.body.replace(":\nhttp", "\nhttp").split() if w != "--" and w not in addresses]
    assert [w for w in shown.words if w not in addresses] == words
    assert not shown.tags & {"img", "script", "link", "style", "form", "iframe"}


def test_the_html_part_names_its_language_and_title(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(language="en")
    person.refresh_from_db()
    notify(person)
    (message,) = delivered()
    assert message.subject == "Zweiklang: A contract is confirmed"
    assert message.body.startswith(f"Hello {person.name},\n")
    assert '<html lang="en">' in html_of(message)
    assert "<title>Zweiklang: A contract is confirmed</title>" in html_of(message)
    assert message.extra_headers["Content-Language"] == "en"


def test_a_language_we_do_not_write_becomes_german(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(language="tr")
    person.refresh_from_db()
    notify(person)
    assert delivered()[0].body.startswith(f"Guten Tag {person.name},\n")


def test_no_name_but_the_recipients_own_stands_in_a_mail_and_none_in_a_subject(
    person: Person, worlds: Worlds
) -> None:
    notify(person)
    (message,) = delivered()
    others = {p.family_name for p in worlds.a.people.values()} - {person.family_name}
    assert not {name for name in others if name in message.body}
    assert person.family_name not in message.subject
    assert person.given_name not in message.subject


def test_text_that_does_not_say_why_it_may_stand_in_a_mail_is_refused(person: Person) -> None:
    with pytest.raises(TypeError, match="no personal data"):
        notify(person, school="Anna Beispiel")
    assert delivered() == []


def test_names_of_organisations_and_codes_are_allowed(person: Person) -> None:
    notify(person, school=Impersonal("Johann-Philipp-Reis-Schule"))
    notify(person, school=Code("ABC-123"))
    assert ["Reis-Schule" in m.body for m in delivered()] == [True, False]


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example/x", "http://testserver.evil.example/"]
)
def test_a_link_always_leads_to_us(link: str, person: Person) -> None:
    notify(person, link=Link(link))
    assert "evil" not in delivered()[0].body


def test_a_mail_whose_text_leads_away_is_not_written(person: Person) -> None:
    with pytest.raises(ValueError, match="leads away"):
        notify(person, school=Impersonal("https://evil.example/"))


def test_a_name_can_become_neither_markup_nor_a_header(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(
        given_name="Eve\r\nBcc: eve@example.org\r\n\r\n", family_name="<script>alert(1)</script>"
    )
    person.refresh_from_db()
    notify(person, school=Impersonal("Schule\r\nBcc: eve@example.org"))
    (message,) = delivered()
    assert message.recipients() == [person.email]
    parsed = message.message()
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == "Zweiklang: Ein Vertrag ist bestätigt Schule Bcc: eve@example.org"
    assert "<script>" not in html_of(message)
    assert "&lt;script&gt;" in html_of(message)


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "x", ""]
)
def test_an_address_that_is_none_is_refused(address: str, db: None) -> None:
    with pytest.raises(ValueError, match="address"):
        notify(address, kind=MailKind.INVITATION)
    assert delivered() == []


def test_djangos_own_way_leads_through_the_queue_too_and_refuses_two_lines_as_subject(
    db: None, settings: Settings
) -> None:
    queue = {"BACKEND": "zweiklang.people.mailing.backend.QueueBackend"}
    settings.MAILERS = {
        **settings.MAILERS,
        "default": queue,
    }  # Django's test environment has put its own there
    django_send_mail("Betreff", "Grüße\n", None, ["a@example.org"])
    assert mail.outbox == []
    with pytest.raises(ValueError, match=r"newline|linefeed|carriage"):
        django_send_mail("Betreff\nBcc: b@example.org", "Text", None, ["a@example.org"])
    (message,) = delivered()
    assert (message.subject, message.body, message.to) == ("Betreff", "Grüße\n", ["a@example.org"])


def test_notices_say_how_to_stop_them_and_other_mails_do_not(person: Person) -> None:
    notify(person)
    notify(person, kind=MailKind.INVITATION)
    notify(person, kind=MailKind.SECURITY)
    notice, *others = delivered()
    assert re.fullmatch(
        r"<http://testserver/konto/abbestellen/[^/]+/>", notice.extra_headers["List-Unsubscribe"]
    )
    assert notice.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert notice.extra_headers["List-Unsubscribe"].strip("<>") in notice.body
    for other in others:
        assert "List-Unsubscribe" not in other.extra_headers
        assert "abbestellen" not in other.body


def test_a_notice_needs_somebody_who_can_stop_it(db: None) -> None:
    with pytest.raises(TypeError, match="persons only"):
        notify("a@example.org")


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_who_has_no_account_or_no_address_gets_nothing(change: dict[str, object], person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(**change)
    person.refresh_from_db()
    assert not notify(person)
    assert delivered() == []


def test_a_code_that_nobody_waits_for_any_more_is_not_sent_and_not_kept(person: Person) -> None:
    send_mail(
        ACTOR, to=person, template="account/email/login_code", kind=MailKind.SECURITY,
        context={"code": Code("ABC-123")}, expires_in=timedelta(minutes=5),
    )  # fmt: skip
    with clock.standing_at(clock.now() + timedelta(minutes=6)):
        assert delivered() == []
    with as_system("tests"):
        mail = OutgoingMail.objects.get()
    assert (mail.state, mail.address, mail.text) == ("expired", "", "")


def test_the_tidier_erases_what_expired_and_forgets_what_was_sent(person: Person) -> None:
    notify(person, kind=MailKind.SECURITY)
    with clock.standing_at(clock.now() + timedelta(hours=2)), as_system("tests"):
        tidy()
        assert OutgoingMail.objects.get().text == ""
    with clock.standing_at(clock.now() + timedelta(days=31)), as_system("tests"):
        tidy()
        assert not OutgoingMail.objects.exists()


def test_every_mail_of_ours_has_a_subject_and_both_languages() -> None:
    names = {path.as_posix() for path in PACKAGE.glob("*/jinja2/*/email/*_message*.txt")}
    german = {name for name in names if not name.endswith(".en.txt") and "/base_" not in name}
    assert len(german) > 20
    wanted = {n.replace("_message", part).replace(".txt", end) for n in german
              for part in ("_message", "_subject") for end in (".txt", ".en.txt")}  # fmt: skip
    assert sorted(name for name in wanted if not Path(name).exists()) == []


def test_codes_lists_and_plain_addresses_become_html() -> None:
    html = mail_html(
        "Ihr Code:\n\n    A<B\n\n* eins\n* zwei\n\nhttp://testserver/a?b=1&c=2\n", subject="S", language="de"
    )
    assert re.search(r'<p style="font-family:[^"]*monospace[^"]*">A&lt;B</p>', html)
    assert "<ul><li>eins</li><li>zwei</li></ul>" in html
    assert 'href="http://testserver/a?b=1&amp;c=2"' in html


@pytest.mark.parametrize(
    "url", ["zweiklang.example", "https://", "https://zweiklang.example/app", "javascript:x"]
)
def test_an_address_of_the_site_that_is_none_is_said_at_the_start(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWEIKLANG_URL", url)
    with pytest.raises(ValueError, match="ZWEIKLANG_URL"):
        read_settings()


def test_links_begin_with_the_first_host_unless_the_operator_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZWEIKLANG_ALLOWED_HOSTS", "*,.x.example,lernen.example,y.example")
    monkeypatch.delenv("ZWEIKLANG_URL", raising=False)
    assert read_settings().base_url == "https://lernen.example"
    monkeypatch.setenv("ZWEIKLANG_URL", "http://127.0.0.1:8000/")
    assert read_settings().base_url == "http://127.0.0.1:8000"
