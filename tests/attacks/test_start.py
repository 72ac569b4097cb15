"""What does not start at all."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from zweiklang.cli.commands.serve import serve


@pytest.mark.parametrize("demo", ["", "false", "0"])
def test_serve_refuses_to_start_without_a_secret_key(
    demo: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("zweiklang.cli.commands.serve.database", lambda **_: pytest.fail("it starts"))
    monkeypatch.setenv("ZWEIKLANG_VAR_DIR", str(tmp_path))
    for name in ("SECRET_KEY", "DEBUG"):
        monkeypatch.delenv(f"ZWEIKLANG_{name}", raising=False)
    monkeypatch.setenv("ZWEIKLANG_DEMO", demo)
    result = CliRunner().invoke(serve, ["--port", "38211"])
    assert result.exit_code == 1
    assert "ZWEIKLANG_SECRET_KEY is not set" in result.output
