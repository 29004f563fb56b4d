"""Measures reply quality on attachment 4 of the shared data and writes its section.

python scripts/insight/measure_replies.py attachment4_replies.csv
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from sections import table, write_section

from huiying.insight.replies import Check, Element, Letter, check, copies
from huiying.insight.replies.anatomy import is_receipt
from huiying.insight.replies.copies import SAME, SHORTEST, body
from huiying.insight.tables import Sheet, read
from huiying.insight.tests.labelled import rows

SHORT = 75
AS_THEY_STAND = 0.8


def agreement(one: Sequence[object], other: Sequence[object]) -> list[str]:
    """How many, the share that is equal, and Cohen's kappa."""
    n = len(one)
    equal = sum(a == b for a, b in zip(one, other, strict=True)) / n
    chance = sum(
        (list(one).count(value) / n) * (list(other).count(value) / n)
        for value in set(one) | set(other)
    )
    kappa = (equal - chance) / (1 - chance) if chance < 1 else 1.0
    return [str(n), f"{equal:.3f}", f"{kappa:.2f}"]


def blind_rows(checks: dict[str, Check], part: str) -> list[list[str]]:
    """The checklist beside the blind labels."""
    labels = rows(f"replies_{part}")
    seen = [checks[row["message_id"]] for row in labels]
    pairs: list[tuple[str, list[int], list[int]]] = [
        (
            "answers (0, 1, 2)",
            [int(r["relevance"]) for r in labels],
            [int(c.answers) for c in seen],
        ),
        (
            "no answer at all",
            [int(r["relevance"] == "0") for r in labels],
            [int(c.answers == 0) for c in seen],
        ),
        *(
            (str(e), [int(r[e]) for r in labels], [int(e in c.elements) for c in seen])
            for e in Element
        ),
        (
            "complete (0, 1, 2)",
            [int(r["complete"]) for r in labels],
            [int(c.complete) for c in seen],
        ),
        ("plain", [int(r["plain"] == "2") for r in labels], [int(c.plain) for c in seen]),
        (
            "explained (0, 1, 2)",
            [int(r["explained"]) for r in labels],
            [int(c.explained) for c in seen],
        ),
    ]
    return [[name, part, *agreement(mine, its)] for name, mine, its in pairs]


def team_rows(sheet: Sheet, checks: dict[str, Check]) -> list[list[str]]:
    """The two teams beside each other, beside the blind labels and beside the checklist."""
    first = known(sheet, "rb_interpretability")
    second = known(sheet, "sy_interpretability")
    whole = known(sheet, "rb_completeness")
    blind = {row["message_id"]: row for part in ("dev", "final") for row in rows(f"replies_{part}")}
    explained = {id_: int(int(row["explained"]) == 2) for id_, row in blind.items()}
    somehow = {id_: int(int(row["explained"]) >= 1) for id_, row in blind.items()}
    complete = {id_: int(int(row["complete"]) == 2) for id_, row in blind.items()}
    its_explained = {id_: int(seen.explained == 2) for id_, seen in checks.items()}
    its_somehow = {id_: int(seen.explained >= 1) for id_, seen in checks.items()}
    its_complete = {id_: int(seen.complete == 2) for id_, seen in checks.items()}
    return [
        line
        for line in (
            both("explained: team 1, team 2", first, second),
            both("explained: team 2, blind labels (2)", second, explained),
            both("explained: team 2, blind labels (1 or 2)", second, somehow),
            both("explained: team 2, checklist (2)", second, its_explained),
            both("explained: team 2, checklist (1 or 2)", second, its_somehow),
            both("explained: team 1, checklist (2)", first, its_explained),
            both("explained: blind labels, checklist (2)", explained, its_explained),
            both("complete: team 1, blind labels", whole, complete),
            both("complete: team 1, checklist", whole, its_complete),
            both("complete: blind labels, checklist", complete, its_complete),
        )
        if line
    ]


def known(sheet: Sheet, column: str) -> dict[str, int]:
    return {
        id_: int(value)
        for id_, value in zip(sheet.ids, sheet.optional(column), strict=True)
        if value.strip()
    }


def both(name: str, one: dict[str, int], other: dict[str, int]) -> list[str] | None:
    shared = sorted(one.keys() & other.keys())
    return (
        [name, *agreement([one[i] for i in shared], [other[i] for i in shared])] if shared else None
    )


def most_alike(texts: list[str]) -> list[float]:
    """For each text the largest Jaccard index of character pairs with any other: all pairs."""
    places: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for text in texts:
        pairs = {text[i : i + 2] for i in range(len(text) - 1)}
        columns.extend(places.setdefault(pair, len(places)) for pair in pairs)
        starts.append(len(columns))
    sets = csr_array((np.ones(len(columns)), columns, starts), shape=(len(texts), len(places)))
    sizes = np.asarray(sets.sum(axis=1)).ravel()
    shared = (sets @ sets.T).toarray()
    union = np.maximum(sizes[:, None] + sizes[None, :] - shared, 1)
    shares = shared / union
    np.fill_diagonal(shares, 0)
    return [float(share) for share in shares.max(axis=1)]


def copies_sentence(replies: list[str], found: list[int | None]) -> str:
    bodies = [body(reply) for reply in replies]
    alike = most_alike(bodies)
    wanted = {i for i, share in enumerate(alike) if share >= SAME and len(bodies[i]) >= SHORTEST}
    whole = {i for i, share in enumerate(most_alike(replies)) if share >= AS_THEY_STAND}
    got = {i for i, other in enumerate(found) if other is not None}
    return (
        f"Copies: {len(got)} replies have the words of another reply (Jaccard index of character "
        f"pairs from {SAME}). Comparing every pair finds {len(wanted)}, of which "
        f"{len(wanted & got)} were found; of the {len(whole)} replies that are alike from {AS_THEY_STAND} as they "
        f"stand, with greeting and date, {len(whole & got)} were found."
    )


def receipts_sentence(replies: list[str]) -> str:
    got = [reply for reply in replies if is_receipt(reply)]
    tiny = [reply for reply in replies if len("".join(reply.split())) < 20]
    labels = [row for part in ("dev", "final") for row in rows(f"replies_{part}")]
    return (
        f"Receipts: {len(got)} of {len(replies):,} replies only tell that something was received "
        f"or passed on, or thank; {sum(map(is_receipt, tiny))} of the {len(tiny)} with under 20 "
        f"characters. All replies under {SHORT} characters that were not found, and the 75 longest "
        "that were, were read once while the rules were written: of the former two are broken off "
        "before they say anything, of the latter a handful say a little more "
        f"than receipt. Of the {len(labels)} blind labels {sum(r['relevance'] == '0' for r in labels)} "
        "are no answer; most of these are receipts, see the table."
    )


def section(sheet: Sheet) -> str:
    replies = sheet.column("reply")
    start = time.perf_counter()
    found = copies(replies)
    checks = {
        id_: check(Letter(title, detail, reply, copied=None if other is None else sheet.ids[other]))
        for id_, title, detail, reply, other in zip(
            sheet.ids, sheet.column("title"), sheet.column("detail"), replies, found, strict=True
        )
    }
    rate = len(replies) / (time.perf_counter() - start)
    blind = [line for part in ("dev", "final") for line in blind_rows(checks, part)]
    return f"""## Reply quality

Written by `scripts/insight/measure_replies.py` on attachment 4 of the shared data
({len(replies):,} replies). 200 of them were labelled blind beforehand by one reader (ids and labels in
`huiying/insight/tests/labels/`, frozen by hash; of `final`, a third, nothing but these figures was seen, and no rule changed for it).
There is no score: each line of the checklist is measured by itself.

{receipts_sentence(replies)}

{copies_sentence(replies, found)}

Speed: {rate:,.0f} replies a second on one core, copies included.

{table(["line of the checklist", "part", "n", "equal", "kappa"], blind)}

The two teams of the contest beside each other and the rest; they said 0 or 1, so 0, 1, 2 is cut in
two:

{table(["pair", "n", "equal", "kappa"], team_rows(sheet, checks))}

Where it falls short: whether everything that was asked is answered cannot be seen from words, so
`complete` follows the presence of matter and measure and the length; `plain` sees length and
sentences that do not end, not whether a reader understands. Relevance counts shared words: a reply
that says in other words what was asked is told to be off the topic, one that repeats the question
and says nothing of it is not.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("replies", type=Path, help="attachment 4 of the shared data")
    path = parser.parse_args().replies
    if not path.is_file():
        print("Attachment 4 is not there: nothing was measured or written.")
        return
    write_section("reply-quality", section(read(path, "title", "detail", "reply")))


if __name__ == "__main__":
    main()
