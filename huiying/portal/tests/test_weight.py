"""Pages for residents on slow lines: every page with all it loads stays below 60 kB."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from huiying.cases.tests import make

MOST = 60_000
PAGES = (
    *("/", "/report/", "/track/", "/published/", "/questions/", "/offices/", "/done/", "/topics/"),
    *("/left-out/", "/about/", "/privacy/", "/accessibility/"),
)
LOADED = re.compile(r'(?:href|src)="/static/([^"#?]+)')
IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+)"')


def bytes_of(name, seen):
    """What a file of ours weighs as it is sent, with the modules that it imports."""
    if name in seen:
        return 0
    seen.add(name)
    found = Path(finders.find(name)).read_bytes()
    above = [f"{Path(name).parent}/{each}" for each in IMPORTED.findall(found.decode())]
    return len(gzip.compress(found)) + sum(bytes_of(each, seen) for each in above)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_all_it_loads_is_light(client, path):
    make.county()
    page = client.get(path).content
    seen = set()
    loaded = sum(bytes_of(name, seen) for name in LOADED.findall(page.decode()))
    assert len(seen) > 3
    assert len(page) + loaded < MOST
