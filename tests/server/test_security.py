"""The guard, attacked."""

import re
import socket
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from neurarium.server import ServerSettings
from neurarium.server.settings import new_token


def links(answer: httpx.Response) -> set[str]:
    """Return where a page leads to."""
    return {urljoin(str(answer.url), unescape(link)) for link in re.findall('href="([^"]*)"', answer.text)}


def cookie(server: Any) -> str:
    """Return the header of a browser that is known."""
    return f"{server.settings.cookie}={server.settings.cookie_value}"


PATHS = ["/", "/neuron", "/icon.svg", "/assets/main-1a2b.js", "/nope", "/api/models", "/api/openapi.json"]


HANDSHAKE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def refused(server: Any, path: str = "/ws", **headers: str) -> bool:
    """Whether a WebSocket handshake is answered by 403 (and not by 101, which opens the socket)."""
    with httpx.Client(base_url=server.settings.origin, trust_env=False) as client:
        status = client.get(path, headers={**HANDSHAKE, **headers}).status_code
    assert status in {101, 403}
    return status == 403


@pytest.mark.parametrize("path", PATHS)
def test_strangers_see_nothing(server, stranger: httpx.Client, path):
    """Without the token, or with a wrong one, every address answers 401, those that do not exist too."""
    name = server.settings.cookie
    answers = [
        stranger.get(path),
        stranger.get(path, params={"token": "wrong"}),
        stranger.get(path, params={"token": ""}),
        stranger.get(path, headers={"cookie": f"{name}={server.settings.token}"}),
        stranger.get(path, headers={"authorization": "Bearer wrong"}),
        stranger.get(path, headers={"authorization": "Bearer"}),
        stranger.get(path, headers={"authorization": f"Basic {server.settings.token}"}),
        stranger.get(path, headers={"cookie": f"{name}=wrong"}),
        stranger.get(path, headers={"cookie": f"{name}=\xe9".encode("latin-1")}),
        stranger.post(path, params={"token": server.settings.token}),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert not any("set-cookie" in answer.headers for answer in answers)
    assert answers[0].json()["error"]["code"] == "unauthorized"


def test_every_refusal_is_in_both_languages(server, stranger: httpx.Client):
    """A page has both; a script of a page is answered in the language that it asks for."""
    strange = ({}, {"host": "evil.example"}, {"origin": "http://evil.example"})
    for headers in strange:
        page = stranger.get("/", headers={"accept": "text/html", **headers}).text
        english, chinese = page.split("<section lang=zh-CN>")
        assert re.search(r"<section lang=en><h1>[A-Z][a-z ]+", english)
        assert not re.search(r"[\u3000-\uffef]", english)
        assert re.search(r"<h1>[\u4e00-\u9fff，]+。</h1><p>请", chinese)
        errors = [
            stranger.post("/knock", headers={"accept-language": language, **headers}).json()["error"]
            for language in ("en", "zh-CN")
        ]
        assert errors[0]["code"] == errors[1]["code"]
        for error, text in zip(errors, (english, chinese), strict=True):
            assert f"<h1>{error['message']}</h1><p>{error['hint']}</p>" in text


def test_a_person_gets_a_page(stranger: httpx.Client):
    """A browser without the cookie gets a page that says where to find the right address."""
    answer = stranger.get("/", headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "terminal" in answer.text


def test_the_token_becomes_a_cookie(server, stranger: httpx.Client):
    """The token is exchanged for a cookie that scripts and other sites cannot use; it is another secret."""
    answer = stranger.get("/neuron", params={"token": server.settings.token, "lang": "zh"})
    assert answer.status_code == 200
    assert links(answer) == {f"{server.settings.origin}/neuron?lang=zh"}
    cookie = answer.headers["set-cookie"]
    assert server.settings.token not in cookie
    assert cookie.startswith(f"neurarium-{server.settings.port}=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.lower().split("; "))
    assert answer.headers["cache-control"] == "no-store"
    assert server.settings.token not in answer.text
    assert stranger.get("/neuron").status_code == 200
    assert stranger.get("/", headers={"authorization": f"Bearer {stranger.cookies[server.settings.cookie]}"})


@pytest.mark.parametrize("path", ["/", "/neuron", "/api/models", "//a//b/"])
def test_the_entrance_has_a_script(server, client: httpx.Client, path):
    """The page that sets the cookie leads on by a script, which it finds from any path."""
    answer = client.get(f"{server.settings.origin}{path}", params={"token": server.settings.token})
    script = re.search('<script src="([^"]+)"></script>', answer.text)
    assert script is not None
    code = client.get(urljoin(str(answer.url), script[1]))
    assert "location.hash" in code.text
    assert code.headers["content-type"].startswith("text/javascript")


def test_the_entrance_needs_no_script(server, client: httpx.Client):
    """Without scripts the page that sets the cookie leads on by itself."""
    answer = client.get("/", params={"token": server.settings.token})
    assert '<noscript><meta http-equiv="refresh" content="0; url=./"></noscript>' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/\\evil.example/",
        "/%5cevil.example",
        "//evil.example/%2f..",
        "/%22%3E%3Cscript%20src=//evil.example%3E",
    ],
)
def test_the_exchange_stays_here(server, stranger: httpx.Client, path):
    """No address makes the exchange lead to another site, or write into its page."""
    answer = stranger.get(f"{server.settings.origin}{path}?token={server.settings.token}")
    (link,) = links(answer)
    assert link.startswith(f"{server.settings.origin}/")
    assert answer.text.count("<script") == 1


PAGE = {"accept": "text/html,*/*;q=0.8", "sec-fetch-dest": "document", "sec-fetch-site": "cross-site"}


@pytest.mark.parametrize("path", ["/", "/neuron", "/neuron?lang=zh&x=%26"])
@pytest.mark.parametrize("headers", [PAGE, {"accept": "text/html"}], ids=["new browser", "old browser"])
def test_a_click_on_another_site_is_tried_once_more(server, stranger, client, path, headers):
    """A page asked for without the cookie asks again as the lab's own, by a file that strangers do not get.

    The second time it leads to the address itself, or stays refused for good.
    """
    first = stranger.get(path, headers=headers)
    assert first.status_code == 401
    assert "terminal" in first.text
    (second,) = links(first)
    script = re.search('<script src="([^"]+)"></script>', first.text)
    assert script is not None
    script_address = urljoin(str(first.url), script[1])
    assert stranger.get(script_address).status_code == 401
    assert client.get(script_address).status_code == 200
    let_in = client.get(second, headers=headers)
    assert let_in.status_code == 200
    assert links(let_in) == {urljoin(server.settings.origin, path)}
    refused = stranger.get(second, headers=headers)
    assert refused.status_code == 401
    assert "<script" not in refused.text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/models", PAGE),
        ("/icon.svg", PAGE),
        ("/a/b", PAGE),
        ("/neuron?token=wrong", PAGE),
        ("/neuron", PAGE | {"sec-fetch-dest": "iframe"}),
        ("/neuron", PAGE | {"sec-fetch-dest": "empty"}),
        ("/neuron", PAGE | {"origin": "http://evil.example"}),
        ("/neuron", PAGE | {"host": "evil.example"}),
        ("/neuron", {"accept": "*/*"}),
    ],
)
def test_nothing_else_is_tried_once_more(stranger, path, headers):
    """Only a page that a person opens is asked for a second time."""
    answer = stranger.get(path, headers=headers)
    assert answer.status_code in {401, 403}
    assert "<script" not in answer.text


def test_programs_use_a_header(server, stranger: httpx.Client):
    """A program sends the token in the Authorization header, whatever the case of its scheme."""
    for scheme in ("Bearer", "bearer"):
        answer = stranger.get("/", headers={"authorization": f"{scheme} {server.settings.token}"})
        assert answer.status_code == 200


HOSTS = [
    "evil.example:{}",
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:80",
    "",
    "127.0.0.1.evil:{}",
    "10.0.0.1:{}",
]
HOSTS += [
    "localhost.evil.example:{}",
    "[::2]:{}",
    "127.0.0.1:{0}:{0}",
    "a@127.0.0.1:{}",
    "[::1]",
    "127.0.0.1:{}0",
]


@pytest.mark.parametrize("host", HOSTS)
def test_foreign_hosts(server, client: httpx.Client, host):
    """A request that names another host is refused though it carries the cookie: the name was rebound."""
    host = host.format(server.settings.port)
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "foreign_host"
    assert refused(server, host=host, authorization=f"Bearer {server.settings.token}")


@pytest.mark.parametrize("host", ["127.0.0.1:{}", "localhost:{}", "[::1]:{}", "LOCALHOST:{}"])
def test_own_hosts(server, stranger: httpx.Client, host):
    """The own machine may be named in any of its ways."""
    headers = {"host": host.format(server.settings.port), "authorization": f"Bearer {server.settings.token}"}
    assert stranger.get("/", headers=headers).status_code == 200


ORIGINS = [
    "http://evil.example",
    "null",
    "",
    "https://127.0.0.1:{}",
    "http://127.0.0.1:1",
    "http://127.0.0.1",
]
ORIGINS += ["http://localhost:{}", "http://127.0.0.1:{}/", "http://127.0.0.1:{}.evil.example"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_foreign_origins(server, client: httpx.Client, origin):
    """A request from a page of any other origin is refused though the browser sent the cookie along."""
    origin = origin.format(server.settings.port)
    for method in ("GET", "POST"):
        answer = client.request(method, "/", headers={"origin": origin})
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "foreign_origin"
    assert refused(server, cookie=cookie(server), origin=origin)
    assert refused(server, authorization=f"Bearer {server.settings.token}", origin=origin)


def test_scripts_and_styles_need_no_origin(server, client: httpx.Client, stranger: httpx.Client):
    """The files that a page is made of come whatever its origin, so that it can say what is wrong."""
    headers = {"origin": "http://evil.example"}
    assert client.get("/assets/main-1a2b.js", headers=headers).status_code == 200
    assert client.get("/assets/main-1a2b.js", headers={"host": "evil.example"}).status_code == 403
    assert stranger.get("/assets/main-1a2b.js", headers=headers).status_code == 401
    assert client.get("/assets/../api/models", headers=headers).status_code == 403
    assert client.post("/assets/main-1a2b.js", headers=headers).status_code == 403
    assert refused(server, "/assets/main-1a2b.js", cookie=cookie(server), **headers)


def test_two_hosts(server):
    """A request that names two hosts, the right one first, is refused."""
    own = f"127.0.0.1:{server.settings.port}"
    request = f"GET /icon.svg HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.settings.port)) as connection:
        connection.sendall(request.encode())
        answer = connection.makefile("rb").readline()
    assert answer.split()[1] in {b"400", b"403"}


def test_own_origin(server, client: httpx.Client):
    """The lab's own pages are let in, over HTTP and to the WebSocket."""
    origin = server.settings.origin
    assert client.get("/", headers={"origin": origin}).status_code == 200
    assert not refused(server, cookie=cookie(server), origin=origin)


def test_sockets_of_strangers(server):
    """A WebSocket needs the cookie and an origin, or the header; the token in its address is not enough."""
    token, origin = server.settings.token, server.settings.origin
    assert refused(server, origin=origin)
    assert refused(server, authorization="Bearer wrong")
    assert refused(server, f"/ws?token={token}", origin=origin)
    assert refused(server, cookie=f"{server.settings.cookie}={token}", origin=origin)  # it is not the token
    assert refused(server, cookie=cookie(server))  # a browser would send an origin
    assert not refused(server, authorization=f"Bearer {token}")


@pytest.mark.parametrize("garbage", ["Bearer wrong", "Basic x", "x", ""])
def test_a_header_beside_the_cookie_replaces_no_origin(server, garbage):
    """A browser known by the cookie must say where it comes from, whatever stands in other headers."""
    assert refused(server, cookie=cookie(server), authorization=garbage)
    assert refused(server, cookie=cookie(server), authorization=garbage, origin="http://evil.example")
    assert not refused(server, cookie=cookie(server), authorization=garbage, origin=server.settings.origin)


@pytest.mark.parametrize("foreign", ["http://evil.example", "null"])
def test_two_origins(server, client: httpx.Client, foreign):
    """Of several Origin headers none may be foreign, in whichever order they stand."""
    own = server.settings.origin
    for origins in ((own, foreign), (foreign, own)):
        headers = [("origin", origin) for origin in origins]
        assert client.get("/", headers=headers).status_code == 403
        handshake = [*HANDSHAKE.items(), ("cookie", cookie(server)), *headers]
        assert client.get("/ws", headers=handshake).status_code in {400, 403}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_socket_is_no_page(client: httpx.Client, method):
    """A plain request to the WebSocket's address is refused, and told what is expected there."""
    answer = client.request(method, "/ws")
    assert answer.status_code == 426
    assert answer.headers["upgrade"] == "websocket"


def test_a_cookie_belongs_to_one_port_and_one_token():
    """The cookie of one lab opens no other: it depends on port, token and a key, and shows none of them."""
    settings = ServerSettings(port=9000, token="t-o-k-e-n", secret="a key")
    others = [replace(settings, port=9001), replace(settings, token="u"), replace(settings, secret="b key")]
    values = {one.cookie_value for one in (settings, *others)}
    assert len(values) == 4
    assert replace(settings).cookie_value == settings.cookie_value
    assert {settings.cookie, others[0].cookie} == {"neurarium-9000", "neurarium-9001"}
    assert "t-o-k-e-n" not in settings.cookie_value
    assert "a key" not in repr(settings)


def test_guessing_is_slowed_down(start):
    """After ten wrong tokens a client must wait, with the right one too; the cookie still works."""
    server = start()
    with server.client() as known, server.client(known=False) as client:
        for i in range(10):
            assert client.get("/", params={"token": f"guess-{i}"}).status_code == 401
        answers = [
            client.get("/", params={"token": "guess-11"}),
            client.get("/", params={"token": server.settings.token}),
            client.get("/", headers={"authorization": f"Bearer {server.settings.token}"}),
        ]
        assert {answer.status_code for answer in answers} == {429}
        assert 0 < int(answers[0].headers["retry-after"]) <= 60
        assert answers[0].json()["error"]["code"] == "too_many_attempts"
        assert refused(server, authorization=f"Bearer {server.settings.token}")
        assert known.get("/").status_code == 200
        assert client.get("/").status_code == 401  # which offers no token


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_restricts_the_browser(client: httpx.Client, path):
    """Each response, refusals included, forbids inline scripts, framing, sniffing and referrers."""
    for answer in (client.get(path), client.get(path, headers={"host": "evil.example"})):
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "evil.example" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_hosts_of_a_shared_server():
    """A server that listens for others answers to addresses and its own name, still not to foreign names."""
    shared = ServerSettings(host="0.0.0.0", port=9000, token="t")
    assert not shared.is_loopback
    assert shared.allows_host("192.168.1.5:9000")
    assert shared.allows_host("[fe80::1]:9000")
    name = socket.gethostname().partition(".")[0].lower()
    assert all(
        shared.allows_host(f"{own}:9000") for own in (name, name.upper(), f"{name}.local", f"{name}.lan")
    )
    assert not ServerSettings(port=9000, token="t").allows_host(f"{name}.local:9000")
    assert not shared.allows_host(f"{name}.local.evil.example:9000")
    assert not shared.allows_host("evil.example:9000")
    assert shared.origin == "http://127.0.0.1:9000"
    assert ServerSettings(host="::1", port=80, token="t").origin == "http://[::1]:80"
    assert ServerSettings(host="::1", port=80, token="t").allows_host("localhost")


def test_tokens_cannot_be_guessed():
    """Tokens are long, fit an address, differ each time, and do not show when settings are printed."""
    one, other = new_token(), new_token()
    assert one != other
    assert len(one) >= 43
    assert one.replace("-", "").replace("_", "").isalnum()
    assert one not in repr(ServerSettings(token=one))
