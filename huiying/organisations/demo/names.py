"""Names to build the invented city from; villages, estates and people are put together by chance."""

import tomllib
from pathlib import Path
from random import Random

_NAMES: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
)
CITY = _NAMES["city"]
COUNTIES = _NAMES["counties"].split()
TOWNSHIPS = _NAMES["townships"].split()
_VILLAGE_FIRST = _NAMES["village_first"].split()
_VILLAGE_SECOND = _NAMES["village_second"].split()
_COMMUNITIES = _NAMES["communities"].split()
_SURNAMES = _NAMES["surnames"].split()
_GIVEN = _NAMES["given"].split()


def person_name(chance: Random) -> str:
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN)


def village_names(chance: Random, count: int) -> list[str]:
    """Names of villages of one township, all different: 柳塘, 陈家湾 …"""
    found: dict[str, None] = {}
    while len(found) < count:
        found[chance.choice(_VILLAGE_FIRST) + chance.choice(_VILLAGE_SECOND)] = None
    return list(found)


def community_names(chance: Random, count: int) -> list[str]:
    return chance.sample(_COMMUNITIES, count)
