"""Names of what can be searched, and the shape of ids, grams and index queries. Pure."""

from collections.abc import Iterable
from string import ascii_lowercase

from huiying.lib.text import document_grams, query_grams

KINDS = ("case", "published", "area", "unit", "person", "request", "knowledge")
"""Everything that is searched. Only append: the place of a kind is part of every id stored."""

REF_BITS = 48


def number_of(kind: str) -> int:
    """Raises ValueError for a kind that is not in KINDS."""
    return KINDS.index(kind) + 1


def first_id(kind: str) -> int:
    """Ids of one kind lie together, in the order of their refs: id = first_id(kind) + ref."""
    return number_of(kind) << REF_BITS


def end_id(kind: str) -> int:
    """The first id after all of this kind."""
    return (number_of(kind) + 1) << REF_BITS


def stored_grams(kind: str, normal: str) -> str:
    """Grams of a normalised text, separated by spaces; one letter keeps the kinds apart."""
    letter, grams = _letter(kind), document_grams(normal)
    return letter + f" {letter}".join(grams) if grams else ""


def tsquery(kind: str, words: Iterable[str]) -> str:
    """For PostgreSQL: all grams of all words. Grams are letters and digits only."""
    whole, beginnings = _grams(kind, words)
    return " & ".join([f"'{gram}'" for gram in whole] + [f"'{gram}':*" for gram in beginnings])


def fts_query(kind: str, words: Iterable[str]) -> str:
    """The same for SQLite's FTS5."""
    whole, beginnings = _grams(kind, words)
    return " AND ".join([f'"{gram}"' for gram in whole] + [f'"{gram}"*' for gram in beginnings])


def any_tsquery(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """For PostgreSQL: both grams of any of these pairs."""
    letter = _letter(kind)
    return " | ".join(f"('{letter}{one}' & '{letter}{two}')" for one, two in pairs)


def any_fts_query(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The same for SQLite's FTS5."""
    letter = _letter(kind)
    return " OR ".join(f'("{letter}{one}" AND "{letter}{two}")' for one, two in pairs)


def _grams(kind: str, words: Iterable[str]) -> tuple[list[str], list[str]]:
    letter = _letter(kind)
    found = [query_grams(word) for word in words]
    whole = dict.fromkeys(letter + gram for grams, _ in found for gram in grams)
    beginnings = dict.fromkeys(letter + gram for _, grams in found for gram in grams)
    return list(whole), list(beginnings)


def _letter(kind: str) -> str:
    return ascii_lowercase[number_of(kind) - 1]
