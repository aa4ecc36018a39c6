"""`claimsim explain`: what a code, a denial reason, a rule, a diagnostic or a word of the trade means."""

from typing import Annotated

import typer

from claimsim.cli.group import new_app
from claimsim.cli.options import Format, FormatOption
from claimsim.cli.screen import PlainOption
from claimsim.cli.settings import Settings

app = new_app()

_HELP = """Explain a code, a denial reason, a rule, a diagnostic or a term.

Codes of ICD-10-CM, CPT and HCPCS, modifiers, places of service, CARC and RARC (also as on a remittance: CO-97), group
codes, the status of a 277CA (A7, A7:562:85), the ids of rules and of messages about files, kinds of finding, and the
words of the trade. Rules of your own are found in the files of this folder and of the folders in it.
Where a word means several things all are shown; a kind in front narrows it: modifier 25, carc 16, pos 11."""


@app.command("explain", help=_HELP)
def explain_word(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="What to explain.", show_default=False)],
    plain: PlainOption = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Look the word up everywhere and print what was found."""
    from claimsim.cli.explaining.lookup import explain
    from claimsim.cli.explaining.printing import print_explanations

    settings: Settings = context.obj
    found = explain(settings.open_tables(), " ".join(words))
    print_explanations(found, plain, as_json=format_ is Format.JSON)
