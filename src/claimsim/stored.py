"""Objects kept in a file, as Python keeps its bytecode: loading takes a fraction of making them.

The build writes the files. Each begins with a digest of what its object was made from, tables and code; where one of
these has changed since (a checkout in which a table was edited), the object is made and the file written anew, if its
folder may be written.
"""

import gc
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

Stored = TypeVar("Stored")


def kept(path: Path, sources: Iterable[bytes], kind: type[Stored], make: Callable[[], Stored]) -> Stored:
    """What the file at ``path`` holds, if it was made from these sources; else it is made now, and written."""
    digest = _digest(sources)
    found = _read(path, digest)
    if isinstance(found, kind):
        return found
    made = make()
    with suppress(OSError):
        _write(path, digest, made)
    return made


def code_in(*folders: Path) -> Iterator[bytes]:
    """The modules of some folders as sources."""
    for folder in folders:
        for module in sorted(folder.glob("*.py")):
            yield module.read_bytes()


def _digest(sources: Iterable[bytes]) -> bytes:
    whole = blake2b(digest_size=32)
    for source in sources:
        whole.update(len(source).to_bytes(8, "big") + source)
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
    except Exception:  # cut short by a full disk or written by another Python: made anew
        return None
    finally:
        if collecting:
            gc.enable()


def _write(path: Path, digest: bytes, made: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    unfinished.write_bytes(digest + pickle.dumps(made, protocol=5))
    unfinished.replace(path)
