"""Drugs and vaccines that were given: product code, units, waste, administration."""

import re
from decimal import ROUND_CEILING, Decimal

from claimsim.code_tables.rows import DrugUnits
from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_measure, ask_open
from claimsim.coding.rules import because
from claimsim.coding.services.given import drugs_in_note
from claimsim.coding.services.named import filed_names
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.services.unsaid import in_hospital
from claimsim.coding.words.entries import Medication
from claimsim.model.chart import DrugGiven
from claimsim.model.codes import Candidate, Evidence

_MILLION = frozenset({"million", "mil", "mu"})
_DOSE = re.compile(r"(\d{1,9}(?:,\d{3})*(?:\.\d{1,6})?|\.\d{1,6})\s*([a-zA-Zµμ]+)?")
_PER_MG = {
    "mg": Decimal(1),
    "mcg": Decimal("0.001"),
    "ug": Decimal("0.001"),
    "µg": Decimal("0.001"),
    "μg": Decimal("0.001"),
    "g": Decimal(1000),
    "gm": Decimal(1000),
}
_UNITS = {
    "unit": "units",
    "units": "units",
    "u": "units",
    "iu": "units",
    "ml": "mL",
    "cc": "mL",
    "meq": "meq",
    "dose": "dose",
    "doses": "dose",
    "each": "each",
}
_MOST_UNITS = 9999
_MOST_REPEATS = 4
_AGAIN = frozenset(
    {"repeat", "repeated", "repeats", "again", "second", "twice", "x2", "x3", "another", "each", "third"}
)
_BRAND = re.compile(r"\(([a-z][^()]*)\)")
_WORD = re.compile(r"[a-z0-9]+")
_FORMS = frozenset(
    {"and", "inhalation", "solution", "unit", "dose", "injection", "neb", "nebulized", "mg", "with"}
    | {"non", "compounded", "noncompounded", "vial", "single", "ampule", "bromide", "sulfate", "nebulizer"}
)
_TOXIN, _TOXINS = "botox", "botulinumtoxina"
_CHEMODENERVATION = ("6461", "6464", "52287", "64650")
_SHORT = 4
_IM = frozenset(
    {"im", "intramuscular", "sc", "sq", "subq", "subcut", "subcutaneous", "intramuscularly", "subcutaneously"}
)
_INJECTION = "96372"
_INJECTED = frozenset({"given", "administered", "injected"})
_NOT_TODAY = frozenset(
    {
        "weekly",
        "monthly",
        "daily",
        "home",
        "self",
        "next",
        "last",
        "will",
        "prescribed",
        "start",
        "teach",
        "teaching",
        "not",
    }
)
_PUSH = frozenset({"iv", "ivp", "iv push", "intravenous push", "intravenous"})
_INHALED = frozenset({"nebulized", "inhaled", "inhalation", "neb", "nebulizer"})


def code_drugs(case: Case, services: Services, vaccines: frozenset[int]) -> None:
    """Add the drugs of the record and their administration. `vaccines` are the numbers of those that are vaccines."""
    pushes = 0
    for given, evidence in _given(case, services, vaccines):
        row = _drug_row(case, given)
        if row is None:
            case.candidates.append(Candidate(given.name, evidence))
            if given.dose and given.route.lower().strip() in _IM:  # whatever its code, it was given
                _administration(case, services, given, evidence, pushes)
            continue
        if _is_anaesthetic(row) and any(b.kind == "procedure" for b in services.billed):
            text = f"{given.name} as local anaesthetic is part of the procedure."
            case.leave_out(evidence, because("included", text))
            continue
        if _product(case, services, given, row, evidence) or not given.dose.strip():  # how much is asked, not whether
            pushes = _administration(case, services, given, evidence, pushes)
    _administered_only(case, services)
    _joined(services)


def _administered_only(case: Case, services: Services) -> None:
    """A drug outside the tables that the note says was injected: what it is waits for review, that it was given does
    not.
    """
    if case.encounter.drugs or in_hospital(case) or any(b.code == _INJECTION for b in services.billed):
        return
    for mention in case.reading.drugs:
        words = case.reading.statements[mention.statement].words
        given = not _INJECTED.isdisjoint(words) and not _IM.isdisjoint(words) and _NOT_TODAY.isdisjoint(words)
        name = mention.entry.name
        if not given or mention.assertion != "affirmed" or mention.role in ("history", "family", "symptoms"):
            continue
        if name.lower() in _names(case) or any(term in _names(case) for term in _terms_of(mention.entry)):
            continue
        evidence = case.quote(mention.statement)
        case.candidates.append(Candidate(name, evidence))
        _administer(
            case, services, _INJECTION, evidence, DrugGiven(name=name), "an injection under the skin or into muscle"
        )
        return


def _terms_of(entry: object) -> tuple[str, ...]:
    return entry.terms if isinstance(entry, Medication) else ()


def _joined(services: Services) -> None:
    """One line for each drug code and modifiers of one purpose: 40 mg in each knee are 80 mg."""
    first: dict[tuple[str, tuple[str, ...], str], Billed] = {}
    for line in list(services.billed):
        if line.kind != "drug":
            continue
        kept = first.setdefault((line.code, tuple(line.modifiers), line.primary), line)
        if kept is not line:
            kept.units += line.units
            kept.evidence.extend(line.evidence)
            services.billed = [b for b in services.billed if b is not line]


def _given(case: Case, services: Services, vaccines: frozenset[int]) -> list[tuple[DrugGiven, Evidence]]:
    """The drugs of the record's list; where it has none, those that the note says were given."""
    listed = [
        (drug, Evidence("drugs", number, f"{drug.name} {drug.dose} {drug.route}".strip()))
        for number, drug in enumerate(case.encounter.drugs, start=1)
        if number not in vaccines
    ]
    memo = case.memo
    if memo.drug_names is None:
        memo.drug_names = filed_names(_names(case))
    if listed:
        _ask_other_dose(case, listed)
        return listed
    told: dict[str, tuple[DrugGiven, Evidence]] = {}
    for drug, evidence in drugs_in_note(case, memo.drug_names):
        row = _drug_row(case, drug)
        if row is not None and not drug.dose:
            if not in_hospital(case):
                told.setdefault(row.code, (drug, evidence))
        elif row is not None:
            drug = _with_unit(drug, row)
            if any(b.kind == "procedure" and "injection" in b.name and evidence in b.evidence for b in services.billed):
                drug = drug.model_copy(update={"route": "intra-articular"})
            if row.unit_measure == "mL" and not drug.route.startswith("IV"):
                continue  # saline that a wound was washed with
            if _amount(drug.dose, row.unit_measure) is not None and (drug.route != "PO" or "oral" in row.drug):
                told.setdefault(row.code, (drug, evidence))
    return list(told.values())


def _ask_other_dose(case: Case, listed: list[tuple[DrugGiven, Evidence]]) -> None:
    """Ask where the note tells another dose of a listed drug than the list: twice it may be a dose for each side."""
    for noted, evidence in drugs_in_note(case, case.memo.drug_names):
        row = _drug_row(case, noted)
        weighed = row is not None and noted.dose.rpartition(" ")[2].lower() in (*_PER_MG, "units")
        told = _amount(noted.dose, row.unit_measure) if row is not None and weighed else None
        if row is None or told is None:
            continue
        same = [(d, e) for d, e in listed if (r := _drug_row(case, d)) is not None and r.code == row.code]
        amounts = [amount for d, _ in same if (amount := _amount(d.dose, row.unit_measure)) is not None]
        both = {"bilateral"} & {side for _, side, _ in case.reading.sides} or len(case.reading.region_sides) > 1
        if len(amounts) != 1 or told == amounts[0] or both or _repeated(case, amounts[0], told):
            continue
        about = f"the dose of {row.drug} that was given, as the note and the list have two"
        options = (same[0][0].dose, noted.dose)
        ask_open(case, row.drug, about, "dose without contradiction", options, (same[0][1], evidence))


def _repeated(case: Case, listed: Decimal, told: Decimal) -> bool:
    """Whether the list has the sum of a dose that the note says was given again."""
    if not told or listed % told or listed // told > _MOST_REPEATS:
        return False
    return any(not _AGAIN.isdisjoint(s.words) for s in case.reading.statements if s.role != "history")


def _with_unit(drug: DrugGiven, row: DrugUnits) -> DrugGiven:
    """ "Toradol 60 IM": a bare number is in the measure in which the drug is sold."""
    if drug.dose.replace(".", "", 1).isdigit() and row.unit_measure in ("mg", "mcg", "units", "meq"):
        return drug.model_copy(update={"dose": f"{drug.dose} {row.unit_measure}"})
    return drug


def _is_anaesthetic(row: DrugUnits) -> bool:
    return row.drug.startswith(("lidocaine", "bupivacaine"))


def _product(case: Case, services: Services, given: DrugGiven, row: DrugUnits, evidence: Evidence) -> bool:
    amount = _amount(given.dose, row.unit_measure)
    if amount is None and not given.dose.strip():
        ask_measure(case, given.name, "dose", (evidence,))
        return False
    if amount is None:
        case.candidates.append(
            Candidate(f"{given.name}: the dose {given.dose!r} is not in {row.unit_measure}", evidence)
        )
        return False
    units = units_of(amount, row.unit_amount)
    text = (
        f"{given.dose} at {row.unit_amount} {row.unit_measure} a unit is {units} {'unit' if units == 1 else 'units'}."
    )
    procedure = next((b for b in services.billed if b.kind == "procedure" and _into(given, b)), None)
    billed = Billed(
        row.code,
        units,
        "drug",
        [evidence],
        [because("drug-units", text)],
        ndc=eleven_digits(given.ndc),
        name=given.name,
        primary=procedure.code if procedure is not None else "",
        block=procedure.block if procedure is not None else 0,
    )
    services.billed.append(billed)
    _waste(case, services, given, row, billed, evidence)
    return True


def _into(given: DrugGiven, billed: Billed) -> bool:
    route = given.route.lower()
    return (
        "articular" in route
        or "lesion" in route
        or "burs" in route
        or "tend" in route
        or (route in ("", "injection", "injected") and "injection" in billed.name)
    )


def _waste(
    case: Case, services: Services, given: DrugGiven, row: DrugUnits, billed: Billed, evidence: Evidence
) -> None:
    if not case.manual.drug_waste_modifiers or given.vial != "single_dose":
        return
    discarded = _amount(given.discarded, row.unit_measure) if given.discarded else None
    if not discarded:
        billed.modifiers.append("JZ")
        billed.why.append(because("drug-waste", "Single-dose vial, nothing discarded: JZ."))
        return
    # Whole units that were bought and thrown away; what rounding up has billed already is not waste.
    total = units_of((_amount(given.dose, row.unit_measure) or Decimal(0)) + discarded, row.unit_amount)
    wasted = total - billed.units
    if wasted > 0:
        why = because("drug-waste", f"{given.discarded} of a single-dose vial discarded: {wasted} units with JW.")
        services.billed.append(
            Billed(
                row.code,
                wasted,
                "drug",
                [evidence],
                [why],
                modifiers=["JW"],
                ndc=billed.ndc,
                name=given.name,
                primary=billed.primary,
                block=billed.block,
            )
        )


def _administration(case: Case, services: Services, given: DrugGiven, evidence: Evidence, pushes: int) -> int:
    route = given.route.lower().strip()
    if route in _IM and _by_procedure(services, given):
        return pushes
    if route in _IM:
        _administer(case, services, "96372", evidence, given, "an injection under the skin or into muscle")
    elif route in _PUSH and _infused(services, given):
        return pushes
    elif route in _PUSH:
        _administer(case, services, "96374" if pushes == 0 else "96375", evidence, given, "a push into a vein")
        pushes += 1
    elif route in _INHALED and not any(b.code == "94640" for b in services.billed):
        _administer(case, services, "94640", evidence, given, "an inhalation treatment")
    return pushes


def _by_procedure(services: Services, given: DrugGiven) -> bool:
    """Whether a procedure of the record is the injection of it: chemodenervation gives the botulinum toxin."""
    names = {word for word in _WORD.findall(given.name.lower()) if word.startswith(_TOXIN) or word.endswith(_TOXINS)}
    return bool(names) and any(b.kind == "procedure" and b.code.startswith(_CHEMODENERVATION) for b in services.billed)


def _infused(services: Services, given: DrugGiven) -> bool:
    """Whether the record has an infusion of it, or it is a fluid: then it was not pushed."""
    names = {word for word in _WORD.findall(given.name.lower()) if len(word) > _SHORT}
    if given.dose.lower().rstrip().endswith(("ml", "l")):
        return True
    return any(b.kind == "infusion" and names & {*b.words} for b in services.billed)


def _administer(case: Case, services: Services, code: str, evidence: Evidence, given: DrugGiven, what: str) -> None:
    if case.service(code):
        why = because("drug-administration", f"{given.name} was given by {what}.")
        services.billed.append(
            Billed(code, 1, "treatment", [evidence], [why], name=f"{given.name} administration", primary=given.name)
        )


def _drug_row(case: Case, given: DrugGiven) -> DrugUnits | None:
    """The drug's row whose measure fits the dose; of several the first."""
    rows = [row for code in _codes_of(case, given.name) if (row := case.tables.drug_units(code, case.on)) is not None]
    oral = given.route.lower() in ("po", "oral", "by mouth")
    rows.sort(key=lambda row: ("oral" in row.drug) != oral)
    return next((row for row in rows if _amount(given.dose, row.unit_measure) is not None), rows[0] if rows else None)


def _codes_of(case: Case, name: str) -> tuple[str, ...]:
    """The codes of a drug by its name as it stands, else with its parts in any order and its brand in brackets."""
    names = _names(case)
    plain = " ".join(name.lower().split())
    brand = _BRAND.search(plain)
    for name in (plain, brand.group(1).strip() if brand is not None else ""):
        if name in names:
            return names[name]
    said = [word for word in _WORD.findall(plain) if not word.isdigit()]
    for known, codes in names.items():
        parts = [word for word in _WORD.findall(known) if word not in _FORMS]
        if len(parts) > 1 and set(parts) == {word for word in said if word not in _FORMS}:
            return codes
    inside = [known for known in names if f" {known} " in f" {' '.join(said)} " and len(known) > _SHORT]
    return names[max(inside, key=len)] if inside else ()


def _names(case: Case) -> dict[str, tuple[str, ...]]:
    """The codes of each drug's names."""
    memo = case.memo
    if memo.drugs is None:
        names: dict[str, list[str]] = {}
        for known in case.tables.drugs():
            for name in (known.drug, *known.synonyms):
                names.setdefault(" ".join(name.lower().split()), []).append(known.code)
        memo.drugs = {name: tuple(dict.fromkeys(codes)) for name, codes in names.items()}
    return memo.drugs


def _amount(dose: str, measure: str) -> Decimal | None:
    """A dose in the measure of a code, or None if it is told in another."""
    match = _DOSE.search(dose)
    if match is None:
        return None
    number = Decimal(match.group(1).replace(",", ""))
    unit = (match.group(2) or "").lower()
    if unit in _MILLION:  # "1.2 million units"
        number *= 1_000_000
        unit = (dose[match.end() :].split() or ["units"])[0].lower()
    if measure in ("mg", "mcg", "g"):
        return number * _PER_MG[unit] / _PER_MG[measure] if unit in _PER_MG else None
    if measure in ("dose", "each"):
        return number if _UNITS.get(unit) in ("dose", "each") else min(number, Decimal(1))
    return number if _UNITS.get(unit) == measure else None


def units_of(amount: Decimal, unit: Decimal) -> int:
    """Billing units: the amount over the unit, rounded up, at least one."""
    return min(max(int((amount / unit).to_integral_value(ROUND_CEILING)), 1), _MOST_UNITS)


def eleven_digits(ndc: str) -> str:
    """An NDC in the billing form 5-4-2 (11 digits); a 10-digit one is filled with a zero where its hyphens say."""
    parts = ndc.strip().split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        labeler, product, package = parts
        if len(labeler) <= 5 and len(product) <= 4 and len(package) <= 2:
            return labeler.zfill(5) + product.zfill(4) + package.zfill(2)
    digits = ndc.replace("-", "").replace(" ", "")
    return digits if digits.isdigit() and len(digits) == 11 else ""
