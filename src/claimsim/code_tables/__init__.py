"""Code tables: loading, effective dates, look-up and search. ``CodeTables.load()`` is the way in."""

from claimsim.code_tables.icd10cm import Icd10cm, Icd10cmCode, SeventhCharacter
from claimsim.code_tables.icd10cm_notes import Note
from claimsim.code_tables.sources import Source
from claimsim.code_tables.spec import TableSpec
from claimsim.code_tables.table import Table, first_in_effect, in_effect
from claimsim.code_tables.tables import CodeTables

__all__ = [
    "CodeTables",
    "Icd10cm",
    "Icd10cmCode",
    "Note",
    "SeventhCharacter",
    "Source",
    "Table",
    "TableSpec",
    "first_in_effect",
    "in_effect",
]
