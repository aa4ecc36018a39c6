"""`claimsim test`: runs scenarios and compares what they expect, updates what they expect, and says what they reach."""

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimsim.cli.exit_codes import EXPECTATION_FAILED, INTERNAL, INVALID_INPUT, OK
from claimsim.cli.group import new_app
from claimsim.cli.options import check_level
from claimsim.cli.output import print_error, print_json, print_text
from claimsim.cli.screen import PIPED_WIDTH, message_width
from claimsim.cli.settings import Settings

if TYPE_CHECKING:
    from claimsim.scenario.bench import Bench, ScenarioResult
    from claimsim.scenario.coverage import Section

app = new_app()
Files = tuple[tuple[Path, str], ...]
PROGRESS_FROM = 200
"""Scenarios from which on progress is shown, to a terminal."""


class ResultFormat(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    GITHUB = "github"


@app.command("test", help="Check what scenarios expect of their cases (for instructors and CI).")
def check_expectations(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Scenario files, folders, names; all that ship if none is named.",
            show_default=False,
        ),
    ] = None,
    words: Annotated[
        str, typer.Option("-k", metavar="WORDS", help="Only those whose folder, name, title or tags have these words.")
    ] = "",
    tags: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Only those that teach this.")] = None,
    levels: Annotated[
        list[str] | None, typer.Option("--level", metavar="LEVEL", help="Only beginner, intermediate or advanced.")
    ] = None,
    last_failed: Annotated[
        bool, typer.Option("--last-failed", "--lf", help="Only those that failed last from this folder; all if none.")
    ] = False,
    fail_on_empty: Annotated[
        bool, typer.Option("--fail-on-empty", help="No scenario found, or one that expects nothing, is a failure.")
    ] = False,
    jobs: Annotated[
        str, typer.Option("-j", "--jobs", metavar="N", help="How many processes; 0 or auto: one to a processor.")
    ] = "auto",
    update: Annotated[bool, typer.Option("--update", help="Write what came out into `expect:`, in place.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what --update would change, and change nothing.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say which rules, CARCs and rejection codes are reached.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="PERCENT", help="Fail when fewer payer rules and scrub edits are fired."),
    ] = None,
    format_: Annotated[
        ResultFormat, typer.Option("--format", help="Text for people, JSON, JUnit XML, GitHub annotations.")
    ] = ResultFormat.TEXT,
) -> None:
    """Exit codes: 0 all is well, 1 an expectation failed, 2 wrong usage, 3 a faulty file, 4 a fault of the program."""
    settings: Settings = context.obj
    files = _files(paths, words, tuple(tags or ()), tuple(levels or ()), last_failed)
    from claimsim.scenario.bench import Bench

    bench = Bench(settings.open_tables())
    if update or dry_run:
        raise typer.Exit(_accept(files, bench, write=update and not dry_run))
    with_usage = coverage or fail_under is not None
    results = _run(files, bench, settings, _jobs(jobs), with_usage)
    found = _sections(results) if with_usage else None
    _print(results, found, format_)
    raise typer.Exit(max(_code(results, fail_on_empty), _too_little(found, fail_under)))


def _files(paths: list[str] | None, words: str, tags: Sequence[str], levels: Sequence[str], last_failed: bool) -> Files:
    """The scenarios that are meant, each with the name it is shown under."""
    from claimsim.diagnostics.files import real_path
    from claimsim.scenario.last_failed import recall, still_there
    from claimsim.scenario.library import expand, shipped_scenarios
    from claimsim.scenario.selection import BadExpression, Selection, untaught

    for level in levels:
        check_level(level)
    failed = (recall() or frozenset()) if last_failed else frozenset()
    found = expand(paths) if paths else still_there(failed) or shipped_scenarios()
    files = tuple((path, _shown(path)) for path in found)
    if failed:
        files = tuple((path, shown) for path, shown in files if str(real_path(path)) in failed) or files
    for tag, near in untaught(tags, files):
        hint = f"; did you mean {near}?" if near else ""
        raise typer.BadParameter(f"--tag: no scenario here teaches {tag!r}{hint}")
    try:
        return Selection(words, tuple(tags), tuple(levels)).keep(files)
    except BadExpression as fault:
        raise typer.BadParameter(f"-k: {fault}") from fault


def _shown(path: Path) -> str:
    """The path from here where the file is below, else in full; with `/` on every system."""
    full = path.absolute()
    here = Path.cwd()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def _jobs(words: str) -> int:
    if words == "auto":
        return 0
    if not words.isascii() or not words.isdigit():
        raise typer.BadParameter(f"-j takes a number of processes or auto, not {words!r}")
    return int(words)


def _run(files: Files, bench: "Bench", settings: Settings, jobs: int, with_usage: bool) -> tuple["ScenarioResult", ...]:
    from claimsim.diagnostics.files import real_path
    from claimsim.scenario.last_failed import remember
    from claimsim.scenario.runner import Plan, run_tests

    progress, finish = _progress(len(files))
    results = run_tests(Plan(files, settings.code_tables, with_usage), bench, jobs, progress)
    finish()
    full = [str(real_path(path)) for path, _ in files]
    remember(full, [path for path, result in zip(full, results, strict=True) if result.failed])
    return results


def _progress(number: int) -> tuple[Callable[[int], None] | None, Callable[[], None]]:
    """How far it is, on one line of the terminal, for a long run; nothing where nobody watches."""
    if number < PROGRESS_FROM or not sys.stderr.isatty():
        return None, lambda: None
    width = len(f"{number} of {number} scenarios")

    def show(done: int) -> None:
        if done % 50 == 0 or done == number:
            sys.stderr.write(f"\r{done} of {number} scenarios")
            sys.stderr.flush()

    def wipe() -> None:
        sys.stderr.write("\r" + " " * width + "\r")

    return show, wipe


def _accept(files: Files, bench: "Bench", write: bool) -> int:
    """Update the files, or say what would be updated. The code is that of the worst of them."""
    from claimsim.diagnostics import escape
    from claimsim.diagnostics.display import hang
    from claimsim.scenario.accept import accept

    codes = {"invalid": INVALID_INPUT, "refused": EXPECTATION_FAILED}
    code, updated = OK, 0
    for path, shown in files:
        accepted = accept(path, shown, bench, write)
        if accepted.difference:
            print_text("\n".join(escape(line) for line in accepted.difference.splitlines()))
        if accepted.words:
            width = message_width(sys.stderr)
            print_error("\n".join(hang("", line, width, "    ") for line in accepted.words.splitlines()))
        updated += accepted.verdict == "updated"
        code = max(code, codes.get(accepted.verdict, OK))
    print_text(f"{updated} of {len(files)} files {'updated' if write else 'would be updated'}")
    return code


def _sections(results: Sequence["ScenarioResult"]) -> tuple["Section", ...]:
    from claimsim.scenario.coverage import Coverage, sections

    coverage = Coverage()
    for result in results:
        if result.usage is not None:
            coverage.add(result.usage)
    return sections(coverage)


def _print(results: Sequence["ScenarioResult"], found: Sequence["Section"] | None, format_: ResultFormat) -> None:
    from claimsim.scenario.report import coverage_report, text_report

    if format_ is ResultFormat.TEXT:
        told = text_report(results, message_width(sys.stdout))
    else:
        from claimsim.scenario import report_json  # with the XML library, which text does not need

        if format_ is ResultFormat.JSON:
            print_json(report_json.as_json(results, found))
            return
        told = (report_json.as_junit if format_ is ResultFormat.JUNIT else report_json.as_github)(results)
    if told:
        print_text(told)
    if found is not None:
        if format_ is ResultFormat.TEXT:
            print_text(f"\n{coverage_report(found, message_width(sys.stdout) or PIPED_WIDTH)}")
        else:  # another program reads the output: coverage goes where people look
            print_error(coverage_report(found, message_width(sys.stderr) or PIPED_WIDTH))


def _code(results: Sequence["ScenarioResult"], fail_on_empty: bool) -> int:
    statuses = {result.status for result in results}
    if "error" in statuses:
        return INTERNAL
    if "invalid" in statuses:
        return INVALID_INPUT
    empty = fail_on_empty and ("empty" in statuses or not results)
    return EXPECTATION_FAILED if empty or {"failed", "mended"} & statuses else OK


def _too_little(found: Sequence["Section"] | None, fail_under: float | None) -> int:
    from claimsim.scenario.coverage import percent_of_rules

    if found is None or fail_under is None:
        return OK
    percent = percent_of_rules(found)
    if percent >= fail_under:
        return OK
    fired = f"{int(percent * 10) / 10:.1f} %"
    print_error(f"coverage: {fired} of payer rules and scrub edits are fired, fewer than {fail_under:g} %")
    return EXPECTATION_FAILED
