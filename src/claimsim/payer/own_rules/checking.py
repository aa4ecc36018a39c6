"""What is wrong with an instructor's rules beyond their shape, each fault at the word that is meant."""

from collections.abc import Sequence

from msgspec import Struct, field

from claimsim.code_tables.tables import CodeTables
from claimsim.diagnostics import Diagnostic
from claimsim.diagnostics.document import Document, Path
from claimsim.payer.file import PayerFile
from claimsim.payer.own_rules.answers import answer_faults
from claimsim.payer.own_rules.conditions import Condition
from claimsim.payer.own_rules.logic import Tree, clash, implies, in_words, never, size, tree_of
from claimsim.payer.own_rules.rules import OwnRule
from claimsim.payer.own_rules.values import value_faults, walk

DEEPEST = 8
"""Levels of all, any and not: nobody reads more."""
LARGEST = 60
"""Operators in a condition up to which it is searched for what can never be so: the work grows with the square."""
_DENYING = ("deny", "request_records")


class RuleCheck(Struct):
    """Checks the rules of one list. `at` is where it stands; `built_in` are the ids that the program has itself."""

    document: Document
    at: Path
    payer: PayerFile
    tables: CodeTables
    built_in: frozenset[str]
    earlier: Sequence[OwnRule] = ()
    _found: list[Diagnostic] = field(default_factory=list)

    def faults(self, rules: Sequence[OwnRule]) -> list[Diagnostic]:
        """All faults of the rules, in their order."""
        self._ids(rules)
        deep = {number for number, rule in enumerate(rules) if self._too_deep(number, rule.when)}
        for number, rule in enumerate(rules):
            if number not in deep:
                at = (*self.at, number, "when")
                self._found += value_faults(self.document, at, rule.when, self.payer, self.tables)
            self._found += answer_faults(self.document, (*self.at, number, "then"), rule.then, self.payer, self.tables)
        self._reach(rules, deep)
        return self._found

    def _ids(self, rules: Sequence[OwnRule]) -> None:
        seen = {rule.id: "a rule of the payer's file" for rule in self.earlier}
        for number, rule in enumerate(rules):
            taken = "a rule that comes with the program" if rule.id in self.built_in else seen.get(rule.id)
            if taken:
                self._say("rule-id-taken", f"`{rule.id}` is the id of {taken}", (number, "id"), "give it another id")
            seen.setdefault(rule.id, "another rule of this list")

    def _too_deep(self, number: int, condition: Condition) -> bool:
        place = next((path for path, _, depth in walk(condition) if depth > DEEPEST), None)
        if place is None:
            return False
        message = f"more than {DEEPEST} levels of all, any and not stand inside each other"
        self._say("condition-too-deep", message, (number, "when", *place), "make two rules of it", at_key=False)
        return True

    def _reach(self, rules: Sequence[OwnRule], deep: set[int]) -> None:
        """Rules that can never fire: by themselves, or because an earlier one has answered by then."""
        before = [(rule, tree) for rule in self.earlier if size(tree := tree_of(rule.when)) <= LARGEST]
        for number, rule in enumerate(rules):
            if number in deep:
                continue
            tree = tree_of(rule.when)
            if size(tree) > LARGEST:
                continue
            if never(tree):
                self._say("rule-never-fires", f"`{rule.id}` can never fire: {_why(tree)}", (number, "when"))
                continue
            shadow = next((other for other, its_tree in before if _shadows(other, its_tree, rule, tree)), None)
            if shadow is not None:
                message = f"`{rule.id}` is never reached: `{shadow.id}` has answered whenever this is so"
                hint = "remove it, or put the narrower one first"
                self._say("rule-shadowed", message, (number, "when"), hint)
            before.append((rule, tree))

    def _say(self, code: str, message: str, path: Path, hint: str | None = None, *, at_key: bool = True) -> None:
        full = (*self.at, *path)
        at_key = at_key and path[-1] == "when"
        self._found.append(self.document.diagnostic(code, message, full, hint=hint, at_key=at_key))


def _why(tree: Tree) -> str:
    pair = clash(tree)
    return f"both {' and '.join(map(in_words, pair))}" if pair else "nothing can be so"


def _shadows(earlier: OwnRule, its_tree: Tree, rule: OwnRule, tree: Tree) -> bool:
    kinds = earlier.then.kind, rule.then.kind
    both = all(kind in _DENYING for kind in kinds) or kinds == ("set_allowed", "set_allowed")
    return both and implies(tree, its_tree)
