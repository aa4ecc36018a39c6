"""The commands there are. Kept as words, so that `claimsim --help` need not import any of them."""

from typing import NamedTuple


class CommandEntry(NamedTuple):
    """The module that holds a command's `app`, and its line in the help."""

    module: str
    help: str


COMMANDS: dict[str, CommandEntry] = {
    "run": CommandEntry("claimsim.cli.run", "Live through one scenario or encounter until it is settled."),
    "show": CommandEntry("claimsim.cli.show", "Show a scenario's chart as the coder sees it, without codes."),
    "list": CommandEntry("claimsim.cli.listing", "List the scenarios that come with the program."),
    "test": CommandEntry("claimsim.cli.test", "Check what scenarios expect of their cases (for instructors and CI)."),
    "check": CommandEntry("claimsim.cli.check", "Check files without running them, or prove scenarios solvable."),
    "explain": CommandEntry("claimsim.cli.explain", "Explain a code, a denial reason, a rule, a diagnostic or a term."),
    "codes": CommandEntry("claimsim.cli.codes", "Search the code tables by words, and show one code."),
    "schema": CommandEntry("claimsim.cli.schema", "Print the JSON Schema of a file, for an editor, or of the result."),
    "tables": CommandEntry("claimsim.cli.tables", "Say where the code tables come from, and under which licence."),
}
"""In the order in which the help shows them."""
