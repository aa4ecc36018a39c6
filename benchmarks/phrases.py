"""How many assessment lines in clinicians' own words come to the right diagnoses: python benchmarks/phrases.py

benchmarks/phrases holds 800 lines with their codes. The coder's index was widened by them, so the figure says how well
that was done, not how well strangers are read. `--list` shows every difference.
"""

import sys
from datetime import date
from pathlib import Path

import yaml
from coding_accuracy import COMMERCIAL, PRACTICE

from claimsim.code_tables import CodeTables
from claimsim.coding import code_encounter
from claimsim.model.chart import Encounter

FOLDER = Path(__file__).parent / "phrases"


def main() -> None:
    """Print the figures of all lists together."""
    tables = CodeTables.load()
    whole = lines = right = wrong = missed = 0
    for path in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader):
            coding = code_encounter(encounter_of(str(entry["say"])), PRACTICE, COMMERCIAL, tables)
            got, want = {d.code for d in coding.diagnoses}, set(entry["codes"] or ())
            whole += got == want
            lines += 1
            right, wrong, missed = right + len(got & want), wrong + len(got - want), missed + len(want - got)
            if "--list" in sys.argv and got != want:
                wanted, found = (" ".join(sorted(codes)) or "none" for codes in (want, got))
                print(f"{entry['say']}: wanted {wanted}, got {found}")
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    print(f"{whole} of {lines} lines wholly right; precision {precision:.3f}, recall {recall:.3f}")


def encounter_of(said: str) -> Encounter:
    """A visit whose note is one assessment line."""
    return Encounter.model_validate(
        {
            "id": "phrase",
            "date_of_service": date(2025, 5, 6),
            "place_of_service": "11",
            "rendering_provider": "doc",
            "patient": {"name": {"last": "Testpatient", "first": "A"}, "birth_date": date(1975, 3, 4), "sex": "F"},
            "visit": {"kind": "office"},
            "note": f"Assessment: {said}",
        }
    )


if __name__ == "__main__":
    main()
