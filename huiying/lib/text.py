"""Text in the form it is compared and searched in.

A search means "this string occurs in that text", both normalised. Pairs of neighbouring characters
narrow the search down without a dictionary of Chinese words; what they cannot decide is rechecked
on the text itself, so that hits are exact.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from operator import add

SPACES = re.compile(r"\s+")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
RUNS = re.compile(r"[^\W_]+")
CODES = re.compile(r"[a-z0-9]{3,}")


def normalise_text(text: str) -> str:
    """Half-width, lower case, one space for any white space, no control characters."""
    folded = unicodedata.normalize("NFKC", text).lower()
    plain = CONTROLS.sub("", unicodedata.normalize("NFKC", folded))
    return SPACES.sub(" ", plain).strip()


def bigrams(text: str) -> list[str]:
    """Distinct pairs of neighbouring letters or digits of the normalised text, in order."""
    return list(dict.fromkeys(_pairs(normalise_text(text))))


def document_grams(normal: str) -> list[str]:
    """What a normalised text is found by: its pairs, the last character of every run (so that one
    character can be found as the beginning of a gram), and for latin words and numbers all triples,
    which tell case numbers apart where pairs of digits would not.
    """
    grams = dict.fromkeys(_pairs(normal))
    grams |= dict.fromkeys(run[-1] for run in RUNS.findall(normal))
    grams |= dict.fromkeys(_triples(normal))
    return list(grams)


def query_grams(word: str) -> tuple[list[str], list[str]]:
    """Grams that every text with the normalised `word` in it has, and beginnings of such grams."""
    triples = list(dict.fromkeys(_triples(word)))
    covered = {triple[i : i + 2] for triple in triples for i in (0, 1)}
    whole = triples + [pair for pair in dict.fromkeys(_pairs(word)) if pair not in covered]
    beginnings = [run for run in dict.fromkeys(RUNS.findall(word)) if len(run) == 1]
    return whole, beginnings


def is_decided_by_grams(word: str) -> bool:
    """Does having the grams already mean having the word? True of one gram without anything else."""
    whole, beginnings = query_grams(word)
    return [*whole, *beginnings] == [word]


def words_of(query: str) -> list[str]:
    """The normalised words of what somebody typed, each once; words of signs only are left out."""
    return [w for w in dict.fromkeys(normalise_text(query).split()) if RUNS.search(w)]


def _pairs(normal: str) -> Iterator[str]:
    return chain.from_iterable(map(add, run, run[1:]) for run in RUNS.findall(normal))


def _triples(normal: str) -> Iterator[str]:
    for code in CODES.findall(normal):
        yield from (code[i : i + 3] for i in range(len(code) - 2))
