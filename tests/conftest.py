"""What holds for the whole suite: property tests are the same on every run, and no machine is too slow for them."""

from hypothesis import settings

settings.register_profile("claimsim", deadline=None, derandomize=True, database=None)
settings.load_profile("claimsim")
