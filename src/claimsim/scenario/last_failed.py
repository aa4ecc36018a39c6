"""What failed when scenarios were last tested from this folder, for `--last-failed`.

Kept in the user's cache folder: CLAIMSIM_CACHE_DIR if it is set, else `claimsim` in the platform's (XDG_CACHE_HOME or
~/.cache, ~/Library/Caches, LOCALAPPDATA). Where it cannot be written or read, nothing is remembered.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path


def cache_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Where a user's caches belong; None where even a home is lacking."""
    if own := environment.get("CLAIMSIM_CACHE_DIR"):
        return Path(own)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "claimsim"
    if platform == "darwin":
        return home / "Library" / "Caches" / "claimsim"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "claimsim"


def remember(tested: Iterable[str], failed: Iterable[str]) -> None:
    """Keep what failed, beside what failed earlier and was not tested now. Full paths."""
    place = _place()
    tested_now = set(tested)
    still = {path for path in recall() or () if path not in tested_now} | set(failed)
    if place is None:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f"{place.name}.{os.getpid()}")
        fresh.write_text(json.dumps(sorted(still), indent=1) + "\n", encoding="utf-8")
        fresh.replace(place)
    except OSError:
        return  # a cache that cannot be written is no reason to fail


def recall() -> frozenset[str] | None:
    """What failed last; None when nothing is remembered."""
    place = _place()
    if place is None:
        return None
    try:
        paths = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return frozenset(map(str, paths)) if isinstance(paths, list) else None


def still_there(failed: Iterable[str]) -> tuple[Path, ...]:
    """The files of those paths that have not been removed since, in order."""
    return tuple(Path(path) for path in sorted(failed) if os.path.exists(path))  # Path.exists fails on too long a name


def _place() -> Path | None:
    """The file for the folder the program was called in."""
    folder = cache_folder(os.environ)
    digest = sha256(str(Path.cwd()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / f"last-failed-{digest}.json" if folder else None
