"""`huiying search …`."""

import click

from huiying.config import wiring
from huiying.search.actions import rebuild


@click.command()
@click.argument("kinds", nargs=-1)
def rebuild_index(kinds: tuple[str, ...]) -> None:
    """Index anew what is searched: all of it, or the KINDS named.

    Searching goes on meanwhile; what has not changed is left alone.
    """
    unknown = sorted(set(kinds) - set(wiring.SEARCHED))
    if unknown:
        known = ", ".join(wiring.SEARCHED) or "none"
        raise click.ClickException(f"Not searched: {', '.join(unknown)}. Known kinds: {known}.")
    for kind in kinds or wiring.SEARCHED:
        count = rebuild(kind, wiring.SEARCHED[kind]())
        click.echo(f"{kind}: {count:,} texts indexed")
