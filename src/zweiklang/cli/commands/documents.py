"""`zweiklang documents build` and `check`: docs/generated/, made from the models' privacy notes and the release rules."""

from pathlib import Path

import click

from zweiklang.cli.environment import setup_django

FOLDER = Path("docs/generated")


@click.group()
def documents() -> None:
    """Makes the papers of data protection."""


@documents.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default=True,
    help="Folder for the Markdown files.",
)
def build(output: Path) -> None:
    """Writes every document as Markdown; a file that is no document (any more) is removed."""
    pages = _pages()
    output.mkdir(parents=True, exist_ok=True)
    for stale in set(output.glob("*.md")) - {output / name for name in pages}:
        stale.unlink()
    for name, text in pages.items():
        (output / name).write_text(text, encoding="utf-8")
    click.echo(f"{len(pages)} documents in {output}")


@documents.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default=True,
    help="Folder with the Markdown files.",
)
def check(output: Path) -> None:
    """Writes nothing; exit code 1 if a document is missing, out of date or too many, or a table has no place in them."""
    pages = _pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in output.glob("*.md")}
    wrong = sorted(name for name in {*pages, *found} if pages.get(name) != found.get(name))
    if wrong:
        raise click.ClickException(f"Out of date in {output}: {', '.join(wrong)}. Run `make docs`.")
    click.echo(f"{len(pages)} documents are up to date")


@documents.command()
@click.argument("slug")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
def pdf(slug: str, target: Path) -> None:
    """Sets one document as PDF, for the controller that the settings name."""
    setup_django()
    from zweiklang.privacy.public import document_pdf, document_slugs

    if slug not in document_slugs():
        raise click.ClickException(f"There is no document {slug}; there are {', '.join(document_slugs())}.")
    target.write_bytes(document_pdf(slug))


def _pages() -> dict[str, str]:
    """Returns the text of each file by its name; refuses while a table has no place in the documents."""
    setup_django()
    from zweiklang.privacy.public import document_gaps, document_pages

    if gaps := document_gaps():
        raise click.ClickException("\n".join(gaps))
    return document_pages()
