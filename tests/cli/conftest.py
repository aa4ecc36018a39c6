"""Calling the program in this process: what a shell would see of it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from claimsim.__main__ import main


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Claimsim = Callable[..., Outcome]


@pytest.fixture
def claimsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Claimsim:
    """Runs one command line, given as words."""
    for name in ("CLAIMSIM_CODE_TABLES", "CLAIMSIM_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Outcome(code, *capsys.readouterr())

    return run
