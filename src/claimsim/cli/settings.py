"""What stands before the command on the command line, and what is opened with it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from claimsim.code_tables import CodeTables

TABLES_VARIABLE = "CLAIMSIM_CODE_TABLES"


class Settings(NamedTuple):
    """The folders of a user's own code tables, the later on top."""

    code_tables: tuple[Path, ...] = ()

    def open_tables(self) -> "CodeTables":
        """The shipped tables with the user's own on top. Raises `InvalidInput` for faults in the user's."""
        from claimsim.code_tables import CodeTables

        return CodeTables.load(self.code_tables)


def settings_from(folders: list[Path] | None, environment: Mapping[str, str]) -> Settings:
    """The folders given on the command line, else those of the environment variable."""
    if folders:
        return Settings(tuple(folders))
    named = environment.get(TABLES_VARIABLE, "").split(os.pathsep)
    return Settings(tuple(Path(name) for name in named if name))
