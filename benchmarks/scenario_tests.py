"""How long `claimsim test` takes for many scenarios: 1,000 in at most 1.5 s on two processors, start-up included.

    python benchmarks/scenario_tests.py [NUMBER]

Writes copies of the library's scenarios, each with a full set of expectations, into a temporary folder, and tests them
as a user would; a chart that several of them share is read once a process. Prints the best of three for one process and
for two, and whether the time per scenario stays the same.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import copytree

from claimsim.scenario.bench import Bench
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.outcome import Outcome
from claimsim.scenario.yaml_writing import flow

NUMBER = 1000
MOST_SECONDS = 1.5
ROUNDS = 3


def expectations(outcome: Outcome) -> str:
    """Everything that came out, as a user would write it."""
    assert outcome.coding is not None
    parts = {
        "    services:": outcome.coding.services,
        "  claims:": outcome.claims,
        "  remittances:": outcome.remittances,
        "  actions:": outcome.actions,
    }
    empty = {key for key, part in parts.items() if not part}
    diagnoses = flow([d.code for d in outcome.coding.diagnoses])
    lines = ["expect:", "  coding:", f"    diagnoses: {diagnoses}", "    services:"]
    for service in outcome.coding.services:
        modifiers = flow(list(service.modifiers))
        lines.append(f'      - {{code: "{service.code}", modifiers: {modifiers}, units: {service.units}}}')
    lines.append("  claims:")
    lines += [f"    - {{status: {c.status}, charge: {c.claim.charge}}}" for c in outcome.claims]
    lines.append("  remittances:")
    for got in outcome.remittances:
        lines.append(f"    - status: {got.answer.outcome}\n      paid: {got.answer.paid}\n      lines:")
        for line in got.answer.lines:
            adjustments = flow([f"{a.code} {a.amount}" for a in line.adjustments])
            lines.append(f'        - {{code: "{line.code}", paid: {line.paid}, adjustments: {adjustments}}}')
    lines.append("  actions:")
    lines += [f"    - {{on: {a.prompt}, action: {a.action}}}" for a in outcome.actions]
    account = outcome.account
    lines.append(f"  balances: {{payer: {account.payer_balance}, patient: {account.patient_balance}}}")
    return "\n".join(f"{line} none" if line in empty else line for line in lines) + "\n"


def write_copies(folder: Path, number: int) -> None:
    """Copies of the library, each a file of its own with expectations that hold."""
    bench = Bench.open()
    texts: list[str] = []
    for path in shipped_scenarios():
        text = path.read_text(encoding="utf-8").partition("\nexpect:")[0].rstrip("\n") + "\n"
        texts.append(text + expectations(bench.live(path).outcome))
    for beside in {path.parent / "_payers" for path in shipped_scenarios()}:
        if beside.is_dir():
            copytree(beside, folder / "_payers", dirs_exist_ok=True)
    for n in range(number):
        (folder / f"case-{n:05}.yaml").write_text(texts[n % len(texts)], encoding="utf-8")


def seconds(folder: Path, jobs: int) -> float:
    """The best of a few rounds, wall clock."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "claimsim", "test", str(folder), "-j", str(jobs)], capture_output=True, text=True
        )
        best = min(best, time.perf_counter() - start)
        if done.returncode:
            raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return best


def main() -> None:
    """Print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = folder / "few"
        many = folder / "many"
        for place, count in ((few, number // 4), (many, number)):
            place.mkdir()
            write_copies(place, count)
        for jobs in (1, 2):
            a, b = seconds(few, jobs), seconds(many, jobs)
            each = 1000 * (b - a) / (number - number // 4)
            start = b - each * number / 1000
            most = MOST_SECONDS * (1 if jobs > 1 else 2) * number / NUMBER
            figures = (
                f"{number} scenarios in {b:.2f} s (at most {most:.1f}): {each:.2f} ms each, {start:.2f} s to start"
            )
            print(f"-j {jobs}: {figures}")


if __name__ == "__main__":
    main()
