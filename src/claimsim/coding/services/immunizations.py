"""Vaccines: the product, and the administration that age, counselling, route and payer decide."""

import re
from itertools import pairwise

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_choice
from claimsim.coding.rules import because
from claimsim.coding.services.drugs import eleven_digits
from claimsim.coding.services.named import filed_names
from claimsim.coding.services.services import Billed, Services
from claimsim.coding.services.unsaid import in_hospital
from claimsim.coding.services.vaccines_given import vaccines_in_note
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Vaccine
from claimsim.model.codes import Evidence

_COUNSELLED_AGE = 18
_VACCINES = frozenset(
    {
        "vaccine",
        "vaccines",
        "vaccination",
        "immunization",
        "immunizations",
        "vis",
        "shots",
        "components",
        "component",
        "diseases",
    }
)
_LISTED_COUNSEL = re.compile(r"(?:physician|provider|md|np|pa|clinician) counsel", re.IGNORECASE)
_GONE_OVER = (
    "went over",
    "gone over",
    "go over",
    "discussed",
    "explained",
    "reviewed with",
    "talked",
    "answered",
    "questions",
    "risks and benefits",
    "benefits",
)
_NURSES = frozenset({"nurse", "rn", "lpn"})
_MOST_KEPT = 2000
_SEVERAL = "|"
"""Between the codes of the products that a name does not tell apart."""
_MEDICARE_KIND = {"G0008": "influenza", "G0009": "pneumococcal", "G0010": "hepatitis B"}


_TESTS = frozenset({"antigen", "immunoassay", "assay", "test", "rapid", "pcr", "swab", "culture", "titer"})
"""A test for influenza is no vaccine against it."""


def code_vaccines(case: Case, services: Services) -> tuple[list[tuple[Vaccine, Evidence]], frozenset[int]]:
    """Add vaccines and their administration. Returns them, and which of the record's drugs they are (1-based)."""
    given: list[tuple[Vaccine, Evidence]] = []
    numbers: set[int] = set()
    for number, drug in enumerate(case.encounter.drugs, start=1):
        vaccine = _vaccine(case, drug.name)
        if vaccine is not None:
            evidence = Evidence("drugs", number, f"{drug.name} {drug.dose} {drug.route}".strip())
            given.append((vaccine, evidence))
            numbers.add(number)
            _product(case, services, vaccine, evidence, drug.ndc)
    for number, words in services.unmatched:
        text = case.encounter.services[number - 1].description
        vaccine = _vaccine(case, " ".join(words)) if _TESTS.isdisjoint(words) else None
        if vaccine is not None and not any(_same(vaccine, other) for other, _ in given):
            evidence = Evidence("services", number, text)
            given.append((vaccine, evidence))
            _product(case, services, vaccine, evidence, "")
    if not given:
        for vaccine, evidence in _in_note(case):
            if not any(_same(vaccine, other) for other, _ in given):
                given.append((vaccine, evidence))
                _product(case, services, vaccine, evidence, "")
    if given:
        _administration(case, services, given)
    return given, frozenset(numbers)


def _in_note(case: Case) -> list[tuple[Vaccine, Evidence]]:
    memo = case.memo
    if memo.vaccine_names is None:
        by_name: dict[str, tuple[Vaccine, ...]] = {}
        for vaccine in case.lexicon.vaccines:
            for term in vaccine.terms:
                by_name[term] = (*by_name.get(term, ()), vaccine)
        memo.vaccine_names = filed_names(by_name), by_name
    return vaccines_in_note(case, *memo.vaccine_names)


def _vaccine(case: Case, name: str) -> Vaccine | None:
    """The vaccine whose longest name is in the text and whose ages fit. Answers are kept: names come again."""
    key = (name, case.age)
    kept = case.memo.vaccines
    if key not in kept:
        if len(kept) > _MOST_KEPT:
            kept.clear()
        kept[key] = _search(case, name)
    return kept[key]


def _search(case: Case, name: str) -> Vaccine | None:
    words = tokens.words(tokens.lowered(name))
    plain, said = f" {' '.join(words)} ", frozenset(words)
    best: tuple[int, Vaccine] | None = None
    for vaccine in case.lexicon.vaccines:
        if not vaccine.minimum_age <= case.age <= vaccine.maximum_age:
            continue
        for term in vaccine.terms:
            if _named(term, plain, said) and (best is None or len(term) > best[0]):
                best = (len(term), vaccine)
    return best[1] if best is not None else None


def _same(one: Vaccine, other: Vaccine) -> bool:
    """ "Administration of influenza vaccine" in the list is the high-dose influenza vaccine among the drugs."""
    first, second = set(one.name.split()), set(other.name.split())
    return one.code == other.code or first <= second or second <= first


def _named(term: str, plain: str, said: frozenset[str]) -> bool:
    """Whether the words name the vaccine, in this order or, where there are three or more, in any."""
    if f" {term} " in plain:
        return True
    parts = term.split()
    return len(parts) > 2 and said.issuperset(parts) and min(map(len, parts)) > 1


def _product(case: Case, services: Services, vaccine: Vaccine, evidence: Evidence, ndc: str) -> None:
    if _SEVERAL in vaccine.code:
        _ask_product(case, vaccine, evidence)
    elif case.service(vaccine.code):
        why = because("vaccine-administration", f"{vaccine.name} was given; this is the product.")
        services.billed.append(
            Billed(vaccine.code, 1, "vaccine", [evidence], [why], ndc=eleven_digits(ndc), name=vaccine.name)
        )


def _ask_product(case: Case, vaccine: Vaccine, evidence: Evidence) -> None:
    """Ask which product a name means that stands for several; a hospital's vaccine is the hospital's to bill."""
    if in_hospital(case):
        return
    codes = vaccine.code.split(_SEVERAL)
    names = [other.name for other in case.lexicon.vaccines if other.code in codes]
    ask_choice(case, f"{vaccine.name} vaccine", "product", tuple(dict.fromkeys(names)), (evidence,))


def _administration(case: Case, services: Services, given: list[tuple[Vaccine, Evidence]]) -> None:
    statements = case.reading.statements
    told = any(_counsels(s.words) for s in statements) or any(
        a.line == b.line and _counsels([*a.words, *b.words]) for a, b in pairwise(statements)
    )
    listed = any(_LISTED_COUNSEL.search(service.description) for service in case.encounter.services)
    counselled = case.age <= _COUNSELLED_AGE and (told or listed)
    if case.encounter.visit is not None and case.encounter.visit.kind == "vaccination":
        counselled = counselled and not _NURSES.intersection(*[case.encounter.note.lower().split()])
    plain: list[tuple[Vaccine, Evidence]] = []
    for vaccine, evidence in given:
        code = vaccine.administration or (
            vaccine.medicare_administration if case.manual.vaccine_administration == "medicare_g_codes" else ""
        )
        if code:
            kind = _MEDICARE_KIND.get(code, vaccine.name)
            _add(
                case, services, code, 1, evidence, f"Administration of {kind} vaccine has its own code with this payer."
            )
        else:
            plain.append((vaccine, evidence))
    if counselled:
        _counselled(case, services, plain)
        return
    for index, (vaccine, evidence) in enumerate(plain):
        injected = vaccine.route == "injection"
        first = index == 0
        code = ("90471" if first else "90472") if injected else ("90473" if first else "90474")
        _add(case, services, code, 1, evidence, f"{'First' if first else 'Further'} vaccine by {vaccine.route}.")
    _join(services, "90472", "90474")


def _counsels(words: list[str]) -> bool:
    """Whether a sentence says that the vaccines were gone over with the family."""
    if not _NURSES.isdisjoint(words):
        return False  # only a physician's or practitioner's counselling counts
    if any(word.startswith("counsel") for word in words):
        return True
    said = " ".join(words)
    return not _VACCINES.isdisjoint(words) and any(way in said for way in _GONE_OVER)


def _counselled(case: Case, services: Services, plain: list[tuple[Vaccine, Evidence]]) -> None:
    for vaccine, evidence in plain:
        _add(case, services, "90460", 1, evidence, "Counselled, 18 or under: first component of each vaccine.")
        if vaccine.components > 1:
            further = vaccine.components - 1
            _add(case, services, "90461", further, evidence, f"{further} further components of {vaccine.name}.")
    _join(services, "90460", "90461")


def _add(case: Case, services: Services, code: str, units: int, evidence: Evidence, text: str) -> None:
    if case.service(code):
        why = because("vaccine-administration", text)
        services.billed.append(
            Billed(code, units, "vaccine_administration", [evidence], [why], name=f"administration {code}")
        )


def _join(services: Services, *codes: str) -> None:
    """One line for each code, with the units and the evidence of all."""
    for code in codes:
        lines = [billed for billed in services.billed if billed.code == code]
        for line in lines[1:]:
            lines[0].units += line.units
            lines[0].evidence.extend(line.evidence)
            lines[0].why.extend(reason for reason in line.why if reason not in lines[0].why)
        services.billed = [b for b in services.billed if all(b is not line for line in lines[1:])]
