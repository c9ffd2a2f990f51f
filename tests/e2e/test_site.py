"""The lab as a static site: in a folder of a plain web server, with the network otherwise off."""

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from lab_server import LabServer
from playwright.sync_api import Browser, Page, Request, expect
from waiting import LONGEST_WAIT

from neurarium.site.build import write_site

pytestmark = pytest.mark.e2e

PYODIDE = Path(sys.prefix) / "share" / "pyodide"


class _Files(http.server.SimpleHTTPRequestHandler):
    """Serves files as any host does."""

    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of pages that have gone before their file was sent."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site below a path of its own."""
    root = tmp_path_factory.mktemp("host")
    if not PYODIDE.is_dir():
        pytest.fail("there is no Pyodide: run python scripts/setup_test_tools.py")
    write_site(root / "school" / "lab", str(PYODIDE))
    handler = functools.partial(_Files, directory=str(root))
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/school/lab/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def pages(browser: Browser, site: str, plain_server: LabServer) -> Iterator[tuple[Page, Page]]:
    """Return two pages of one browser profile, whose errors fail the test, as does a request elsewhere."""
    context = browser.new_context(locale="en-US")
    context.add_init_script("localStorage.setItem('neurarium.welcome', 'seen')")
    errors: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site, plain_server.origin, "blob:")):
            errors.append(f"asked for {request.url}")

    context.on("request", asked)
    context.set_default_timeout(1000 * LONGEST_WAIT)
    opened = context.new_page(), context.new_page()
    for page in opened:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not errors


def stage(page: Page) -> str:
    """Return what the stage and the lesson of a page say, once the lab has answered."""
    main = page.get_by_role("main")
    main.locator(".waiting").wait_for(state="detached")
    page.wait_for_function("() => document.querySelector('main [aria-busy=true]') === null")
    return main.inner_text()


def test_a_visit_without_a_server(pages, site, plain_server):
    """The first page at once, a server's numbers digit for digit, a training, its model on another page."""
    page, second = pages
    page.goto(site)
    expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
    page.goto(f"{site}forward.html#x1=0.25")
    second.goto(f"{plain_server.origin}/?token={plain_server.token}")
    second.goto(f"{plain_server.origin}/forward#x1=0.25")
    assert stage(page) == stage(second)

    page.goto(f"{site}train.html#layers=4&epochs=1&limit=600&validation=0")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("main").locator("header [role=status]")).to_have_text("finished")

    second.goto(f"{site}recognise.html")
    expect(second.get_by_role("banner")).to_contain_text("trained, ")
    page.close()
    second.reload()
    expect(second.get_by_role("banner")).to_contain_text("trained, ")
