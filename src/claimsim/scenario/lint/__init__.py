"""Checking files without running them, and proving that a scenario can be solved.

`check_paths(paths, tables)` lints scenarios, encounters, payers, practices and table folders, each recognized by what
it holds; `check_shipped(tables)` all that comes with the program. Both return a `Report`. `LINT_RULES` are the rules by
id. `claimsim.scenario.lint.solvable.prove` lives through a scenario twice.
"""

from claimsim.scenario.lint.check import Report, check_paths, check_shipped
from claimsim.scenario.lint.registry import LINT_RULES
from claimsim.scenario.lint.rule import Found, LintRule

__all__ = ["LINT_RULES", "Found", "LintRule", "Report", "check_paths", "check_shipped"]
