"""Browser profiles that are emptied and used again.

In a used one the lab opens at half the cost: its scripts and fonts are there and compiled already.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext


class Profiles:
    """The profiles of one browser: each as new when it is handed out, but for what the browser has cached."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    @contextmanager
    def one(self, origin: str, **options: Any) -> Iterator[BrowserContext]:
        """Lend a profile that nobody else has: without pages in use, cookies or anything stored.

        Parameters
        ----------
        origin : str
            The address of the lab that is visited with it: what that stores is removed afterwards.
        options
            As those of Playwright's `new_context`. Other settings of a context, such as routes or
            permissions, would stay: a test that needs them makes a context of its own.
        """
        free = self._free.setdefault(repr(sorted(options.items())), [])
        if free:
            context = free.pop()
        else:
            context = self._browser.new_context(**options)
            # As long as a page of the lab is open, so is the process with all that it has compiled.
            context.new_page().goto(f"{origin}/icon.svg")
        resting = context.pages[0]
        yield context
        for page in context.pages:
            if page is not resting:
                page.close()
        context.clear_cookies()
        browser_tools = context.new_cdp_session(resting)
        browser_tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        browser_tools.detach()
        free.append(context)
