"""The compiled lexicon kept in a file, as Python keeps its bytecode: loading takes a fraction of compiling.

The build writes the file for the shipped tables. It begins with a digest of the tables and of the code that compiles
them; where one of these has changed since (a checkout in which a table was edited), the lexicon is compiled and the
file written anew, if its folder may be written.
"""

import gc
import hashlib
import os
import pickle
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Stored = TypeVar("Stored")

_CODE = (Path(__file__).parent, Path(__file__).parents[1] / "words")


def kept(path: Path, sources: Iterable[str], kind: type[Stored], compile_now: Callable[[], Stored]) -> Stored:
    """What the file at ``path`` holds, if made from these sources by this code; else compiled now, and written."""
    digest = _digest(sources)
    found = _read(path, digest)
    if isinstance(found, kind):
        return found
    made = compile_now()
    with suppress(OSError):
        _write(path, digest, made)
    return made


def _digest(sources: Iterable[str]) -> bytes:
    whole = hashlib.blake2b(digest_size=32)
    for folder in _CODE:
        for module in sorted(folder.glob("*.py")):
            whole.update(module.read_bytes() + b"\0")
    for text in sources:
        whole.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return whole.digest()


def _read(path: Path, digest: bytes) -> object:
    """The object of the file, or None if it is missing, broken or of other sources."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if content[: len(digest)] != digest:
        return None
    collecting = gc.isenabled()
    gc.disable()  # thousands of objects that all stay: looking through them while they come is for nothing
    try:
        found: object = pickle.loads(memoryview(content)[len(digest) :])
        return found
    except Exception:  # cut short by a full disk or written by another Python: compiled anew
        return None
    finally:
        if collecting:
            gc.enable()


def _write(path: Path, digest: bytes, made: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    unfinished.write_bytes(digest + pickle.dumps(made, protocol=5))
    unfinished.replace(path)
