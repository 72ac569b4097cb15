"""What does not start at all."""

import pytest
from click.testing import CliRunner

from zweiklang.cli.commands.serve import serve


@pytest.mark.parametrize("demo", ["", "false", "0"])
def test_serve_refuses_to_start_without_a_secret_key(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zweiklang.cli.commands.serve.only_server", lambda address: pytest.fail("it starts"))
    for name in ("SECRET_KEY", "DEBUG"):
        monkeypatch.delenv(f"ZWEIKLANG_{name}", raising=False)
    monkeypatch.setenv("ZWEIKLANG_DEMO", demo)
    result = CliRunner().invoke(serve, [])
    assert result.exit_code == 1
    assert "ZWEIKLANG_SECRET_KEY is not set" in result.output
