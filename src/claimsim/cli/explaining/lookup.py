"""From a word to everything it may mean, and to what was meant when it means nothing."""

from collections.abc import Callable, Iterator

from claimsim.cli.explaining import answers, rules
from claimsim.cli.explaining.diagnoses import explain_diagnosis
from claimsim.cli.explaining.explanation import Explanation
from claimsim.cli.explaining.own_rules import own_rules, rules_here
from claimsim.cli.explaining.procedures import explain_procedure
from claimsim.code_tables import CodeTables
from claimsim.coding.auditing.kinds import FINDING_KINDS
from claimsim.diagnostics import Diagnostic, InvalidInput, catalogue, suggest

Lookup = Callable[[CodeTables, str], Iterator[Explanation]]


def _diagnosis(tables: CodeTables, word: str) -> Iterator[Explanation]:
    found = explain_diagnosis(tables, word)
    if found:
        yield found


def _procedure(tables: CodeTables, word: str) -> Iterator[Explanation]:
    found = explain_procedure(tables, word)
    if found:
        yield found


# In the order of what is asked for most often: a denial's M15 is the remark before it is the heading of arthroses.
CODES: dict[str, Lookup] = {
    "cpt": _procedure,
    "group": answers.explain_group,
    "modifier": answers.explain_modifier,
    "carc": lambda tables, word: answers.explain_carc(tables, word, rules.all_rules),
    "rarc": lambda tables, word: answers.explain_rarc(tables, word, rules.all_rules),
    "pos": answers.explain_place,
    "icd": _diagnosis,
    "category": lambda tables, word: answers.explain_status(tables, word, rules.all_rules),
    "status": answers.explain_status_code,
    "entity": answers.explain_entity,
}
WORDS: dict[str, Lookup] = {
    "rule": lambda _, word: rules.explain_rule(word),
    "diagnostic": lambda _, word: rules.explain_diagnostic(word),
    "finding": lambda _, word: rules.explain_finding(word),
    "term": lambda _, word: rules.explain_term(word),
}
_OTHER_NAMES = {
    "icd-10-cm": "icd", "icd10": "icd", "dx": "icd", "diagnosis": "icd", "hcpcs": "cpt", "procedure": "cpt",
    "mod": "modifier", "place": "pos", "277ca": "category", "remark": "rarc", "reason": "carc",
}  # fmt: skip


def explain(tables: CodeTables, words: str, only_codes: bool = False) -> tuple[Explanation, ...]:
    """Every meaning of a word; with a kind in front ("modifier 25", "carc 16") only that one.

    Raises `InvalidInput` when it has none, with what may have been meant.
    """
    lookups = CODES if only_codes else CODES | WORDS
    word = " ".join(words.split())
    kind, _, rest = word.partition(" ")
    kind = _OTHER_NAMES.get(kind.lower(), kind.lower())
    found = tuple(lookups[kind](tables, rest)) if rest and kind in lookups else ()
    if not found:
        found = tuple(explanation for lookup in lookups.values() for explanation in lookup(tables, word))
    if not found:
        raise InvalidInput((_unknown(tables, word, only_codes),))
    # G0439 is also G04.39 without its dot; what is written exactly so comes first.
    return tuple(sorted(found, key=lambda e: e.name.upper() != word.upper() and e.name.upper() != rest.upper()))


def _unknown(tables: CodeTables, word: str, only_codes: bool) -> Diagnostic:
    names = [row.code for row in tables.procedures()]
    if not only_codes:
        names += [*(rule.id for rule in rules.all_rules()), *(own.rule.id for own in (*own_rules(), *rules_here()))]
        names += [*catalogue(), *rules.terms(), *FINDING_KINDS]
    near = suggest(word, names) if word else None
    hint = f"did you mean `{near}`?" if near else f"`claimsim codes search {word}` looks for it among the codes' words"
    place = "the code tables" if only_codes else "the code tables, the rules, the diagnostics or the glossary"
    return Diagnostic("unknown-code", f"`{word}` is not in {place}", hint=hint)
