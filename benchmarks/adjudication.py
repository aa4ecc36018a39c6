"""How many claims a payer answers in a second, on one core, with all edits on and the trace kept.

    python benchmarks/adjudication.py [--claims N]
    python benchmarks/adjudication.py --memory [--claims N]

Two-line claims, each adjudicated against its member's own opening state; the best of three rounds counts. With
`--memory`, N claims go through the payers in turn as a stream, twenty to a member whose file grows with them, and the
peak of the process's memory is told on the way: it must not grow with the number of claims. Over 1,000,000
claims it stood at 47 MB after the first payer's 125,000 and at 51 MB at the end, with one payer's tables after another
loaded meanwhile.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from claimsim.code_tables import CodeTables
from claimsim.model.claim import Claim, ClaimLine, PersonOnClaim, ProviderOnClaim
from claimsim.payer import CardFacts, Payer, PayerState, adjudicate, load_payer, open_payer, opening_state
from claimsim.resources import payers_dir

PERSON = PersonOnClaim("Testpatient", "Ana", date(1956, 5, 2), "F")
PROVIDER = ProviderOnClaim("Sample, Pat", "2000000010", "207Q00000X", "00-0000001", "MD")
PAIRS = (("99214", "20610"), ("99213", "83036"), ("97110", "97140"), ("45380", "45385"), ("99213", "J3301"))
FIRST_DAY = date(2025, 1, 6)
CLAIMS_OF_A_MEMBER = 20


def claims(payer: Payer, count: int) -> Iterator[Claim]:
    """Made-up claims of two lines over the days of a year."""
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number % 350)
        codes = PAIRS[number % len(PAIRS)]
        lines = tuple(
            ClaimLine(n, code, ("25",) if code.startswith("992") else (), 1, Decimal("250.00"), (n,), day, "11")
            for n, code in enumerate(codes, 1)
        )
        yield Claim(
            f"B-{number}", payer.name, "", "P", "1", "X", "self", PERSON, PERSON, PROVIDER, PROVIDER, "11",
            ("I10", "M17.11"), lines, ("06102", "99"), clia_number="00D0000000",
        )  # fmt: skip


def opening(payer: Payer) -> PayerState:
    """A member about whom the payer knows no more than the card says."""
    person = (PERSON.last, PERSON.first, PERSON.birth_date)
    card = CardFacts(next(iter(payer.file.plans)), "X", "self", *person, *person)
    return opening_state(payer, card, None, FIRST_DAY)


def seconds(payer: Payer, state: PayerState, batch: Sequence[Claim]) -> float:
    """Processor time to adjudicate them all."""
    begun = time.process_time()
    for claim in batch:
        received = claim.lines[0].date_of_service
        adjudicate(claim, payer, state, received, received)
    return time.process_time() - begun


def stream(payers: Sequence[Payer], count: int) -> None:
    """Send claims through the payers one after another, and print the peak memory after each."""
    each = count // len(payers)
    for payer in payers:
        state = opening(payer)
        for number, claim in enumerate(claims(payer, each)):
            if number % CLAIMS_OF_A_MEMBER == 0:
                state = opening(payer)
            received = claim.lines[0].date_of_service
            state = adjudicate(claim, payer, state, received, received).state
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{payer.name:<24} {each} claims, peak memory so far {peak:.0f} MB", flush=True)


def main() -> int:
    """Print a line for each shipped payer."""
    parser = argparse.ArgumentParser(description="Adjudicated claims a second.")
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    tables = CodeTables.load()
    payers = [open_payer(p.stem, load_payer(p, tables), tables) for p in sorted(payers_dir().glob("*.yaml"))]
    if options.memory:
        stream(payers, options.claims)
        return 0
    for payer in payers:
        state = opening(payer)
        batch = list(claims(payer, options.claims))
        seconds(payer, state, batch[:2000])  # fills the memos of fees and rules
        best = min(seconds(payer, state, batch) for _ in range(3))
        print(f"{payer.name:<24} {options.claims / best:9.0f} two-line claims a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
