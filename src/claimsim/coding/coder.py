"""The reference coder: from an encounter to its coding, step by step."""

from claimsim.code_tables import CodeTables
from claimsim.coding.case import Case, open_case
from claimsim.coding.diagnoses.diagnoses import diagnose
from claimsim.coding.modifiers.modifiers import finish
from claimsim.coding.pointers import point, take_sides
from claimsim.coding.queries.clinical import ask_clinical
from claimsim.coding.queries.contradicted import ask_contradicted
from claimsim.coding.services.drugs import code_drugs
from claimsim.coding.services.immunizations import code_vaccines
from claimsim.coding.services.lesions import ask_of_lesions
from claimsim.coding.services.questions import ask_questions
from claimsim.coding.services.service_groups import settle_groups
from claimsim.coding.services.services import Billed, Services, find_services
from claimsim.coding.services.therapy import count_timed
from claimsim.coding.services.unsaid import ask_unsaid
from claimsim.coding.visits.aftercare import with_aftercare
from claimsim.coding.visits.visits import Visit, code_visit
from claimsim.model.billing_manual import BillingManual
from claimsim.model.chart import Encounter
from claimsim.model.codes import Candidate, CodedService, Coding, Evidence
from claimsim.model.practice import Practice

_INJECTION = "96372"


def code_encounter(encounter: Encounter, practice: Practice, manual: BillingManual, tables: CodeTables) -> Coding:
    """Code an encounter as a careful coder would: every code with its evidence and reasons, questions for the rest."""
    case = open_case(encounter, practice, manual, tables)
    services = find_services(case)
    vaccines, vaccine_numbers = code_vaccines(case, services)
    code_drugs(case, services, vaccine_numbers)
    settle_groups(case, services)
    ask_unsaid(case, services)
    ask_of_lesions(case, services)
    ask_questions(case, services)
    count_timed(case, services)
    indications = [line.indications for line in services.billed if line.kind == "procedure"]
    diagnoses = diagnose(case, vaccines[0][1] if vaccines else None, _evidence_by_code(services), indications)
    take_sides(case, diagnoses.coded, services)
    visit = code_visit(case, diagnoses, services)
    diagnoses.coded = with_aftercare(case, diagnoses.coded, diagnoses.problems, visit.billed)
    billed = finish(case, services, visit)
    point(case, diagnoses.coded, visit, billed, services)
    known = {evidence.line for _, evidence in vaccines if evidence.source == "services"}
    known |= {evidence.line for line in billed for evidence in line.evidence if evidence.source == "services"}
    _unmatched(case, services, known, injected=any(line.code == _INJECTION for line in billed))
    ask_clinical(case, diagnoses.codes())
    ask_contradicted(case)
    positions = {code: index for index, code in enumerate(diagnoses.codes(), start=1)}
    return Coding(
        diagnoses.as_model(case),
        tuple(_service(case, line, visit, positions) for line in billed),
        tuple(case.queries),
        (),
        tuple(case.candidates),
        case.left_out(diagnoses.codes()),
    )


def _evidence_by_code(services: Services) -> dict[str, Evidence]:
    return {line.code: line.evidence[0] for line in services.billed if line.evidence}


def _service(case: Case, line: Billed, visit: Visit, positions: dict[str, int]) -> CodedService:
    return CodedService(
        line.code,
        case.service(line.code),
        tuple(line.modifiers),
        line.units,
        tuple(positions[code] for code in line.pointers if code in positions),
        line.minutes,
        line.ndc,
        tuple(line.evidence),
        tuple(line.why),
        visit.alternatives if line.kind == "visit" else tuple(a for a in line.alternatives if a.code != line.code),
    )


def _unmatched(case: Case, services: Services, known: set[int], *, injected: bool) -> None:
    """What the record's list says and no table knows, for somebody to review. Visits are coded elsewhere, the giving
    of a drug with the drug.
    """
    drugs = {drug.name.lower() for drug in case.encounter.drugs}
    for number, words in services.unmatched:
        text = case.encounter.services[number - 1].description
        low = text.lower()
        given = "vaccine" in words and any(line.kind == "vaccine" for line in services.billed)
        given = given or (injected and "injection" in words and "drug" in words)
        if number in known or given or "visit" in words or any(name in low for name in drugs):
            continue
        case.candidates.append(Candidate(text, Evidence("services", number, text)))
