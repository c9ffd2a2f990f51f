"""Settings of the property tests: the same examples in every run, and no clock."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("repeatable")
