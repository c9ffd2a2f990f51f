"""Errors of data files."""

from neurarium.engine.errors import NeurariumError

MOST_BYTES = 2**31
"""A data file whose header asks for more is damaged, or malicious."""


class DataError(NeurariumError, ValueError):
    """A file does not hold the data that it should."""


class MissingDataError(NeurariumError, FileNotFoundError):
    """A data file is missing; the message says how to get it."""
