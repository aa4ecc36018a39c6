"""Finding scenarios: by path, by the name of one that comes with the program, and all of a folder."""

from collections.abc import Iterable
from pathlib import Path

from claimsim import resources
from claimsim.diagnostics import Diagnostic, InvalidInput, suggest
from claimsim.diagnostics.files import is_directory
from claimsim.scenario.kinds import is_named_by_scenarios

SUFFIXES = (".yaml", ".yml")


def shipped_scenarios() -> tuple[Path, ...]:
    """The scenarios that come with the program, in order of their paths."""
    return scenarios_under(resources.scenarios_dir())


def scenarios_under(folder: Path) -> tuple[Path, ...]:
    """All scenario files in and below a folder, save those whose name or folder begins with a dot or underscore."""
    found = (path for suffix in SUFFIXES for path in folder.rglob(f"*{suffix}"))
    return tuple(sorted(p for p in found if not any(part[0] in "._" for part in p.relative_to(folder).parts)))


def find_scenario(name_or_path: str) -> Path:
    """The file of a scenario named by its path, or by its name alone when it comes with the program.

    Raises `InvalidInput` when there is none, with the nearest name.
    """
    path = Path(name_or_path)
    if _exists(path):
        return path
    shipped = {found.stem: found for found in shipped_scenarios()}
    if name_or_path in shipped:
        return shipped[name_or_path]
    looks_like_path = "/" in name_or_path or "\\" in name_or_path or path.suffix in SUFFIXES
    if looks_like_path:
        message = f"there is no file {name_or_path}"
        near = suggest(path.stem, shipped)
    else:
        message = f"no scenario that comes with the program is named {name_or_path}, and there is no such file"
        near = suggest(name_or_path, shipped)
    hint = f"did you mean `{near}`?" if near else "`claimsim list` shows the scenarios that come with the program"
    raise InvalidInput((Diagnostic("unknown-scenario", message, hint=hint),))


def _exists(path: Path) -> bool:
    """Whether a path leads somewhere; one whose name is too long, or whose links lead in a circle, is read and told."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return True


def expand(names: Iterable[str]) -> tuple[Path, ...]:
    """Files as they are, folders as all the scenarios below them; each file once, in the order given.

    Payers, practices and charts that lie beside the scenarios that name them are passed over.
    """
    files: dict[Path, None] = {}
    for name in names:
        path = find_scenario(name)
        if is_directory(path):
            files |= dict.fromkeys(file for file in scenarios_under(path) if not is_named_by_scenarios(file))
        else:
            files.setdefault(path)
    return tuple(files)
