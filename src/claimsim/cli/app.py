"""The program as a whole: its global options, and from every outcome to an exit code.

Whatever happens in a command ends here: as the command's own code, as diagnostics, as a usage error, or as one plain
sentence. A traceback is shown only when CLAIMSIM_DEBUG=1 asks for it.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from claimsim.cli import exit_codes
from claimsim.cli.group import LazyGroup, misplaced_option
from claimsim.cli.output import output_failed, prepare_streams, print_error
from claimsim.cli.settings import settings_from

PROGRAM = "claimsim"
WELCOME = """\
claimsim: one patient visit, from the chart to the last dollar.

  claimsim list               the scenarios there are, and what each teaches
  claimsim show NAME          read the chart first, as the coder does
  claimsim run NAME           live through it: codes, claim, denial, payment
  claimsim explain CO-97      what a code, a denial reason or a word means

claimsim --help shows every command.
"""

app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context,
    code_tables: Annotated[
        list[Path] | None,
        typer.Option(
            "--code-tables",
            metavar="DIR",
            help="Your own code tables on top of the shipped ones; may be given several times, the last on top. "
            "Without it, the folders in CLAIMSIM_CODE_TABLES.",
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and leave.")] = False,
) -> None:
    """A flight simulator for medical coding and billing in the United States."""
    if version:
        from claimsim import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(WELCOME, nl=False)
    context.obj = settings_from(code_tables, os.environ)


def run(argv: list[str]) -> int:
    """Run one command line; every outcome is an exit code, none an exception."""
    prepare_streams()
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    except Exception as fault:  # the last resort: whatever else a command raises has its sentence and its code
        # Commands answer for the files they open: an OSError without a file's name comes from writing the output.
        if isinstance(fault, OSError) and fault.filename is None:
            return output_failed(fault)
        if os.environ.get("CLAIMSIM_DEBUG") == "1":
            raise
        from claimsim.cli.faults import answer  # what faults need is not imported where there is none

        return _after_output(*answer(fault))


def _dispatch(argv: list[str]) -> int:
    """The command's exit code. Typer's own exceptions do not leave this function."""
    out = sys.stdout
    try:
        code = typer.main.get_command(app).main(argv, PROGRAM, standalone_mode=False)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:  # the end of input where an answer was awaited
        return exit_codes.INTERRUPTED
    except typer.TyperException as fault:
        return _after_output(_usage_text(fault, argv), exit_codes.USAGE)
    except SystemExit as leave:
        # Typer ends with 1 when a pipe is closed, which is the code of a failed expectation here.
        if isinstance(leave.__context__, BrokenPipeError):
            sys.stdout = out
            raise leave.__context__ from None
        return leave.code if isinstance(leave.code, int) else exit_codes.OK
    return code if isinstance(code, int) else exit_codes.OK


def _usage_text(fault: Any, argv: list[str]) -> str:
    context = getattr(fault, "ctx", None)
    path = context.command_path if context is not None else PROGRAM
    words = path.split()[1:]
    message = fault.format_message().rstrip().replace("Value error, ", "")  # the validator's words, not the user's
    hint = misplaced_option(getattr(fault, "option_name", ""), words) if words else ""
    usage = f"{context.get_usage()}\n" if context is not None else ""
    return "\n".join(filter(None, (f"{usage}Error: {message}", hint, f"`{path} --help` shows what can be given.")))


def _after_output(text: str, code: int) -> int:
    """Say what went wrong after what was printed before it, also where both streams lead to the same place."""
    try:
        sys.stdout.flush()
    except OSError as fault:
        output_failed(fault)
    print_error(text)
    return code
