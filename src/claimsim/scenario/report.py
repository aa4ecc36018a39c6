"""The results of testing scenarios as text: every failure with its place, then how many of each there are."""

from collections.abc import Sequence

from claimsim.diagnostics import escape, render, render_all
from claimsim.diagnostics.display import hang

from .bench import ScenarioResult, Status
from .coverage import Reach, Section, percent_of_rules
from .mismatch import render_mismatch

INDENT = "    "
PAGE = 80
COUNTED: tuple[tuple[Status, str], ...] = (
    ("passed", "passed"), ("failed", "failed"), ("mended", "no longer failing"), ("invalid", "invalid"),
    ("error", "internal error"), ("known", "known to fail"), ("empty", "without expectations"),
)  # fmt: skip
REACHES: tuple[tuple[Reach, str], ...] = (("never_true", "asked, but never true"), ("never_asked", "never asked"))


def summary(results: Sequence[ScenarioResult]) -> str:
    """`12 passed, 1 failed`."""
    counts = [(sum(r.status == status for r in results), words) for status, words in COUNTED]
    return ", ".join(f"{number} {words}" for number, words in counts if number) or "no scenarios"


def text_report(results: Sequence[ScenarioResult], width: int | None = None) -> str:
    """All that is to be told of the results in the order of the files; on a terminal, in lines of its width."""
    parts = [told for result in results if (told := _told(result, width))]
    return "\n\n".join([*parts, summary(results)])


def _told(result: ScenarioResult, width: int | None) -> str:
    """One scenario; empty when there is nothing to tell."""
    head = f"{result.path}:{result.line}: "

    def line(lead: str, words: str) -> str:
        return hang(escape(lead), escape(words), width, INDENT)

    match result.status:
        case "passed":
            return ""
        case "failed":
            number = len(result.mismatches)
            title = f"FAILED {result.id}: {number} expectation{'s do' if number != 1 else ' does'} not hold"
            return "\n".join([escape(title), *(render_mismatch(found, width) for found in result.mismatches)])
        case "mended":
            return f"{escape(f'FAILED {result.id}')}\n{line(head, result.words)}"
        case "known":
            return line(f"KNOWN {result.id}: {head}", f"fails as `todo` says: {result.words}")
        case "empty":
            return line(f"EMPTY {result.id}: {head}", "expects nothing: write `expect:`, or let it be only run")
        case "invalid":
            told = render_all(result.diagnostics, width) if result.diagnostics else line(head, result.words)
            return f"{escape(f'INVALID {result.id}')}\n{told}"
        case _:
            return line(f"ERROR {result.id}: {head}", result.words)


def headline(result: ScenarioResult) -> str:
    """The failure in one line, for lists."""
    if result.mismatches and result.status == "failed":
        return result.mismatches[0].message
    if result.diagnostics:
        return render(result.diagnostics[0]).splitlines()[0]
    return result.words


def coverage_report(found: Sequence[Section], page: int = PAGE) -> str:
    """How far the scenarios reach the rules: one line for each kind, then what is not fired, by how far it got.

    `page` is the width of the lines, also in a pipe: there are long lists among them.
    """
    lines = ["coverage"]
    width = max(len(section.title) for section in found)
    for section in found:
        fired, rows = len(section.of("fired")), len(section.rows)
        lines.append(f"  {section.title:<{width}}  {fired:>4} of {rows:>4} fired  {_percent(section.percent):>7}")
    lines.append(f"  {'payer rules and edits':<{width}}  {'':>18}  {_percent(percent_of_rules(found)):>7}")
    for section in found:
        for reach, words in REACHES:
            rows_of = section.of(reach)
            # Group and CARC pairs, and codes, are named on one line: their rules are listed above already.
            if rows_of and section.name in ("adjustments", "rejections"):
                names = ", ".join(row.name for row in rows_of)
                lines += ["", f"{section.title}, {words}:", hang("  ", names, page)]
            elif rows_of:
                lines += ["", f"{section.title}, {words}:"]
                lines += [hang(f"  {row.name}: ", escape(row.title), page, INDENT) for row in rows_of]
    return "\n".join(lines)


def _percent(value: float) -> str:
    # Rounded down: 99.96 is not yet 100.
    return f"{int(value * 10) / 10:.1f} %"
