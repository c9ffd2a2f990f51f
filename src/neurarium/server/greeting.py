"""What the terminal says when the lab starts."""

import io
from typing import TextIO

from neurarium.server.addresses import bracketed, is_loopback, network_addresses
from neurarium.server.settings import ServerSettings


def greeting(settings: ServerSettings, *, draws: bool) -> list[str]:
    """Return the lines that say where the lab is, and who can use it.

    Parameters
    ----------
    settings
        The server's.
    draws
        Whether a QR code can be drawn.
    """
    lines = [f"Neurarium's lab is at {settings.url}"]
    others = network_urls(settings)
    if others:
        lines += ["On another device in this network:", *(f"  {url}" for url in others)]
        lines += qr_code(others[0]) if draws else []
    elif settings.public is None and not settings.is_loopback:
        lines.append("This machine has no address in a network: no other device can reach the lab.")
    if others or not settings.is_loopback:
        lines.append("Anyone with this address can use the lab.")
        lines.append(_encryption(settings))
    return [*lines, "Press Ctrl-C to end."]


def network_urls(settings: ServerSettings) -> list[str]:
    """Return the addresses that another device can open, with the token."""
    if settings.public is not None:
        return [] if is_loopback(settings.public.host) else [settings.url]
    hosts = network_addresses(settings.host)
    return [f"http://{bracketed(host)}:{settings.port}/?token={settings.token}" for host in hosts]


def qr_code(text: str) -> list[str]:
    """Return a QR code as lines for a terminal, white on black whatever its colours are."""
    import segno

    out = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out, compact=True, border=2)
    return [f"\x1b[97;40m{line}\x1b[0m" for line in out.getvalue().splitlines()]


def can_draw(stream: TextIO) -> bool:
    """Return whether a QR code can be drawn on a stream: on a terminal that has the characters."""
    try:
        "▀▄█".encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return stream.isatty()


def _encryption(settings: ServerSettings) -> str:
    if settings.public is not None and settings.public.scheme == "https":
        return "Between the proxy and this machine nothing is encrypted."
    return (
        "Nothing is encrypted: who shares the network can read what is sent, the token included. "
        "Use it in networks that you trust, or put an HTTPS proxy before it (--url)."
    )
