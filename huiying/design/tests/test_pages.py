import pytest


def test_the_gallery_carries_the_readers_theme_and_view(client):
    client.cookies["theme"] = "dark"
    client.cookies["view"] = "elder"
    page = client.get("/design/").content.decode()
    assert 'data-theme="dark" data-view="elder"' in page


@pytest.mark.parametrize("value", ["purple", '"><script>'])
def test_an_unknown_theme_falls_back_to_the_device(client, value):
    client.cookies["theme"] = value
    assert 'data-theme="auto"' in client.get("/design/").content.decode()


def test_the_switch_sets_a_cookie_and_goes_back(client):
    answer = client.post("/design/appearance/", {"theme": "dark", "next": "/design/?a=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/design/?a=1"
    assert answer.cookies["theme"].value == "dark"


def test_the_switch_never_leads_to_another_site(client):
    answer = client.post("/design/appearance/", {"view": "elder", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_the_switch_refuses_unknown_values(client):
    assert not client.post("/design/appearance/", {"theme": "purple"}).cookies
