"""Why a build fails."""


class BuildError(Exception):
    """The package cannot be built; the message says what to do."""
