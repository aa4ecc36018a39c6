"""The payers and practices that come with the program, read when it is built: a run need not read and check their
files again.
"""

import pickle
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from claimsim import resources
from claimsim.diagnostics.validation import load
from claimsim.model.practice import Practice
from claimsim.payer.file import PayerFile
from claimsim.payer.inheritance import read_payer
from claimsim.stored import code_in, kept

ModelT = TypeVar("ModelT", bound=BaseModel)
_SOURCE = Path(__file__).parents[1]
_CODE = tuple(_SOURCE / part for part in ("payer", "payer/own_rules", "model", "diagnostics"))


def shipped_payer(name: str) -> PayerFile | None:
    """A payer of the program's own, or None if its file has a fault (a checkout) or there is none."""
    return _made(f"payers/{name}", PayerFile)


def shipped_practice(name: str) -> Practice | None:
    """A practice of the program's own, or None as above."""
    return _made(f"practices/{name}", Practice)


def keep() -> None:
    """Read them all, so that their file is written (when the program is built)."""
    _kept()


def _made(key: str, model: type[ModelT]) -> ModelT | None:
    content = _kept().get(key)
    value = pickle.loads(content) if content is not None else None
    return value if isinstance(value, model) else None


@cache
def _kept() -> dict[str, bytes]:
    """Each file's model by folder and name, pickled by itself: a run has need of two or three."""
    payers = sorted(resources.payers_dir().glob("*.yaml"))
    practices = sorted(resources.practices_dir().glob("*.yaml"))

    def make() -> dict[str, bytes]:
        models: dict[str, BaseModel | None] = {f"payers/{path.stem}": read_payer(path)[1] for path in payers}
        models |= {f"practices/{path.stem}": load(path, Practice)[1] for path in practices}
        return {key: pickle.dumps(model, protocol=5) for key, model in models.items() if model is not None}

    sources = [path.name.encode() + b"\0" + path.read_bytes() for path in (*payers, *practices)]
    return kept(resources.shipped_files_path(), [*code_in(*_CODE), *sources], dict, make)
