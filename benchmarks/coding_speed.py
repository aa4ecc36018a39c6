"""How long coding takes: the first encounter (tables compiled) and each further one, at three lengths of note.

Times are of the processor, for one core. The bounds: the lexicon in 30 ms, 2,500 notes of one kilobyte a second.

Run it from the repository: python benchmarks/coding_speed.py
"""

import time
from datetime import date

from claimsim.code_tables import CodeTables
from claimsim.coding import code_encounter, interpret
from claimsim.coding.reading.lexicon import shipped
from claimsim.model.billing_manual import BillingManual
from claimsim.model.chart import Encounter
from claimsim.model.practice import Practice

NOTE = """\
CC: R knee pain, worse x 3 wks. Also here for f/u HTN.
HPI: 58yo with knee pain after gardening, no injury. Denies locking, fever or calf pain. Home BP runs 150s.
PMH: HTN, T2DM, GERD. FHx: mother w/ breast ca, father had MI. SHx: former smoker. Meds: lisinopril 10 mg, metformin.
Exam: R knee crepitus, mild effusion. No fever, no calf pain. BP 148/92. Lungs clear, heart regular, abdomen soft.
Assessment: 1) OA R knee, primary, worsening. 2) HTN, not at goal.
Plan: Increase lisinopril to 20 mg, BMP in 2 wks. R/O gout, uric acid to lab. Return if fever or swelling.
Procedure: consent obtained. R knee, superolateral approach, 6 mL clear fluid aspirated, triamcinolone 40 mg injected.
  Tolerated well. Lot 4471, NDC 00003-0293-05.
"""
NPI = "2111111110"
ROUNDS = 400
LEAST_NOTES = 2_500
MOST_MILLISECONDS = 30


def practice() -> Practice:
    """A synthetic practice."""
    doctor = {"name": {"last": "Sample", "first": "Rosa"}, "credential": "MD", "npi": NPI, "taxonomy": "207Q00000X"}
    address = {"line1": "1 Sample St", "city": "Springfield", "state": "IL", "zip": "62701"}
    return Practice.model_validate(
        {
            "name": "Sample Practice", "npi": NPI, "tax_id": "00-0000001", "taxonomy": "207Q00000X", "address": address,
            "locality": {"mac": "06102", "locality": "99"}, "providers": {"ramos": doctor},
        }
    )  # fmt: skip


def encounter(note: str) -> Encounter:
    """The visit that is coded."""
    return Encounter.model_validate(
        {
            "id": "SPEED",
            "date_of_service": date(2025, 3, 14),
            "place_of_service": "11",
            "rendering_provider": "ramos",
            "patient": {"name": {"last": "Testpatient", "first": "Ana"}, "birth_date": "1966-05-02", "sex": "F"},
            "visit": {"kind": "office", "total_minutes": 24},
            "note": note,
            "services": [{"description": "Aspiration and injection of right knee, without ultrasound"}],
            "drugs": [{"name": "triamcinolone acetonide", "dose": "40 mg", "route": "intra-articular"}],
            "history": [{"date": date(2024, 11, 5), "provider": "ramos", "kind": "office"}],
        }
    )


def microseconds(rounds: int, run: object) -> float:
    """The best of five averages."""
    assert callable(run)
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        for _ in range(rounds):
            run()
        best = min(best, (time.process_time() - started) / rounds)
    return best * 1e6


def main() -> None:
    """Print the figures."""
    started = time.process_time()
    shipped()
    print(f"lexicon loaded     {(time.process_time() - started) * 1e3:8.1f} ms (at most {MOST_MILLISECONDS})")
    tables, group = CodeTables.load(), practice()
    manual = BillingManual(line_of_business="commercial", filing_limit_days=180)
    visit = encounter(NOTE)
    started = time.process_time()
    code_encounter(visit, group, manual, tables)
    print(f"first encounter    {(time.process_time() - started) * 1e3:8.1f} ms")
    print(f"notes of one kilobyte: at least {LEAST_NOTES:,} a second")
    for label, note in (("empty", ""), (f"{len(NOTE)} bytes", NOTE), (f"{len(NOTE) * 20} bytes", NOTE * 20)):
        one = encounter(note)
        rounds = max(ROUNDS // (1 + len(note) // 2000), 5)
        reading = microseconds(rounds, lambda note=note: interpret(note))
        whole = microseconds(rounds, lambda one=one: code_encounter(one, group, manual, tables))
        print(f"{label:<18} {reading:8.0f} us reading {whole:8.0f} us in all {1e6 / whole:8.0f} a second")


if __name__ == "__main__":
    main()
