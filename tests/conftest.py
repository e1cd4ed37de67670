"""Settings of all tests."""

from hypothesis import settings

# a busy machine is slow, not wrong: no example fails by the clock
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
