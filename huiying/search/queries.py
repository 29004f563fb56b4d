"""Searching: exact, newest first, within what a person may see.

A hit is a document whose normalised text holds every word of the query. Frequent words are found
by walking over the newest documents (of `within`, if given); rare words by the index of character
pairs, whose hits are rechecked on the text. Which way is taken never changes the answer:

0. on PostgreSQL, walk FIRST_WALK documents of all and hold only the hits against `within`; if that
   finds some, the word is frequent and `within` wide: go on like this over LONG_WALK documents;
1. walk FIRST_WALK documents; enough hits, or nothing more in `within`: done;
2. if hits are not rare, walk on over LONG_WALK documents; the same: done;
3. ask the index for whatever is still missing.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from huiying.lib.text import bigrams, is_decided_by_grams, words_of
from huiying.search.rules import (
    any_fts_query,
    any_tsquery,
    end_id,
    first_id,
    fts_query,
    tsquery,
)

FIRST_WALK = 2_000
LONG_WALK = 20_000
NOT_RARE = 10  # hits in the first walk; with fewer the index is the shorter way
RARE = 2_000  # hits in all; held one by one against `within` in a few milliseconds
TENS = 10  # limits are rounded up to these, so that there are few statements to plan
MAX_WORDS = 8
COUNT_CAP = 1_000
MOST_GRAMS, MOST_COMPARED = 24, 400

# Measured on 100,000 texts of 217 Chinese characters, milliseconds of processor time, application
# and database, newest 50 without scope: PostgreSQL 15: words in 1-7 % of the texts 0.7-4.1, one
# character 4.9, rare words 1.7-7.4, capped counts 0.4-5.3; SQLite 0.8-7.7.


Within = QuerySet[Any] | tuple[str, tuple[Any, ...]] | None
"""The refs that may be found: a QuerySet, or SQL of one column with its parameters."""


def newest(
    kind: str,
    words: str,
    *,
    limit: int = 50,
    within: Within = None,
    before: int | None = None,
) -> list[int]:
    """Refs of the newest `limit` documents of `kind` that hold all `words`, newest (highest) first.

    `within` is a QuerySet, each row once, whose primary keys are the refs that may be found;
    `before` continues after the last ref of an earlier page. No words find nothing; of many the
    first MAX_WORDS count. Raises ValueError for an unknown kind.
    """
    search = _asked(kind, words, within)
    if search is None or limit <= 0:
        return []
    end = end_id(kind) if before is None else first_id(kind) + before
    return [id_ - first_id(kind) for id_ in _newest(search, limit, end)]


def alike(kind: str, text: str, *, limit: int = 3, least: float = 1 / 3) -> list[int]:
    """Refs of documents that share many character pairs with a text, the most alike first.

    One statement: the newest documents that hold two neighbouring pairs of the beginning of the text
    are compared; `least` is the share of its pairs that a document must hold.
    """
    grams = bigrams(text)[:MOST_GRAMS]
    pairs = list(pairwise(grams))
    if not pairs:
        return []
    base = first_id(kind)
    if connection.vendor == "sqlite":
        sql = """SELECT d.id, d.text FROM search_grams AS g
            CROSS JOIN search_docs AS d ON d.id = g.rowid
            WHERE g.search_grams MATCH %s ORDER BY g.rowid DESC LIMIT %s"""
        asked = any_fts_query(kind, pairs)
    else:
        sql = """WITH hits AS MATERIALIZED (SELECT id, text FROM search_docs WHERE tsv @@ %s::tsquery)
            SELECT id, text FROM hits ORDER BY id DESC LIMIT %s"""
        asked = any_tsquery(kind, pairs)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, MOST_COMPARED])
        rows = cursor.fetchall()
    shares = {id_: sum(gram in found for gram in grams) for id_, found in rows}
    likely = [id_ for id_, shared in shares.items() if shared >= least * len(grams)]
    return [id_ - base for id_ in sorted(likely, key=lambda id_: (-shares[id_], -id_))[:limit]]


def count_capped(kind: str, words: str, *, within: Within = None, cap: int = COUNT_CAP) -> int:
    """How many documents hold all `words`, counted no further than cap + 1 ("more than 1,000")."""
    search = _asked(kind, words, within)
    if search is None:
        return 0
    end = end_id(kind)
    if search.scope and not _scope_exceeds(search, FIRST_WALK):
        return len(_walk(search, FIRST_WALK, cap + 1, end))
    if search.scope and not _scope_exceeds(search, LONG_WALK) and not _is_rare(search):
        return len(_walk(search, LONG_WALK, cap + 1, end))
    return len(_look_up(search, cap + 1, end, ordered=False))


@dataclass(frozen=True)
class _Search:
    kind: str
    words: list[str]
    scope: str  # SQL of the refs that may be found; "" for all
    parameters: tuple[Any, ...]  # of that SQL


def _asked(kind: str, words: str, within: Within) -> _Search | None:
    """The question in a form for SQL; None if nothing can be found."""
    wanted = words_of(words)[:MAX_WORDS]
    if not wanted:
        return None
    if within is None:
        return _Search(kind, wanted, "", ())
    if isinstance(within, tuple):
        return _Search(kind, wanted, *within)
    try:
        sql, parameters = within.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return _Search(kind, wanted, sql, tuple(parameters))


def _newest(search: _Search, limit: int, end: int) -> list[int]:
    if search.scope and connection.vendor != "sqlite":
        found = _walk_all(search, FIRST_WALK, limit, end)
        if len(found) >= min(limit, NOT_RARE):
            return _go_on(search, found, limit)
    found = _walk(search, FIRST_WALK, limit, end)
    if len(found) == limit:
        return found
    # SQLite's index gives hits in order and stops at once: no second walk is shorter there.
    is_frequent = len(found) >= NOT_RARE and connection.vendor != "sqlite"
    if not is_frequent and search.scope and not _scope_exceeds(search, FIRST_WALK):
        return found
    if is_frequent or (len(found) < NOT_RARE and _is_small_for_its_hits(search)):
        found += _walk(search, LONG_WALK, limit - len(found), min([end, *found]))
        if len(found) == limit or (search.scope and not _scope_exceeds(search, LONG_WALK)):
            return found
    return found + _look_up(search, limit - len(found), min([end, *found]))


def _go_on(search: _Search, found: list[int], limit: int) -> list[int]:
    """The rest of the hits where both the word is frequent and the scope wide."""
    if len(found) < limit:
        found += _walk_all(search, LONG_WALK, limit - len(found), found[-1])
    if len(found) < limit:
        found += _look_up(search, limit - len(found), found[-1])
    return found


def _walk_all(search: _Search, steps: int, limit: int, end: int) -> list[int]:
    """Ids below `end` among the newest `steps` documents of all, where only the hits are held
    against the scope: half the price of `_walk` where the scope is wide. The scalar subquery keeps
    PostgreSQL from joining the scope first."""
    base = first_id(search.kind)
    most = -(-limit // TENS) * TENS
    sql = f"""SELECT d.id FROM (SELECT id, text FROM search_docs WHERE id >= {base:d} AND id < %s
            ORDER BY id DESC LIMIT {steps:d}) AS d
        WHERE {_holds(search.words)} AND (SELECT true FROM scope WHERE ref = d.id - {base:d})
        ORDER BY d.id DESC LIMIT {most:d}"""  # noqa: S608 - own fragments
    return _ids(search, sql, [end, *search.words])[:limit]


def _is_small_for_its_hits(search: _Search) -> bool:
    """Is walking through the whole scope shorter than holding all hits against it?"""
    return bool(search.scope) and not _scope_exceeds(search, LONG_WALK) and not _is_rare(search)


def _walk(search: _Search, steps: int, limit: int, end: int) -> list[int]:
    """Ids below `end` among the newest `steps` documents, text by text."""
    # Own numbers stand in the SQL: a plan made for many executions would guess them wrong.
    base = first_id(search.kind)
    if search.scope:
        walked = f"""(SELECT ref FROM scope WHERE ref < %s ORDER BY ref DESC LIMIT {steps:d}) AS s
            JOIN search_docs AS d ON d.id = s.ref + {base:d}"""  # noqa: S608 - own fragments
        bounds, order = [end - base], "s.ref"
    else:
        walked = f"""(SELECT id, text FROM search_docs WHERE id >= {base:d} AND id < %s
            ORDER BY id DESC LIMIT {steps:d}) AS d"""  # noqa: S608 - own fragments
        bounds, order = [end], "d.id"
    most = -(-limit // TENS) * TENS
    tail = f"WHERE {_holds(search.words)} ORDER BY {order} DESC LIMIT {most:d}"
    return _ids(search, f"SELECT d.id FROM {walked} {tail}", [*bounds, *search.words])[:limit]  # noqa: S608 - own fragments


def _look_up(search: _Search, limit: int, end: int, *, ordered: bool = True) -> list[int]:
    """Ids below `end` by the index of grams."""
    order = "ORDER BY d.id DESC" if ordered else ""
    scoped, base = "", [first_id(search.kind)] if search.scope else []
    if search.scope:
        scoped = "AND EXISTS (SELECT 1 FROM scope WHERE ref = d.id - %s)"
    if connection.vendor == "sqlite":
        # Comes newest first by itself and stops when there are enough.
        sql = f"""SELECT d.id FROM search_grams AS g CROSS JOIN search_docs AS d ON d.id = g.rowid
            WHERE g.search_grams MATCH %s AND g.rowid < %s AND {_holds(search.words)} {scoped}
            {order.replace("d.id", "g.rowid")} LIMIT %s"""  # noqa: S608 - own fragments
        grams = fts_query(search.kind, search.words)
        return _ids(search, sql, [grams, end, *search.words, *base, limit])
    # Materialized: nothing outside may tempt the planner away from the index.
    unsure = [word for word in search.words if not is_decided_by_grams(word)]
    sql = f"""SELECT d.id FROM (
            WITH hits AS MATERIALIZED (
                SELECT id FROM search_docs AS d WHERE tsv @@ %s::tsquery AND {_holds(unsure)}
            ) SELECT id FROM hits WHERE id < %s
        ) AS d WHERE true {scoped} {order} LIMIT %s"""  # noqa: S608 - own fragments
    grams = tsquery(search.kind, search.words)
    return _ids(search, sql, [grams, *unsure, end, *base, limit])


def _holds(words: list[str]) -> str:
    inside = "instr" if connection.vendor == "sqlite" else "strpos"
    return " AND ".join([f"{inside}(d.text, %s) > 0" for _ in words]) or "true"


def _is_rare(search: _Search) -> bool:
    """Does the index hold so few hits that each can be held against the scope?"""
    everywhere = replace(search, scope="", parameters=())
    return len(_look_up(everywhere, RARE + 1, end_id(search.kind), ordered=False)) <= RARE


def _scope_exceeds(search: _Search, size: int) -> bool:
    return bool(_ids(search, "SELECT 1 FROM scope LIMIT 1 OFFSET %s", [size]))


def _ids(search: _Search, sql: str, parameters: list[Any]) -> list[int]:
    scope = f"WITH scope (ref) AS ({search.scope}) " if search.scope else ""
    with connection.cursor() as cursor:
        cursor.execute(scope + sql, [*search.parameters, *parameters])
        return [id_ for (id_,) in cursor.fetchall()]
