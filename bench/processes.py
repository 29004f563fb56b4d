"""What a tree of processes has cost, from /proc: CPU of the living and the ended, and memory."""

import os
from pathlib import Path

MS_PER_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """The process and all its descendants that are alive."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, open_ = [], [root]
    while open_:
        pid = open_.pop()
        found.append(pid)
        open_ += children.get(pid, [])
    return found


def cpu_ms(*roots: int) -> float:
    """CPU milliseconds, user and system, of whole trees, since they began.

    A child that has ended is in its parent's sum of waited-for children, so the figure never falls
    as long as parents wait for their children.
    """
    ticks = 0
    for root in roots:
        for pid in tree(root):
            if fields := _stat(pid):
                ticks += sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime
    return ticks * MS_PER_TICK


def pss_mb(root: int) -> float:
    """Proportional memory of a whole tree, in MB: shared pages are counted once."""
    return sum(map(_pss_kb, tree(root))) / 1024


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, state first; empty when it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()
