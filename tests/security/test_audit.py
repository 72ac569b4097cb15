"""What the audits answer is read as it is meant, and what was not asked is never called safe."""

import json
from datetime import date, timedelta

import pytest
from tools import audit

TODAY = date(2026, 11, 22)
PYTHON = {
    "dependencies": [
        {"name": "django", "version": "6.1", "vulns": []},
        {
            "name": "jinja2",
            "version": "3.1.0",
            "vulns": [
                {
                    "id": "PYSEC-2099-1",
                    "fix_versions": ["3.1.9"],
                    "aliases": ["CVE-2099-1"],
                    "description": "x",
                },
                {"id": "PYSEC-2099-2", "fix_versions": [], "aliases": [], "description": "x"},
            ],
        },
    ],
    "fixes": [],
}
NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "braces": {
            "name": "braces",
            "range": "<3.0.3",
            "fixAvailable": True,
            "via": [{"source": 1, "url": "https://github.com/advisories/GHSA-grv7-fg5c-xmjg", "title": "x"}],
        },
        "micromatch": {"name": "micromatch", "range": "<=4.0.7", "fixAvailable": True, "via": ["braces"]},
    },
    "metadata": {},
}
ONE = audit.Finding("jinja2", "3.1.0", "PYSEC-2099-1", "3.1.9")


def _allowed(until: date, advisory: str = "PYSEC-2099-1") -> object:
    return audit.Allowance(advisory, "jinja2", "never called", until)


def test_each_advisory_of_pip_audit_is_a_finding() -> None:
    found = audit.of_python(json.dumps(PYTHON))
    assert found == [ONE, audit.Finding("jinja2", "3.1.0", "PYSEC-2099-2", "nothing yet")]


def test_each_advisory_of_npm_is_a_finding_at_its_own_package_alone() -> None:
    assert audit.of_npm(json.dumps(NPM)) == [
        audit.Finding("braces", "<3.0.3", "GHSA-grv7-fg5c-xmjg", "there is a fix")
    ]
    assert audit.of_npm('{"auditReportVersion": 2, "vulnerabilities": {}}') == []


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Service unavailable",
        "[]",
        "{}",
        '{"dependencies": []}',
        '{"dependencies": [{"name": "x", "skip_reason": "gone"}]}',
    ],
)
def test_pip_audit_that_looked_at_nothing_is_not_clean(answer: str) -> None:
    with pytest.raises(audit.NotAsked):
        audit.of_python(answer)


@pytest.mark.parametrize(
    "answer",
    ["", "<html>", "{}", '{"error": {"code": "ENOAUDIT"}}', '{"message": "request failed", "error": {}}'],
)
def test_npm_that_was_not_answered_is_not_clean(answer: str) -> None:
    with pytest.raises(audit.NotAsked):
        audit.of_npm(answer)


def test_an_allowance_holds_to_its_last_day_and_for_its_own_advisory_alone() -> None:
    assert audit.judged([ONE], [_allowed(TODAY)], TODAY)[0] == []
    assert audit.judged([ONE], [_allowed(TODAY - timedelta(days=1))], TODAY)[0] == [ONE]
    assert audit.judged([ONE], [_allowed(TODAY, "PYSEC-2099-2")], TODAY)[0] == [ONE]


def test_an_allowance_for_nothing_is_named() -> None:
    assert "remove it" in audit.judged([], [_allowed(TODAY)], TODAY)[1][0]


@pytest.mark.parametrize(
    "line",
    [
        "",
        'reason = "x"',
        "until = 2027-01-31",
        'reason = " "\nuntil = 2027-01-31',
        'reason = "x"\nuntil = "soon"',
    ],
)
def test_an_allowance_needs_a_reason_and_a_day(line: str) -> None:
    with pytest.raises(ValueError, match="reason and a last day"):
        audit.allowances(f'[[allowed]]\nadvisory = "X-1"\npackage = "x"\n{line}')


def test_our_own_allowances_can_be_read() -> None:
    audit.allowances(audit.ALLOWED.read_text())


@pytest.mark.parametrize(
    ("python", "npm", "code"),
    [
        ([], [], 0),
        ([ONE], [], 1),
        ([], None, 2),
        ([ONE], None, 1),
        (None, None, 2),
    ],
)
def test_the_exit_code_says_what_was_found_and_what_was_not_asked(
    python: list[object] | None,
    npm: list[object] | None,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def asked(answer: list[object] | None) -> object:
        def ask() -> list[object]:
            if answer is None:
                raise audit.NotAsked("no route")
            return answer

        return ask

    monkeypatch.setattr(audit, "ask_python", asked(python))
    monkeypatch.setattr(audit, "ask_npm", asked(npm))
    assert audit.main() == code
    assert ("NOT ASKED. no route" in capsys.readouterr().out) is (npm is None)


def test_a_program_that_says_nothing_was_not_asked() -> None:
    with pytest.raises(audit.NotAsked):
        audit._run(["true"])
    with pytest.raises(audit.NotAsked):
        audit._run(["/no/such/program"])
