"""Addresses of a server, seen from outside."""

import pytest

from neurarium.server import ServerSettings
from neurarium.server.addresses import PublicAddress, network_addresses, split_host


@pytest.mark.parametrize(
    ("text", "origin", "path"),
    [
        ("https://example.org", "https://example.org", "/"),
        ("https://Example.org:443/", "https://example.org", "/"),
        ("http://example.org:80/lab", "http://example.org", "/lab/"),
        ("https://hub.example.org/user/me/proxy/8731/", "https://hub.example.org", "/user/me/proxy/8731/"),
        ("http://127.0.0.1:9000/", "http://127.0.0.1:9000", "/"),
        ("http://[::1]:9000", "http://[::1]:9000", "/"),
        ("https://a_b-8731.app.example.dev/", "https://a_b-8731.app.example.dev", "/"),
    ],
)
def test_addresses_are_read(text, origin, path):
    """An address gives its origin as browsers write it, and its path with slashes at both ends."""
    public = PublicAddress.parse(text)
    assert (public.origin, public.path) == (origin, path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "http:///lab/",
        "http://a:99999/",
        "http://a:b/",
        "http://[::1/",
        "http://me@example.org/",
        "http://example.org/?a=b",
        "http://example.org/#a",
        "http://example.org//lab/",
        "http://example.org/a b/",
        'http://example.org/"/',
        "http://exam ple.org/",
        "http://-a-;.org/",
    ],
)
def test_what_is_no_address(text):
    """What a lab cannot be found at is refused, with an example."""
    with pytest.raises(ValueError, match=r"https://example\.org/lab/"):
        PublicAddress.parse(text)


def behind(url: str) -> ServerSettings:
    return ServerSettings(port=8731, token="t", public=PublicAddress.parse(url))


def test_hosts_behind_a_proxy():
    """Behind a proxy the server is named by its address outside, or by its own; never by another."""
    settings = behind("https://example.org/lab/")
    own = ["example.org", "EXAMPLE.ORG", "example.org:443", "127.0.0.1:8731", "localhost:8731"]
    foreign = [
        "evil.example",
        "example.org:80",
        "example.org:8731",
        "example.org.evil.example",
        "127.0.0.1",
        "",
    ]
    assert all(settings.allows_host(host) for host in own)
    assert not any(settings.allows_host(host) for host in foreign)


def test_origins_behind_a_proxy():
    """A page's origin is that of the address outside, whichever host the proxy names; no other will do."""
    settings = behind("https://example.org/lab/")
    for host in ("example.org", "127.0.0.1:8731"):
        assert settings.allows_origin("https://example.org", host)
        foreign = ("http://example.org", "https://example.org:444", "null", "https://evil.example", "")
        assert not any(settings.allows_origin(origin, host) for origin in foreign)
    assert settings.allows_origin("http://127.0.0.1:8731", "127.0.0.1:8731")
    assert not settings.allows_origin("http://127.0.0.1:8731", "example.org")


def test_a_forwarded_port():
    """A port forwarded to another of this machine is known by all names of this machine."""
    settings = behind("http://localhost:9000/")
    for name in ("localhost", "127.0.0.1", "[::1]"):
        assert settings.allows_host(f"{name}:9000")
        assert settings.allows_origin(f"http://{name}:9000", f"{name}:9000")
    assert not settings.allows_host("192.0.2.1:9000")


def test_the_cookie_behind_a_proxy():
    """The cookie is sent below the prefix only, and over encrypted connections only if there are any."""
    assert behind("https://example.org/lab/").cookie_is_secure
    assert behind("https://example.org/lab/").base == "/lab/"
    assert not behind("http://localhost:9000/").cookie_is_secure


@pytest.mark.parametrize("host", ["::1", "a@b", "a/b:1", "[::1", "a:b:1", "a:123456", "[::1]x", " "])
def test_hosts_that_are_none(host):
    """What is not well-formed names no host with the port 80."""
    assert split_host(host, 80) in {("", -1), (" ", 80)}


def test_addresses_in_the_network():
    """What listens for this machine alone has no address for others; a given address is its own."""
    assert network_addresses("127.0.0.1") == network_addresses("localhost") == []
    assert network_addresses("192.0.2.3") == ["192.0.2.3"]
    assert not any(address.startswith(("127.", "169.254.")) for address in network_addresses("0.0.0.0"))
