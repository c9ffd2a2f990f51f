"""Ways to the lab in a browser: a link on another site, a forwarded port, a proxy with TLS or a prefix."""

import http.server
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from lab_server import LabServer, free_port, running
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.e2e

#: Debian puts servers where not every user's PATH leads.
PATH = os.pathsep.join((os.environ["PATH"], "/usr/sbin"))

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} {tls};
        location /user/me/ {{
            proxy_pass http://127.0.0.1:{lab}{strip};
            {host}
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
        }}
    }}
}}
"""


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[], tuple[Page, list[str]]]]:
    """Return a function that opens an empty page in a fresh profile, with the list of its errors."""
    contexts = []

    def open_page() -> tuple[Page, list[str]]:
        context = browser.new_context(locale="en-US")
        contexts.append(context)
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page, errors

    yield open_page
    for context in contexts:
        context.close()


@contextmanager
def program(*command: str, port: int) -> Iterator[None]:
    """Run a program until it listens on a port, and end it afterwards."""
    path = shutil.which(command[0], path=PATH)
    if path is None:
        pytest.fail(f"{command[0]} is not installed: run python scripts/setup_test_tools.py")
    with subprocess.Popen([path, *command[1:]], stderr=subprocess.PIPE, text=True) as process:
        try:
            while process.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            assert process.poll() is None, process.stderr.read()
            yield
        finally:
            process.terminate()


def use(page: Page, base: str) -> None:
    """Use the lab: it is connected, its addresses lie below `base`, and another exhibit opens."""
    expect(page.get_by_role("main")).to_be_visible()
    links = page.get_by_role("navigation").get_by_role("link").or_(page.locator("ol a[href]"))
    links.nth(3).wait_for()
    addresses = links.evaluate_all("links => links.map((link) => link.href)")
    assert all(address.startswith(base) for address in addresses)
    page.locator("ol a[href$=playground]").first.click()
    page.wait_for_url(f"{base}playground*")
    page.wait_for_function("() => document.querySelectorAll('main canvas').length > 0")
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('main canvas').length > 0")
    assert "token" not in page.url


@pytest.fixture
def site() -> Iterator[Callable[[str], str]]:
    """Return ``site(link)``, which serves another site's page with a link, and returns its address."""
    servers = []

    def site(link: str) -> str:
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.end_headers()
                self.wfile.write(f'<a href="{link}">the lab</a>'.encode())

            def log_message(self, *_: Any) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://localhost:{server.server_port}/"  # to a browser not the site that 127.0.0.1 is

    yield site
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_click_on_another_site_opens_the_lab(plain_server, browser, site, scripts):
    """A link in a chat or on a learning platform opens the lab at once, with the state behind the #."""
    link = f"{plain_server.origin}/neuron?token={plain_server.token}&lang=en#bias=0.5"
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(site(link))
    page.get_by_role("link").click()
    if scripts:
        page.wait_for_url(f"{plain_server.origin}/neuron?lang=en#bias=0.5")
        expect(page.get_by_role("main")).to_be_visible()
    else:
        page.wait_for_url(f"{plain_server.origin}/neuron?lang=en")
        assert "Neurarium draws with JavaScript" in page.content()
    cookies = context.cookies()
    assert [(cookie["sameSite"], cookie["httpOnly"]) for cookie in cookies] == [("Strict", True)]
    assert plain_server.token not in cookies[0]["value"]
    context.close()


def test_a_link_without_the_token(plain_server, browser, site):
    """A click on another site opens the lab to a known browser; to a stranger, and to scripts, it is closed.

    The state behind the # and the question before it arrive, and the way back leads to the other site.
    """
    link = f"{plain_server.origin}/neuron?lang=zh#bias=0.5"
    stranger = browser.new_context()
    page = stranger.new_page()
    page.goto(site(link))
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(plain_server.origin)))
    page.get_by_role("link").click()
    expect(page.get_by_text("does not know this browser")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sorted(address for address in asked if "favicon" not in address) == [
        "/enter.js",
        "/neuron?lang=zh",
    ]
    assert stranger.cookies() == []
    stranger.close()

    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{plain_server.origin}/neuron?token={plain_server.token}")
    expect(page.get_by_role("main")).to_be_visible()
    page.goto(site(link))
    opened = page.evaluate(
        """(address) => new Promise((resolve) => {
            const socket = new WebSocket(address);
            socket.onopen = () => resolve(true);
            socket.onclose = () => resolve(false);
        })""",
        plain_server.origin.replace("http", "ws") + "/ws",
    )
    assert opened is False
    page.get_by_role("link").click()
    page.wait_for_url(link)
    expect(page.get_by_role("main")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="the lab")).to_be_visible()
    context.close()


def test_a_forwarded_port(tmp_path, open_page):
    """Through a port forwarded by socat the lab works if it was told its address; else it says what to do."""
    outside = free_port()
    address = f"http://localhost:{outside}/"
    with running(tmp_path / "told", False, address) as told, running(tmp_path / "not", False) as lab:
        with forwarded(outside, told):
            page, errors = open_page()
            page.goto(f"{address}?token={told.token}")
            use(page, address)
            assert not errors
        with forwarded(outside, lab):
            page, _ = open_page()
            page.goto(f"{address}?token={lab.token}")
            expect(page.get_by_text(f"neurarium lab --url {address}").first).to_be_visible()


def forwarded(port: int, lab: LabServer) -> Any:
    """Forward a port to a lab's."""
    here = f"TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork"
    return program("socat", here, f"TCP:127.0.0.1:{lab.port}", port=port)


@contextmanager
def behind_nginx(
    folder: Path, lab: LabServer, port: int, *, tls: bool, strips: bool, host: bool
) -> Iterator[None]:
    """Run nginx before a lab, at /user/me/."""
    folder.mkdir()
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if tls:
        openssl = shutil.which("openssl")
        if openssl is None:
            pytest.fail("openssl is not installed: run python scripts/setup_test_tools.py")
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        files = ["-keyout", str(key), "-out", str(certificate)]
        command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
        subprocess.run(command, check=True, capture_output=True)
    text = NGINX.format(
        folder=folder,
        port=port,
        lab=lab.port,
        tls=f"ssl; ssl_certificate {certificate}; ssl_certificate_key {key}" if tls else "",
        strip="/" if strips else "",
        host="proxy_set_header Host $http_host;" if host else "",
    )
    (folder / "nginx.conf").write_text(text)
    with program("nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), port=port):
        yield


@pytest.mark.parametrize(
    ("tls", "strips", "host"),
    [(True, True, True), (False, True, False), (False, False, True)],
    ids=["TLS", "a host of the proxy's own", "the prefix passed on"],
)
def test_a_proxy_with_a_prefix(tmp_path, open_page, site, tls, strips, host):
    """Behind nginx, under a prefix, with TLS or without, the lab works as at home; a link leads there too."""
    port = free_port()
    address = f"{'https' if tls else 'http'}://localhost:{port}/user/me/"
    with (
        running(tmp_path / "data", False, address) as lab,
        behind_nginx(tmp_path / "nginx", lab, port, tls=tls, strips=strips, host=host),
    ):
        page, errors = open_page()
        page.goto(f"{address}?token={lab.token}")
        use(page, address)
        assert not errors
        (cookie,) = page.context.cookies()
        assert (cookie["path"], cookie["secure"]) == ("/user/me/", tls)
        page.goto(site(f"{address}neuron#bias=0.5").replace("localhost", "127.0.0.1"))
        page.get_by_role("link").click()
        page.wait_for_url(f"{address}neuron#bias=0.5")
        expect(page.get_by_role("main")).to_be_visible()
        if not strips:
            page.goto(address.rstrip("/"))
            page.wait_for_url(re.compile(re.escape(address)))


def test_a_proxy_that_the_lab_was_not_told_of(tmp_path, open_page):
    """Behind a proxy that names the lab by its own address, the page says why it cannot be connected."""
    port = free_port()
    with (
        running(tmp_path / "data", False) as lab,
        behind_nginx(tmp_path / "nginx", lab, port, tls=False, strips=True, host=False),
    ):
        page, _ = open_page()
        page.goto(f"http://localhost:{port}/user/me/neuron?token={lab.token}")
        page.goto(f"http://localhost:{port}/user/me/neuron")
        expect(page.get_by_text(f"neurarium lab --url http://localhost:{port}/")).to_be_visible()
