"""Where the shipped files are: tables, payers, practices, scenarios and the ICD-10-CM data base.

A wheel carries them under ``claimsim/_data``. An editable install leaves them in the repository, where only the built
data base lies under ``_data``. Nothing else in the project works out a path to a shipped file.
"""

from pathlib import Path

_SHIPPED = Path(__file__).resolve().parent / "_data"
_REPOSITORY = Path(__file__).resolve().parents[2]


class MissingResource(Exception):
    """A file that belongs to the installation is not there. The text says what to do."""


def code_tables_dir() -> Path:
    """The folder of the look-up tables (CSV) and their SOURCES.yaml."""
    return _folder("code_tables", "data/code_tables")


def payers_dir() -> Path:
    """The folder of the shipped payer files (YAML)."""
    return _folder("payers", "data/payers")


def practices_dir() -> Path:
    """The folder of the shipped practice files (YAML)."""
    return _folder("practices", "data/practices")


def scenarios_dir() -> Path:
    """The folder of the scenario library (YAML, in folders by what they teach)."""
    return _folder("scenarios", "scenarios")


def icd10cm_path() -> Path:
    """The ICD-10-CM data base, which installing claimsim builds."""
    return _built("icd10cm.sqlite", "the ICD-10-CM data base")


def lexicon_path() -> Path:
    """Where the coder's compiled tables are kept; they are compiled without it."""
    return _SHIPPED / "lexicon.bin"


def names_path() -> Path:
    """The names of the tabular list as sets of words, which installing claimsim builds."""
    return _built("names.sqlite", "the data base of the tabular list's names")


def built_dir() -> Path:
    """Where what is built lies."""
    return _SHIPPED


def shipped_files_path() -> Path:
    """Where the shipped payers and practices are kept as they were read; they are read without it."""
    return _SHIPPED / "shipped.bin"


def _built(name: str, what: str) -> Path:
    path = _SHIPPED / name
    if not path.is_file():
        raise MissingResource(
            f"{what} is not built ({path} is missing): install claimsim with `pip install -e .` in the repository "
            "(`python3 dev.py setup`), or `pip install claimsim`; running from a bare checkout does not build it"
        )
    return path


def _folder(shipped_name: str, repository_path: str) -> Path:
    shipped = _SHIPPED / shipped_name
    if shipped.is_dir():
        return shipped
    # Only a checkout has a pyproject.toml two levels up: site-packages must not answer for the repository.
    in_repository = _REPOSITORY / repository_path
    if (_REPOSITORY / "pyproject.toml").is_file() and in_repository.is_dir():
        return in_repository
    raise MissingResource(f"the shipped files {repository_path} are missing (no {shipped}): install claimsim again")
