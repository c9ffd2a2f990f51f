"""What all tests share."""

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about the code: no deadlines.
settings.register_profile("neurarium", parent=settings(), deadline=None)
settings.load_profile("neurarium")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the lab protocol's snapshots anew."""
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots/*.json anew instead of comparing with them",
    )
