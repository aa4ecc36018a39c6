"""Values of a payer's file that do not go with each other: its member numbers, its prices, its identity."""

import re
from collections.abc import Iterator, Mapping

from claimsim import resources
from claimsim.diagnostics.files import real_path
from claimsim.payer.contract_file import Contract
from claimsim.payer.edits.eligibility import plain_id
from claimsim.payer.matching import first_glob
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.script import line_codes
from claimsim.scenario.lint.subjects import LibrarySubject, PayerSubject, ScenarioSubject
from claimsim.scenario.shipped import shipped_payer

_SCHEDULES = ("percent_of_medicare", "conversion_factor")
_READ_BY: Mapping[str, tuple[str, ...]] = {
    "percent": ("percent_of_medicare", "percent_of_charge"),
    "laboratory_percent": _SCHEDULES,
    "drug_percent": _SCHEDULES,
    "equipment_percent": ("mpfs", *_SCHEDULES),
    "geographic_indices": ("conversion_factor",),
}
"""Methods of a contract that look at a setting; with any other it is never read."""


def _example_of_another_form(subject: PayerSubject) -> Iterator[Found]:
    front_end = subject.file.front_end
    try:
        fits = re.fullmatch(front_end.member_id_pattern, plain_id(front_end.member_id_example))
    except re.error:
        return  # the loader says that it is no pattern
    if not fits:
        message = f"the example {front_end.member_id_example} does not fit the pattern {front_end.member_id_pattern}"
        own = subject.document.is_own(("front_end", "member_id_example"))
        path = ("front_end", "member_id_example" if own else "member_id_pattern")
        yield Found(message, subject.document, path, hint="write a made-up member_id_example that fits")


def _settings_never_read(subject: PayerSubject) -> Iterator[Found]:
    file = subject.file
    for name, contract in (("contract", file.contract), ("out_of_network", file.out_of_network)):
        for key, methods in _READ_BY.items():
            path = (name, key)
            if contract is None or contract.method in methods or key not in contract.model_fields_set:
                continue
            if subject.document.is_own(path):
                message = f"{key} is never read: the method is {contract.method}"
                hint = f"remove it, or choose {' or '.join(methods)}"
                yield Found(message, subject.document, path, hint=hint, at_key=True)


def _codes_without_a_fee(subject: ScenarioSubject) -> Iterator[Found]:
    """Lines of this encounter for which a payer's own table has no fee, so that they are allowed by their charge."""
    for document, path, coverage in subject.coverages():
        payer = subject.payers.get(coverage.payer)
        codes = line_codes(subject) if payer is not None and payer.file.contract.method == "fee_table" else None
        if payer is None or codes is None or payer.pricing_rules:
            continue
        without = sorted(code for code in codes if not _has_fee(payer.file.contract, code))
        if without:
            rate = payer.file.contract.unpriced_percent_of_charge.normalize()
            message = f"{coverage.payer} has no fee for {', '.join(without)}: {rate:f} percent of the charge is allowed"
            hint = "add it to the fees of its contract, unless the case is about that"
            yield Found(message, document, (*path, "payer"), hint=hint)


def _has_fee(contract: Contract, code: str) -> bool:
    listed = {**contract.facility_fees, **contract.fees}
    units = contract.anesthesia.base_units if contract.anesthesia is not None else {}
    return any(key.partition("-")[0] == code for key in listed) or any(first_glob(t, code) for t in (listed, units))


def _two_of_one_id(subject: LibrarySubject) -> Iterator[Found]:
    """Payers that were given together, and those that ship: the id is what a claim is sent to."""
    shipped = sorted(resources.payers_dir().glob("*.yaml")) if subject.payers else []
    places = {real_path(path) for path in shipped}
    owners = {file.payer_id: path.stem for path in shipped if (file := shipped_payer(path.stem)) is not None}
    for payer in subject.payers:
        if real_path(payer.path) in places:
            continue
        owner = owners.setdefault(payer.file.payer_id, payer.path.stem)
        if owner != payer.path.stem:
            message = f"{payer.file.payer_id} is the payer_id of {owner}"
            yield Found(message, payer.document, ("payer_id",), hint="give this payer an id of its own")


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (LintRule("code-without-fee", "warning", _codes_without_a_fee),)
PAYER_LINTS: tuple[LintRule[PayerSubject], ...] = (
    LintRule("member-id-example", "error", _example_of_another_form),
    LintRule("setting-never-read", "warning", _settings_never_read),
)
LIBRARY_RULES: tuple[LintRule[LibrarySubject], ...] = (LintRule("payer-id-taken", "warning", _two_of_one_id),)
