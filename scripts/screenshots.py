"""Takes pictures of pages: every look (light, dark, elder) at every width, into var/screenshots.

    .venv/bin/python scripts/screenshots.py /design/ /track/
    .venv/bin/python scripts/screenshots.py --base http://127.0.0.1:8000 --sign-in clerk:PASSWORD /console/
    .venv/bin/python scripts/screenshots.py --looks light --widths 1366 --language en list=/console/cases/

A page is a path, or name=path to choose the file's name. Without --base a server of its own is
started on the configured database. Prints each file and what looks wrong: a page wider than the
screen, an answer that is not 200, an error in the browser's console.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"]
LOOKS = {"light": ("light", "normal"), "dark": ("dark", "normal"), "elder": ("light", "elder")}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", help="path, or name=path")
    parser.add_argument("--base", help="address of a running server")
    parser.add_argument("--widths", default="360,1366")
    parser.add_argument("--looks", default="light,dark,elder")
    parser.add_argument("--language", default="zh-hans")
    parser.add_argument("--sign-in", help="username:password")
    parser.add_argument("--sign-in-path", default="/account/sign-in/")
    parser.add_argument(
        "--screen", action="store_true", help="only the first screen, not the whole page"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    return parser.parse_args()


@contextmanager
def own_server() -> Iterator[str]:
    """`manage runserver` on a free port until the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "huiying",
        "manage",
        "runserver",
        "--noreload",
        "--insecure",
        str(port),
    ]
    server = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env={**os.environ, "HUIYING_DEBUG": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base)
        yield base
    finally:
        server.terminate()
        server.wait()


def wait_for(base: str) -> None:
    for _attempt in range(60):
        try:
            urlopen(f"{base}/design/", timeout=2).close()  # noqa: S310 - loopback
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"No server answers at {base}.")


def sign_in(context: BrowserContext, base: str, path: str, account: str) -> None:
    username, _colon, password = account.partition(":")
    page = context.new_page()
    page.goto(base + path)
    page.fill('input[name="username"]', username)
    page.fill('input[name="password"]', password)
    page.press('input[name="password"]', "Enter")
    page.wait_for_load_state("networkidle")
    if page.url.startswith(base + path.split("?")[0]):
        print(f"! sign-in as {username} did not succeed")
    page.close()


def faults(page: Page, status: int, told: list[str]) -> list[str]:
    """What a picture alone may not show."""
    found = [f"answered {status}"] if status != 200 else []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        found.append(f"{wide} px wider than the screen")
    return found + told


def picture(context: BrowserContext, address: str, target: Path, whole: bool) -> None:
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: message.type == "error" and told.append(message.text))
    answer = page.goto(address, wait_until="networkidle")
    page.screenshot(path=target, full_page=whole)
    print(target, *faults(page, answer.status if answer else 0, told), sep="  ! ")
    page.close()


def take(browser: Browser, base: str, look: str, width: int, wanted: argparse.Namespace) -> None:
    theme, view = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": 740 if width < 700 else 768},
        has_touch=width < 700,
        locale="en-GB" if wanted.language == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
    )
    cookies = {"theme": theme, "view": view, "language": wanted.language}
    context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items()])
    if wanted.sign_in:
        sign_in(context, base, wanted.sign_in_path, wanted.sign_in)
    for page in wanted.pages:
        name, equals, path = page.partition("=")
        if not equals or "/" in name:
            name, path = page.split("?")[0].strip("/").replace("/", "-") or "front", page
        picture(context, base + path, wanted.out / f"{name}-{width}-{look}.png", not wanted.screen)
    context.close()


def main() -> None:
    wanted = options()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)

        def all_of(base: str) -> None:
            for look in wanted.looks.split(","):
                for width in wanted.widths.split(","):
                    take(browser, base, look, int(width), wanted)

        if wanted.base:
            all_of(wanted.base.rstrip("/"))
        else:
            with own_server() as base:
                all_of(base)
        browser.close()


if __name__ == "__main__":
    main()
