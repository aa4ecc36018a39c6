"""What a YAML file is, by its top keys: a scenario, an encounter, a chart, a payer or a practice."""

import re
from pathlib import Path
from typing import Any, Literal

Kind = Literal["scenario", "encounter", "chart", "payer", "practice", "unknown"]
# A key that only files of this kind have at their top, the surest first.
_TELLING: tuple[tuple[str, Kind], ...] = (
    ("scenario", "scenario"), ("seats", "scenario"), ("expect", "scenario"), ("encounter", "scenario"),
    ("payer_id", "payer"), ("front_end", "payer"), ("plans", "payer"), ("edits", "payer"),
    ("charge_master", "practice"), ("providers", "practice"), ("tax_id", "practice"),
)  # fmt: skip
_NAMED_BY_SCENARIOS = ("chart", "payer", "practice")
_SCENARIO_LINE = re.compile(rb"^scenario[ \t]*:", re.MULTILINE)


def kind_of(data: Any) -> Kind:
    """What a file's top keys say it is. A chart is an encounter without a practice: a scenario beside it names it."""
    if not isinstance(data, dict):
        return "unknown"
    for key, kind in _TELLING:
        if key in data:
            return kind
    if "date_of_service" in data:
        return "encounter" if "practice" in data else "chart"
    return "unknown"


def is_named_by_scenarios(path: Path) -> bool:
    """Whether a file is one that scenarios name (a payer, a practice, a chart), and nothing to be lived through itself.

    False for what cannot be read: its faults are to be told.
    """
    try:
        if not path.is_file() or _SCENARIO_LINE.search(path.read_bytes()):
            return False  # most files: not read as YAML here
    except OSError:
        return False
    from claimsim.diagnostics import read_file

    partial = read_file(path).partial
    return partial is not None and kind_of(partial.data) in _NAMED_BY_SCENARIOS
