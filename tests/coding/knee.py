"""The knee chart of the design: an injection and a real visit."""

from claimsim.model.codes import Coding

from .worked import code

NOTE = """\
CC: R knee pain, worse x 3 wks. Also here for f/u HTN.
PMH: HTN, T2DM. FHx: mother w/ breast ca.
Exam: R knee crepitus, mild effusion. No fever, no calf pain. BP 148/92.
Assessment: 1) OA R knee, primary, worsening. 2) HTN, not at goal.
Plan: Increase lisinopril to 20 mg, BMP in 2 wks. R/O gout, uric acid to lab.
Procedure: consent obtained. R knee, superolateral approach, 6 mL clear fluid aspirated, \
triamcinolone 40 mg injected, no US.
  Tolerated well. Lot 4471, NDC 00003-0293-05.
"""
SERVICES = [{"description": "Aspiration and injection of right knee, without ultrasound"}]
DRUG = {
    "name": "triamcinolone acetonide",
    "dose": "40 mg",
    "route": "intra-articular",
    "vial": "single_dose",
    "discarded": "0 mg",
    "ndc": "00003-0293-05",
}


def knee(manual: str = "commercial", **fields: object) -> Coding:
    """The chart coded."""
    chosen = {"visit": {"kind": "office", "total_minutes": 24}, "services": SERVICES, "drugs": [DRUG], **fields}
    return code(NOTE, manual, **chosen)
