"""`huiying audit …`"""

import sys
from datetime import datetime

import click

from huiying.audit.actions import sign_root
from huiying.audit.queries import Report, verify
from huiying.lib import clock


@click.command("verify")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="Only what was signed since this day (Chinese time), and what followed.",
)
def verify_record(since: datetime | None) -> None:
    """Check every chain and every signed root of the audit record.

    Says what was checked and what is wrong; ends with code 1 if anything is. A sound record is
    then signed up to now.
    """
    report = verify(since.replace(tzinfo=clock.SHANGHAI) if since else None)
    for line in lines(report):
        click.echo(line)
    if report.fault_count:
        sys.exit(1)
    sign_root(clock.now())


def lines(report: Report) -> list[str]:
    """The report as it is printed."""
    told = [
        f"Checked: {report.events} events, {report.subjects} subjects, {report.roots} signed roots.",
        f"Newer than the last root: {report.unsigned} events.",
    ]
    told += [f"wrong: {fault}" for fault in report.faults]
    if more := report.fault_count - len(report.faults):
        told.append(f"… and {more} more faults.")
    told.append(
        f"{report.fault_count} faults: the record was tampered with or damaged."
        if report.fault_count
        else "The record is sound."
    )
    return told
