from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import override

from huiying.people import presenters
from huiying.people.choices import Permission, Role
from huiying.people.models import Person

ROOT = Path(settings.ROOT)
CATALOGUE = ROOT / "huiying/people/locale/zh_Hans/LC_MESSAGES/django.po"


def test_the_page_of_permissions_is_up_to_date():
    page = ROOT / "docs/reference/permissions.md"
    assert page.read_text(encoding="utf-8") == presenters.permissions_markdown()


def test_the_page_names_every_role_and_permission_whatever_the_readers_language():
    with override("zh-hans"):
        page = presenters.permissions_markdown()
    for choice in [*Permission, *Role]:
        with override("en"):
            assert str(choice.label) in page
    assert all(f"`{permission.value}`" in page for permission in Permission)


def test_every_word_has_its_chinese():
    entries = polib.pofile(str(CATALOGUE))
    assert [e.msgid for e in entries if e.fuzzy or not e.translated()] == []


@pytest.mark.parametrize(("username", "shown"), [("li.na", "li.na"), ("李娜", "%E6%9D%8E")])
def test_the_address_in_the_qr_code_is_what_authenticator_apps_read(username, shown):
    address = presenters.key_address(Person(username=username), b"12345678901234567890")
    assert address.startswith(f"otpauth://totp/Huiying:{shown}")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address


def test_the_key_is_shown_in_fours():
    assert presenters.manual_key(b"12345678901234567890").split(" ")[0] == "GEZD"
