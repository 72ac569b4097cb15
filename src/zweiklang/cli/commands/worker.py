"""`zweiklang worker`, `zweiklang worker status`, `zweiklang worker retry`."""

import json

import click

from zweiklang.cli.environment import database, require_secret_key, setup_django, use_direct_database


@click.group(invoke_without_command=True)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 32),
    default=4,
    show_default=True,
    help="Jobs done at the same time.",
)
@click.option("--until-empty", is_flag=True, help="End when no job is due.")
@click.pass_context
def worker(context: click.Context, concurrency: int, until_empty: bool) -> None:
    """Does the jobs of the queue (mails, for example) until Ctrl-C or SIGTERM.

    `zweiklang demo` and `zweiklang serve` start one by themselves. The worker listens to the database and so needs
    PostgreSQL itself: behind PgBouncer set ZWEIKLANG_DIRECT_DATABASE_URL.

    Told to end, it finishes the jobs in hand; what takes longer than ZWEIKLANG_END_SECONDS is undone and put back.
    """
    if context.invoked_subcommand is not None:
        return
    require_secret_key()
    use_direct_database()
    with database():
        setup_django()
        from zweiklang.cli.working import step_into_system_role, work

        step_into_system_role()
        work(concurrency=concurrency, until_empty=until_empty)


@worker.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(as_json: bool) -> None:
    """Says how many jobs wait, which have failed, and whether a worker is there."""
    with database():
        setup_django()
        from zweiklang.cli.queue_status import read_status, status_text

        found = read_status()
        click.echo(json.dumps(found) if as_json else status_text(found))


@worker.command()
@click.argument("job", type=int)
def retry(job: int) -> None:
    """Puts a failed job into the queue once more; `zweiklang worker status` lists them."""
    with database():
        setup_django()
        from zweiklang.cli.queue_status import put_back

        if not put_back(job):
            raise click.ClickException(f"There is no failed job {job}.")
        click.echo(f"Job {job} is in the queue again.")
