"""Errors of data files."""

from neurarium.engine.errors import NeurariumError

MOST_BYTES = 2**31
"""A data file whose header asks for more is damaged, or malicious."""


class DataError(NeurariumError, ValueError):
    """A file does not hold the data that it should."""


class DataTooLargeError(DataError):
    """A file announces more data than are read."""


class ObjectArrayError(DataError):
    """An array holds Python objects: it would have to be unpickled, and that may run any program."""


class MissingDataError(NeurariumError, FileNotFoundError):
    """A data file is missing; the message says how to get it."""
