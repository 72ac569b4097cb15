"""Each rule of tools/rules.py sees a bad sample and lets a good one pass; the package breaks none."""

import pytest
from tools import rules

VIEW = "records/views.py"
SAMPLES = {
    "open-view": (
        VIEW,
        "@login_not_required\ndef week(request): ...",
        "def week(request): ...",
    ),
    "exempt-view": (VIEW, "@csrf_exempt\ndef week(request): ...", "@csrf_protect\ndef week(request): ..."),
    "system-in-view": (
        "records/views/week.py",
        "from zweiklang.rooms.public import as_system",
        "from zweiklang.rooms.public import as_person",
    ),
    "owner-connection": (
        "records/services.py",
        "Week.objects.using('owner').all()",
        "Week.objects.using('default').filter(kind='owner')",
    ),
    "ready-markup": ("records/page.py", "mark_safe(text)", "format_html('<b>{}</b>', text)"),
    "built-sql": ("records/page.py", "Week.objects.raw(f'SELECT {x}')", "Week.objects.raw(_WEEKS, [x])"),
    "outward": ("records/page.py", "requests.get(url, timeout=3, allow_redirects=False)", "requests.first()"),
    "endless-request": (
        "exchange/video/bigbluebutton.py",
        "requests.get(url, timeout=3)",
        "requests.get(url, timeout=3, allow_redirects=False)",
    ),
    "program": ("records/page.py", "subprocess.run(['ls'])", "run(['ls'])"),
    "shell": ("cli/serving.py", "subprocess.run('ls', shell=True)", "subprocess.run(['ls'])"),
    "unpacking": ("records/page.py", "zipfile.ZipFile(f)", "opened(f)"),
    "open-parser": (
        "records/page.py",
        "etree.XMLParser(no_network=True)",
        "etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))",
    ),
    "living-data": ("records/page.py", "pickle.loads(data)", "json.loads(data)"),
    "personal-log": (
        "records/page.py",
        "logger.info('signed by %s', person.email)",
        "logger.info('signed: %s', week.pk)",
    ),
    "led-away": (
        "records/page.py",
        "redirect(request.GET['next'])",
        "redirect(safe_path(request))",
    ),
}


def _broken(text: str, path: str) -> set[str]:
    return {found.split(" ")[1].rstrip(":") for found in rules.faults_of_code(text, path)}


def test_every_rule_has_a_sample() -> None:
    assert set(SAMPLES) == {rule.name for rule in rules.RULES}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_rule_sees_the_bad_sample_and_lets_the_good_one_pass(name: str) -> None:
    path, bad, good = SAMPLES[name]
    assert name in _broken(bad, path)
    assert _broken(good, path) == set()


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("records/page.py", "connections['owner'].cursor()", "owner-connection"),
        ("records/page.py", "call_command('migrate', database='owner')", "owner-connection"),
        ("records/page.py", "Week.objects.extra(where=[x])", "built-sql"),
        ("records/page.py", "import xml.etree.ElementTree", "open-parser"),
        ("records/page.py", "etree.fromstring(data)", "open-parser"),
        ("records/page.py", "log.warning(f'{week}')", "personal-log"),
        ("records/page.py", "log.warning('%s', request.POST)", "personal-log"),
        ("records/page.py", "HttpResponseRedirect(request.POST.get('next', '/'))", "led-away"),
        ("web/pages.py", "@login_not_required\ndef everything(request): ...", "open-view"),
    ],
)
def test_other_ways_to_break_a_rule_are_seen(path: str, text: str, name: str) -> None:
    assert name in _broken(text, path)


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ text | safe }}</p>",
        "{% autoescape false %}",
        '<a onclick="x()">',
        '<p style="color:red">',
        "<script>alert(1)</script>",
        '<a href="javascript:x()">',
    ],
)
def test_templates_are_looked_at(text: str) -> None:
    assert rules.faults_of_template(text, "records/jinja2/records/week.html")


@pytest.mark.parametrize(
    "text", ["<p>{{ text }}</p>", "<script src=\"{{ static('x.js') }}\"></script>", "{# text|safe #}"]
)
def test_templates_that_escape_pass(text: str) -> None:
    assert not rules.faults_of_template(text, "records/jinja2/records/week.html")


@pytest.mark.slow
def test_the_package_breaks_no_rule() -> None:
    assert rules.faults() == []


def test_no_place_is_allowed_that_is_not_there() -> None:
    """An allowance outlives its file only until here."""
    named = {place for rule in rules.RULES for place in rule.places}
    named |= {*rules.OPEN_VIEWS, *rules.EXEMPT_VIEWS, *rules.TEMPLATE_PLACES}
    assert [place for place in sorted(named) if not (rules.PACKAGE / place).exists()] == []
    for path, functions in {**rules.OPEN_VIEWS, **rules.EXEMPT_VIEWS}.items():
        text = (rules.PACKAGE / path).read_text()
        assert [name for name in functions if f"def {name}(" not in text] == [], path
