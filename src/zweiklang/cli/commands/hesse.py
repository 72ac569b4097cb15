"""`zweiklang hesse`: a Hesse of any size, made up, in a database of its own."""

import json
from datetime import date, datetime
from typing import Any

import click

DATABASE = "zweiklang_hesse"


@click.command()
@click.option(
    "--share",
    type=click.FloatRange(0.0002, 1),
    default=0.01,
    show_default=True,
    help="1 is all of Hesse, 88,000 apprentices.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed and day give the same rows."
)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day as of which it is (default: today)."
)
@click.option(
    "--database", "name", default=DATABASE, show_default=True, help="Its name on the embedded server."
)
@click.option("--json", "as_json", is_flag=True, help="For programs: counts and seconds on standard output.")
def hesse(share: float, seed: int, today: datetime | None, name: str, *, as_json: bool) -> None:
    """Makes a Hesse of that share from a seed: schools, firms, contracts, three years of training records. All of it is invented.

    It lies in a database of its own, which the next run makes anew, or in the one of DATABASE_OWNER_URL if nobody is in it yet.
    docs/operations/hesse.md says what is in it and how to serve it.
    """
    told = _made(share, seed, today.date() if today else None, name)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    width = max(map(len, told["counts"]))
    for table, count in sorted(told["counts"].items(), key=lambda row: -row[1]):
        click.echo(f"{table:<{width}} {count:>12,}")
    click.echo(
        f"\n{told['rows']:,} rows, {told['bytes'] / 1e9:.2f} GB, {told['seconds']} s. Database {told['database']}."
    )
    click.echo(f"Everybody's password: {told['password_file']}, for example azubi1@hesse.example.")


def _made(share: float, seed: int, today: date | None, name: str) -> dict[str, Any]:
    import time

    from zweiklang.cli.hesse_world.public import Size, fill, new_password, place_for, write_summary

    began = time.monotonic()
    with place_for(name) as place:
        from django.contrib.auth.hashers import make_password

        from zweiklang.kernel.clock import today as day_in_hesse

        size = Size.of_share(share, seed=seed, today=today or day_in_hesse())
        password_file, password = new_password(place)
        stored = make_password(password)
        filled = fill(place.urls.owner, size, password=stored, say=lambda text: click.echo(text, err=True))
        told = write_summary(place, size, share, filled, password_file)
    return {**told, "command_seconds": round(time.monotonic() - began, 1)}
