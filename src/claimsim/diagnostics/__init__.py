"""Faults in files: where they stand, what is said about them, and the YAML reader that knows the places.

`claimsim.diagnostics.validation`, which needs pydantic, is imported from there.
"""

from claimsim.diagnostics.catalogue import CatalogueEntry, catalogue, is_known_code
from claimsim.diagnostics.display import escape
from claimsim.diagnostics.document import Document, Parsed, Path
from claimsim.diagnostics.files import read_file
from claimsim.diagnostics.messages import Diagnostic, InvalidInput, Severity, in_file_order, render, render_all
from claimsim.diagnostics.positions import Position
from claimsim.diagnostics.suggestions import suggest
from claimsim.diagnostics.yaml_reader import parse_yaml

__all__ = [
    "CatalogueEntry",
    "Diagnostic",
    "Document",
    "InvalidInput",
    "Parsed",
    "Path",
    "Position",
    "Severity",
    "catalogue",
    "escape",
    "in_file_order",
    "is_known_code",
    "parse_yaml",
    "read_file",
    "render",
    "render_all",
    "suggest",
]
