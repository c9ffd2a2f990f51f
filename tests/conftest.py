"""Options of the whole test set."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the protocol's snapshots anew."""
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots/*.json anew instead of comparing with them",
    )
