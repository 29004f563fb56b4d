"""Groups of some villages of the invented city, entered as on their pages."""

from datetime import datetime
from itertools import groupby
from random import Random

from huiying.lib.village_groups import usual_name
from huiying.organisations.actions import open_group
from huiying.organisations.choices import Level
from huiying.organisations.demo.places import LONG_AGO
from huiying.organisations.models import Area
from huiying.people.permissions import OPERATOR

VILLAGES = 4
"""Villages of each township that have entered their groups; the others have not yet."""
LEAST, MOST = 4, 9
OWN_NAMES = ("河湾组", "岭上组", "塘边组", "桥头组", "井边组", "坡下组")


def enter_groups(chance: Random, begun: datetime) -> int:
    """Numbered groups, in some villages the last with a name of its own; returns how many."""
    villages = Area.objects.filter(level=Level.VILLAGE, valid_to=None).order_by("code")
    count = 0
    for _township, inside in groupby(villages, key=lambda each: each.code[:9]):
        here = [each for each in inside if not each.short_name.endswith("社区")]
        for village in chance.sample(here, min(VILLAGES, len(here))):
            last = chance.randint(LEAST, MOST)
            for number in range(1, last + 1):
                is_own = number == last and chance.random() < 0.5
                name = chance.choice(OWN_NAMES) if is_own else usual_name(number)
                open_group(village, number, name, valid_from=LONG_AGO, by=OPERATOR, now=begun)
            count += last
    return count
