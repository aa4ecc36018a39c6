"""Scenarios for these tests, written into a temporary folder: one that passes, and the same with something wrong."""

from pathlib import Path

KNEE = """\
scenario:
  title: Knee injection and a visit, billed without modifier 25
  level: beginner
  teaches: [modifier-25, ncci]
practice: lakeside-family
encounter:
  id: T-1
  date_of_service: 2025-03-14
  place_of_service: "11"
  rendering_provider: ramos
  patient:
    name: {last: Testpatient, first: Ana}
    birth_date: 1966-05-02
    sex: F
    address: {line1: 12 Sample St, city: Springfield, state: IL, zip: "62701"}
  coverage:
    - {payer: northwind-ppo, plan: ppo-1500, member_id: NWP900000017, relationship: self}
  visit: {kind: office, total_minutes: 24}
  note: |
    CC: R knee pain, worse x 3 wks. Also here for f/u HTN.
    Assessment: 1) OA R knee, primary, worsening. 2) HTN, not at goal.
    Plan: Increase lisinopril to 20 mg.
    Procedure: R knee, triamcinolone 40 mg injected, no US.
  services:
    - description: "Aspiration and injection of right knee, without ultrasound"
  drugs:
    - {name: triamcinolone acetonide, dose: 40 mg, route: intra-articular, vial: single_dose, discarded: 0 mg}
  history:
    - {date: 2024-11-05, provider: ramos, kind: office}
seats:
  coder:
    changes: [{service: "99214", modifiers: []}]
  biller:
    - {on: scrub, edit: ncci-pair, do: release}
    - {on: denied, line: "99214", do: ask_coder, about: modifier-25}
    - {on: coder_answer, do: correct_adjudicated}
"""
EXPECT = """\
expect:
  remittances:
    - {status: denied_in_part, lines: [{code: "99214", adjustments: [CO-97]}]}
    - {status: reversal}
    - {status: paid, lines: [{code: "99214", modifiers: ["25"], adjustments: {at_least: [CO-45]}}]}
  balances: {payer: 0.00}
"""
HOLDS = KNEE + EXPECT
FAILS = HOLDS.replace("[CO-97]", "[CO-45]")


def write(folder: Path, **texts: str) -> Path:
    """Files by their stems; an underscore in a stem stands for a dash."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, text in texts.items():
        (folder / f"{stem.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return folder
