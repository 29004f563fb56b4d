"""A month is ranked, objected to, put right and shown to everybody, in a real browser."""

import pytest
from django.urls import reverse

from huiying.appraisal import tasks
from huiying.appraisal.actions import rankings, schemes
from huiying.appraisal.models import Objection, Proof, Ranking
from huiying.appraisal.tests.world import LATER, NOW, OCTOBER, World, part
from huiying.cases.tests import make
from huiying.files.tests.make import picture
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.people.tests import make as people
from huiying.warehouse import facts, store
from huiying.warehouse.tests.make import Table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORK = ((40, 30), (40, 39), (30, 15))
"""Cases led and answered in time: the water office, the road office, a third one."""


@pytest.fixture
def county(live_server, settings, tmp_path):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return make.county()


@pytest.fixture
def case(county, at):
    """A real case among those that were counted."""
    at(make.MORNING)
    found = make.signed(county)
    at(NOW)
    return found


@pytest.fixture
def here(county, case, tmp_path):
    """The county with a month of cases in its warehouse and a scheme in force."""
    panellist = organisations.person("panel", name="panel")
    organisations.grant(panellist, Role.PANELLIST, county.county)
    draft = schemes.import_template("three-rates", county.county, by=county.supervisor, now=NOW)
    scheme = schemes.adopt(draft, OCTOBER, by=panellist, now=NOW)
    units = [county.water, county.roads, organisations.unit(county.county, name="柳河县林业局")]
    rows = [
        part(unit, case.pk if (n, i) == (0, 0) else 10_000 * (n + 1) + i, OCTOBER, replied=i < good)
        for n, (unit, (all_, good)) in enumerate(zip(units, WORK, strict=True))
        for i in range(all_)
    ]
    folder = tmp_path / "warehouse"
    store.build(folder, [Table(facts.ASSIGNMENTS, rows).source()], now=NOW, full=True)
    for each in (county.supervisor, county.head, panellist):
        each.set_password(people.PASSWORD)
        each.save()
    return World(
        folder, county.county, units, county.supervisor, panellist, county.head, county.auditor, scheme
    )  # fmt: skip


def sign_in(page, person):
    page.context.clear_cookies(name="sessionid")
    page.goto(reverse("people:sign-in"))
    page.fill("input[name=username]", person.username)
    page.fill("input[name=password]", people.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/console/**")


def click(page, name, role="link"):
    page.locator("main").get_by_role(role, name=name).first.click()


def send(page):
    page.locator("main form.form .actions button[type=submit]").click()
    page.wait_for_selector(".notice.success")


def press(page, name):
    click(page, name, "button")
    page.wait_for_selector(".notice.success")


def computed(page, checked):
    """The worker's turn; until then the page says that it is waited for."""
    assert "正在" in page.inner_text("main") or "排队" in page.inner_text("main")
    tasks.compute(Ranking.objects.latest("pk").pk)
    page.reload()
    checked(page)


def ask_for_a_ranking(page, checked, here):
    sign_in(page, here.keeper)
    page.goto(reverse("appraisal:home"))
    click(page, "新的排名")
    checked(page)
    page.select_option("select[name=scheme]", str(here.scheme.pk))
    page.select_option("select[name=area]", str(here.area.pk))
    page.select_option("select[name=kind]", "department")
    for month in ("first", "last"):
        page.fill(f"input[name={month}]", "2026-10")
    send(page)
    computed(page, checked)
    press(page, "公示")


def follow_a_score_to_its_cases(page, checked, case):
    click(page, "柳河县水务局")
    checked(page)
    click(page, "背后的工单", "button")
    page.wait_for_selector(".notice.success")
    tasks.prove(Proof.objects.get().pk)
    page.reload()
    checked(page)
    click(page, case.title)
    page.wait_for_url(f"**/{case.case_no}/**")


def object_to_it(page, checked, here):
    sign_in(page, here.head)
    page.goto(reverse("appraisal:home"))
    click(page, "2026-10")
    click(page, "柳河县水务局")
    click(page, "提出异议")
    page.select_option("select[name=column]", label="响应率（现为 75.00 %，基数 40）")
    page.fill("textarea[name=text]", "系统停机当日有八件已经签收。")
    paper = {"name": "p.png", "mimeType": "image/png", "buffer": picture("PNG")}
    page.set_input_files("input[name=evidence]", paper)
    checked(page)
    send(page)
    assert "针对“响应率”" in page.inner_text("main")


def decide_it(page, checked, here):
    sign_in(page, here.panellist)
    page.goto(reverse("appraisal:objections"))
    checked(page)
    click(page, "裁定")
    page.get_by_label("成立", exact=True).check()
    page.fill("textarea[name=reasons]", "停机记录属实，予以更正。")
    page.fill("input[name=value]", "95")
    page.fill("input[name=base]", "40")
    checked(page)
    send(page)
    assert Objection.objects.get().fixed_value


def put_it_right(page, checked, here):
    sign_in(page, here.keeper)
    page.goto(reverse("appraisal:ranking", args=[Ranking.objects.get().pk]))
    press(page, "生成下一版")
    computed(page, checked)
    press(page, "公示")
    assert "第 2 版" in page.inner_text("main")
    assert page.locator("tr", has_text="柳河县水务局").get_by_text("95.00").count() == 1


def test_a_month_is_ranked_objected_to_put_right_and_shown(desk, checked, here, case, at):
    ask_for_a_ranking(desk, checked, here)
    follow_a_score_to_its_cases(desk, checked, case)
    object_to_it(desk, checked, here)
    decide_it(desk, checked, here)
    put_it_right(desk, checked, here)
    at(LATER)
    sign_in(desk, here.panellist)
    desk.goto(reverse("appraisal:ranking", args=[Ranking.objects.latest("pk").pk]))
    press(desk, "定案")
    desk.context.clear_cookies(name="sessionid")
    desk.goto(reverse("appraisal:scoreboard"))
    click(desk, "柳河县")
    checked(desk)
    shown = desk.inner_text("main")
    assert "经异议更正" in shown
    assert "柳河县水务局" in shown


def test_the_pages_fit_a_small_phone_in_large_type_and_dark(phone, checked, here, live_server, at):
    announced = here.announced()
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    trial = rankings.try_out(draft, here.scheme, here.whom(), by=here.keeper, now=NOW)
    for pk in (trial.beside_id, trial.pk):
        tasks.compute(pk)
    looks = {"theme": "dark", "view": "elder"}
    phone.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in looks.items()]
    )
    sign_in(phone, here.keeper)
    place = here.place(announced, 0)
    for name, args in (
        ("home", []),
        ("ranking", [announced.pk]),
        ("place", [place.pk]),
        ("scheme", [draft.pk]),
        ("edit", [draft.pk]),
        ("trial", [trial.pk]),
        ("marks", []),
    ):
        phone.goto(reverse(f"appraisal:{name}", args=args))
        checked(phone)
    rankings.make_final(announced, by=here.panellist, now=LATER)
    at(LATER)
    phone.goto(reverse("appraisal:scoreboard-one", args=[announced.pk]))
    checked(phone)
