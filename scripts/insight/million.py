"""Measures hot issues and duplicates at scale, each in a process of its own, and keeps the figures.

python scripts/insight/million.py [--count N] [--only batch|online|duplicates]

Without --only all three are measured, which takes most of an hour; `measure_hot.py` and
`measure_duplicates.py` write what is kept into the page. Seconds are CPU time of the one process, so
the figures hold beside other work, if memory suffices; making the messages is not counted.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from city import City

from huiying.insight.duplicates.pairs import find_duplicates
from huiying.insight.hot.heat import Voice
from huiying.insight.hot.issues import find_issues
from huiying.insight.hot.online import OnlineIssues
from huiying.insight.message import Message

KEPT = Path(__file__).with_name("million.json")
NAMES = ("batch", "duplicates", "online")


def million(what: str, count: int) -> dict[str, float]:
    """Runs in a process of its own, so that its peak of memory is its own."""
    city = City(5, places=max(400, count // 250))
    if what == "online":
        online = OnlineIssues()
        made = 0.0
        for number in range(count):
            begun = time.process_time()
            told = city.write(day=number * 900 / count)
            made += time.process_time() - begun
            online.add(Message(told.title, told.detail), told.at)
            if number % 10_000 == 0:
                online.take_moved()
        spent = time.process_time() - made
    elif what == "batch":
        spoken = [
            Voice(Message(t.title, t.detail), t.at) for t in (city.write() for _ in range(count))
        ]
        begun = time.process_time()
        find_issues(spoken)
        spent = time.process_time() - begun
    else:
        texts = [f"{t.title}\n{t.detail}" for t in (city.write() for _ in range(count))]
        begun = time.process_time()
        find_duplicates(texts)
        spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"messages": count, "seconds": round(spent), "gib": round(peak, 2)}


def million_sentences(section: str) -> str:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    names = ("duplicates",) if section == "duplicates" else ("batch", "online")
    told = [
        f"{name} {kept[name]['seconds']:,} s of CPU time ({kept[name]['messages'] / kept[name]['seconds']:,.0f} a second), "
        f"peak {kept[name]['gib']} GiB with the messages themselves, for {kept[name]['messages']:,} messages"
        for name in names
        if name in kept
    ]
    if not told:
        return "A million messages were not measured yet (`million.py`)."
    return f"At scale, invented messages, one thread: {'; '.join(told)}."


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1_000_000)
    arguments.add_argument("--only", choices=NAMES)
    arguments.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.here:
        print(json.dumps(million(given.only, given.count)))
    else:
        for name in [given.only] if given.only else NAMES:
            _measure(name, given.count)


def _measure(name: str, count: int) -> None:
    command = [sys.executable, __file__, "--here", "--only", name, "--count", str(count)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this very file
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept[name] = json.loads(answer.stdout)
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
