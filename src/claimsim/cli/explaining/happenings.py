"""What happens in the scenarios that come with the program: codes, rules, modifiers, adjustments, rejections."""

from collections.abc import Iterable
from pathlib import Path

from claimsim.cli.explaining.occurrences import ENTITY, MODIFIER, PLACE, RULE, STATUS, Occurrences
from claimsim.code_tables import CodeTables
from claimsim.model.claim import Claim
from claimsim.model.codes import Coding
from claimsim.model.remittance import RemittanceClaim
from claimsim.resources import MissingResource
from claimsim.scenario.bench import Bench
from claimsim.scenario.coverage import usage_of
from claimsim.scenario.library import shipped_scenarios
from claimsim.scenario.outcome import Outcome
from claimsim.scenario.runner import run_all


def live_through() -> Occurrences:
    """What occurs in each scenario with the shipped tables; nothing in one that does not run."""
    files = [(path, path.name) for path in shipped_scenarios()]
    found = run_all(files, _met_in, Bench(CodeTables.load()))
    return {path.stem: met or frozenset() for (path, _), met in zip(files, found, strict=True)}


def _met_in(bench: Bench, path: Path, shown_as: str) -> frozenset[str]:
    try:
        return frozenset(_met(bench.live(path, shown_as).outcome))
    except MissingResource:  # of the installation: nothing may be kept of it
        raise
    except Exception:  # what is wrong with it is for `claimsim test` to say
        return frozenset()


def _met(outcome: Outcome) -> Iterable[str]:
    usage = usage_of(outcome)
    yield from (RULE + rule for rule in (*usage.fired, *usage.coding))
    yield from (RULE + hit.edit for hit in outcome.hits)
    for coding in (outcome.first_coding, outcome.coding):
        yield from _of_coding(coding) if coding is not None else ()
    for claim in outcome.claims:
        yield from _of_claim(claim.claim)
    for remittance in outcome.remittances:
        yield from _of_answer(remittance.answer)
    for status in outcome.rejections:
        yield from (status.category, f"{status.category}:{status.status}", STATUS + status.status)
        yield ENTITY + status.entity


def _of_coding(coding: Coding) -> Iterable[str]:
    yield from (diagnosis.code for diagnosis in coding.diagnoses)
    yield from (service.code for service in coding.services)


def _of_claim(claim: Claim) -> Iterable[str]:
    yield PLACE + claim.place_of_service
    yield from claim.diagnoses
    for line in claim.lines:
        yield line.code
        yield from (MODIFIER + modifier for modifier in line.modifiers)


def _of_answer(answer: RemittanceClaim) -> Iterable[str]:
    yield from answer.remarks
    for line in answer.lines:
        yield from line.remarks
    for adjustment in (*answer.adjustments, *(a for line in answer.lines for a in line.adjustments)):
        yield from (adjustment.group, adjustment.code, f"carc {adjustment.carc}")
