"""`zweiklang retention preview`, `run`, `protocol`."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from zweiklang.cli.commands.schools import database_ready

if TYPE_CHECKING:
    from zweiklang.privacy.public import RetentionRun

DAY = click.DateTime(["%Y-%m-%d"])
BY = "Kommandozeile"


@click.group()
def retention() -> None:
    """Deletes what is past its time, as the privacy note of each table says. The worker does it every night by itself."""


@retention.command()
@click.option("--on", type=DAY, help="As of this day (YYYY-MM-DD) instead of today.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def preview(on: datetime | None, *, as_json: bool) -> None:
    """Says how many rows of which table would be deleted; changes nothing."""
    with database_ready():
        from zweiklang.kernel.actor import system_actor
        from zweiklang.privacy.public import retention_preview

        found = retention_preview(system_actor("retention preview"), on=_day(on))
    if as_json:
        click.echo(json.dumps({"day": found.day.isoformat(), "tables": found.counts}, indent=2))
        return
    for table, count in found.counts.items():
        click.echo(f"{count:>9}  {table} ({found.names[table]})")
    click.echo(f"{found.total:>9}  rows would be deleted on {found.day}.")


@retention.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def run(*, as_json: bool) -> None:
    """Deletes what is due today and says what it was. Exit code 1 if a table could not be tidied. May be repeated or interrupted."""
    with database_ready():
        from zweiklang.kernel.actor import system_actor
        from zweiklang.privacy.public import NotAllDeleted, retention_protocol, run_retention

        try:
            run_retention(system_actor("retention run"), by=BY)
            failed = ""
        except NotAllDeleted as error:
            failed = str(error)
        told = _told(retention_protocol(limit=1)[0])
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else _as_text(told))
    if failed:
        raise click.ClickException(f"Not everything could be deleted: {failed}.")


@retention.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=30, show_default=True, help="The newest runs.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def protocol(limit: int, *, as_json: bool) -> None:
    """Says what the last runs deleted."""
    with database_ready():
        from zweiklang.privacy.public import retention_protocol

        told = [_told(one) for one in retention_protocol(limit=limit)]
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(_as_text(one) for one in told) or "No run yet.")


def _day(on: datetime | None) -> date | None:
    return on.date() if on else None


def _told(run: "RetentionRun") -> dict[str, Any]:
    """The run as JSON."""
    return {
        "day": run.day.isoformat(),
        "by": run.by,
        "began_at": run.began_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "deleted": [
            {
                "table": one.table,
                "rule": one.rule,
                "before": one.before.isoformat() if one.before else None,
                "rows": one.rows,
                "problem": one.problem,
            }
            for one in run.counts.all()
        ],
    }


def _as_text(told: dict[str, Any]) -> str:
    end = told["ended_at"] or "not ended"
    lines = [f"{told['day']} ({told['by']}), {told['began_at']} to {end}"]
    lines += [
        f"{one['rows']:>9}  {one['table']}, before {one['before']} ({one['rule']}){' FAILED: ' + one['problem'] if one['problem'] else ''}"
        for one in told["deleted"]
    ]
    return "\n".join([*lines, f"{sum(one['rows'] for one in told['deleted']):>9}  rows deleted."])
