"""What holds for the whole suite: property tests are the same on every run, no machine is too slow for them, and what
the program remembers is not kept in anybody's home.
"""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("claimsim", deadline=None, derandomize=True, database=None)
settings.load_profile("claimsim")
# As the command has it: what the tests keep of the scenarios is much, and none of it is garbage.
gc.set_threshold(500_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("CLAIMSIM_CACHE_DIR")
    os.environ["CLAIMSIM_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["CLAIMSIM_CACHE_DIR"]
    else:
        os.environ["CLAIMSIM_CACHE_DIR"] = before
