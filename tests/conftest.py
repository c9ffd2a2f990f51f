"""What all tests share."""

from hypothesis import settings

# How long one example takes says more about the machine than about the code: no deadlines.
settings.register_profile("neurarium", parent=settings(), deadline=None)
settings.load_profile("neurarium")
