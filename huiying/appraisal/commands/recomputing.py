"""`huiying appraisal recompute`: kept rankings once more from their stored inputs, bit for bit."""

from pathlib import Path

import click
from django.db.models import QuerySet

from huiying.appraisal.actions.computing import comes_out_same, libraries
from huiying.appraisal.models import Ranking
from huiying.lib import clock
from huiying.lib.errors import NotPossible, gettext_noop

NONE = gettext_noop("There is no computed ranking %(number)s.")


@click.command()
@click.argument("numbers", nargs=-1, type=click.IntRange(min=1))
@click.option("--all", "every", is_flag=True, help="Every ranking that was computed.")
@click.option(
    "--inputs", type=click.Path(path_type=Path), help="Write the stored inputs here (JSON)."
)
def recompute(numbers: tuple[int, ...], every: bool, inputs: Path | None) -> None:
    """Compute kept rankings once more from their stored inputs and compare, bit for bit.

    NUMBERS are those of the rankings, as in the address of their pages. Says for each whether inputs
    and result have the checksums that were published, writes it down, and exits with 1 if any differs.
    """
    found = _found(numbers, every=every)
    differ = 0
    for ranking in found.select_related("scheme", "area").order_by("pk"):
        same = comes_out_same(ranking, now=clock.now())
        differ += not same
        said = "the same, bit for bit" if same else "NOT the same"
        click.echo(
            f"{ranking.pk}  {ranking} v{ranking.number}  {ranking.result_sha256[:16]}  {said}"
        )
        if not same and ranking.libraries != libraries():
            click.echo(f"    computed with {ranking.libraries}; here is {libraries()}")
        if inputs is not None:
            inputs.write_text(ranking.inputs, encoding="utf-8")
    if differ:
        raise SystemExit(1)


def _found(numbers: tuple[int, ...], *, every: bool) -> QuerySet[Ranking]:
    computed = Ranking.objects.exclude(result_sha256="")
    if every:
        return computed
    if not numbers:
        raise click.UsageError("Name the rankings by their numbers, or say --all.")
    known = set(computed.filter(pk__in=numbers).values_list("pk", flat=True))
    for number in numbers:
        if number not in known:
            raise NotPossible(NONE, number=number)
    return computed.filter(pk__in=numbers)
