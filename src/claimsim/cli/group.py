"""The group of commands: knows their names and loads the one that is asked for."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from claimsim.cli.commands import COMMANDS

GLOBAL_OPTIONS = ("--code-tables", "--version", "--install-completion", "--show-completion")


def new_app() -> typer.Typer:
    """An empty application with the house's settings: no rich, no completion options of its own, plain exceptions."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class LazyGroup(TyperGroup):
    """Imports a command's module only when that command is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """The command of that name, loaded; None when there is none."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = typer.main.get_command(import_module(entry.module).app)
        assert isinstance(command, TyperCommand | TyperGroup)
        _hide_python_types(command)
        command.name = cmd_name
        command.short_help = entry.help
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands' lines for the help, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant; an unknown one is a usage error with a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"No such command {args[0]!r}.{_suggestion(args[0])}")
        return super().resolve_command(ctx, args)


def _hide_python_types(command: TyperCommand | TyperGroup) -> None:
    """The help says what an argument is in words; that it becomes a list of strings is nobody's business."""
    for parameter in command.params:
        if isinstance(parameter, TyperArgument):
            setattr(parameter, "display_type", lambda _: "")  # noqa: B010 - a method, which a plain assignment may not replace
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            if isinstance(inner, TyperCommand | TyperGroup):
                _hide_python_types(inner)


def _suggestion(word: str) -> str:
    from claimsim.diagnostics.suggestions import suggest

    near = suggest(word, COMMANDS)
    if near:
        return f" Did you mean {near!r}?"
    if word.endswith((".yaml", ".yml")) or _is_there(word):
        return f" Did you mean 'run {word}'?"
    return ""


def misplaced_option(option: str, words: Sequence[str]) -> str:
    """A hint for an option that a command does not know but the program does."""
    return f"{option} stands before the command: claimsim {option} … {words[0]}" if option in GLOBAL_OPTIONS else ""


def _is_there(word: str) -> bool:
    try:
        return Path(word).exists()
    except OSError:  # too long to be a file's name
        return False
