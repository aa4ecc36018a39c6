"""How well the reference coder reads charts it has never seen. Run by hand: python benchmarks/coding_accuracy.py

The charts in benchmarks/unseen_charts were coded without looking at the tables or rules of the coder, and nothing is
tuned to them; `--charts DIR` takes another folder. Printed are precision, recall and F1 by code family; `--list` shows
every difference, `--only WORD` takes the charts whose name has the word. A code that another good coder might add
(`acceptable_also`) counts neither for nor against.
"""

import argparse
from collections import Counter
from pathlib import Path

import yaml
from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.coding import code_encounter
from claimsim.model.billing_manual import BillingManual, TelehealthRules
from claimsim.model.chart import Encounter
from claimsim.model.codes import Coding
from claimsim.model.people import Address, PersonName
from claimsim.model.practice import Clia, Locality, Practice, Provider

CHARTS = Path(__file__).parent / "unseen_charts"
COMMERCIAL = BillingManual(
    line_of_business="commercial",
    filing_limit_days=180,
    therapy_plan_modifiers=True,
    telehealth=TelehealthRules(video_modifier="95"),
)
"""What the charts' authors take a commercial payer to want: office codes with 95 by video, GP on therapy."""
MEDICARE = BillingManual(
    line_of_business="medicare_part_b",
    filing_limit_days=365,
    vaccine_administration="medicare_g_codes",
    wellness_visits="medicare_g_codes",
    prolonged_service="G2212",
    drug_waste_modifiers=True,
    visit_with_vaccine_needs_25=False,
    visit_complexity_add_on=True,
)
PRACTICE = Practice(
    name="Group practice (fictional)",
    npi="2000000010",
    tax_id="00-0000001",
    taxonomy="193400000X",
    address=Address(line1="1 Sample St", city="Springfield", state="IL", zip="62701"),
    locality=Locality(mac="06102", locality="99"),
    clia=Clia(number="14D0000001"),
    providers={
        "doc": Provider(
            name=PersonName(last="Sample", first="Doc"), credential="MD", npi="2000000119", taxonomy="207Q00000X"
        ),
        "np": Provider(
            name=PersonName(last="Sample", first="Nurse"), credential="NP", npi="2000000127", taxonomy="363LF0000X"
        ),
    },
)
VISITS = ("992", "993", "994", "980", "920", "G0402", "G0438", "G0439", "G2211", "G2212")
"""How the codes of visits begin: levels, preventive and wellness visits, eye visits, prolonged time."""


class Score(Struct):
    """Right, wrongly assigned and missed codes of one family."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, got: Counter[str], gold: Counter[str], also: set[str]) -> list[str]:
        """Count one chart; the differences in words."""
        hit = got & gold
        extra = Counter({code: n for code, n in (got - gold).items() if code.split("-")[0] not in also})
        lacking = gold - got
        self.right += hit.total()
        self.wrong += extra.total()
        self.missed += lacking.total()
        return [f"+{code}" for code in extra.elements()] + [f"-{code}" for code in lacking.elements()]

    def line(self, name: str) -> str:
        """The figures of the family."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{self.right:4} right {self.wrong:4} wrong {self.missed:4} missed"
        return f"{name:22} precision {precision:.3f}  recall {recall:.3f}  F1 {both:.3f}  {counts}"


def main() -> None:
    """Code every chart and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--charts", type=Path, default=CHARTS, help="a folder of charts with their gold codes")
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--only", default="", help="charts whose file name has this word")
    parser.add_argument("--categories", action="store_true", help="the services by category of code, too")
    options = parser.parse_args()
    tables = CodeTables.load()
    families = (
        "diagnoses", "first-listed", "procedures", "visits", "other services", "modifiers", "units", "pointers",
        "pointers among right", "queries",
    )  # fmt: skip
    scores = {family: Score() for family in families}
    categories: dict[str, Score] = {}
    paths = sorted(path for path in options.charts.glob("*.yaml") if options.only in path.stem)
    for path in paths:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        try:
            encounter = Encounter.model_validate(data["chart"])
        except ValueError as fault:
            print(f"{path.stem}: not a chart: {' '.join(str(fault).split())[:120]}")
            continue
        coding = code_encounter(encounter, PRACTICE, MEDICARE if data["payer"] == "medicare" else COMMERCIAL, tables)
        differences = compare(coding, data["gold"], scores)
        if options.categories:
            by_category(coding, data["gold"], categories, tables)
        if options.list and differences:
            print(f"{path.stem}: {'  '.join(differences)}")
    print(f"{len(paths)} charts")
    for family, score in (*scores.items(), *sorted(categories.items())):
        print(score.line(family))


def by_category(coding: Coding, gold: dict, categories: dict[str, Score], tables: CodeTables) -> None:  # type: ignore[type-arg]
    """Score the services of one chart by the category of their codes in the table of procedures."""
    also = {str(code) for code in gold.get("acceptable_also") or ()}
    ours, theirs = (Counter(s.code for s in coding.services), Counter(s["code"] for s in gold.get("services") or ()))
    named = {row.code: row.category for row in tables.procedures()}
    for category in {named.get(code, "not in the selection") for code in ours | theirs}:
        parts = [
            Counter({code: n for code, n in side.items() if named.get(code, "not in the selection") == category})
            for side in (ours, theirs)
        ]
        categories.setdefault(f"  {category}", Score()).add(*parts, also)


def compare(coding: Coding, gold: dict, scores: dict[str, Score]) -> list[str]:  # type: ignore[type-arg]  # plain YAML
    """Score one chart; its differences in words."""
    also = {str(code).split("-")[0] for code in gold.get("acceptable_also") or ()}
    got, want = [d.code for d in coding.diagnoses], list(gold["diagnoses"])
    found = scores["diagnoses"].add(Counter(got), Counter(want), also)
    scores["first-listed"].add(Counter(got[:1]), Counter(want[:1]), also)
    services = list(gold.get("services") or ())
    found += scores["procedures"].add(
        Counter(s.code for s in coding.services), Counter(s["code"] for s in services), also
    )
    for family, visits in (("visits", True), ("other services", False)):
        ours_of = Counter(s.code for s in coding.services if s.code.startswith(VISITS) is visits)
        theirs_of = Counter(s["code"] for s in services if s["code"].startswith(VISITS) is visits)
        scores[family].add(ours_of, theirs_of, also)
    common = {s.code for s in coding.services} & {s["code"] for s in services}
    parts = {
        "modifiers": (
            Counter(f"{s.code}-{m}" for s in coding.services if s.code in common for m in s.modifiers),
            Counter(f"{s['code']}-{m}" for s in services if s["code"] in common for m in s.get("modifiers") or ()),
        ),
        "units": (
            Counter(f"{s.code} x{s.units}" for s in coding.services if s.code in common),
            Counter(f"{s['code']} x{s.get('units', 1)}" for s in services if s["code"] in common),
        ),
        "pointers": (
            Counter(
                f"{s.code}>{got[p - 1]}" for s in coding.services if s.code in common for p in s.diagnosis_pointers
            ),
            Counter(f"{s['code']}>{d}" for s in services if s["code"] in common for d in s.get("diagnoses") or ()),
        ),
    }
    both = set(got) & set(want)
    parts["pointers among right"] = (  # how services are tied to diagnoses, where the diagnoses themselves are right
        Counter({pair: n for pair, n in parts["pointers"][0].items() if pair.split(">")[1] in both}),
        Counter({pair: n for pair, n in parts["pointers"][1].items() if pair.split(">")[1] in both}),
    )
    for family, (ours, theirs) in parts.items():
        differences = scores[family].add(ours, theirs, set())
        if family != "pointers":
            found += [f"{family.split()[0]}:{difference}" for difference in differences]
    asked = Counter({"query": int(bool(coding.queries))})
    found += scores["queries"].add(+asked, +Counter({"query": int(gold.get("queries") == "yes")}), set())
    return found


if __name__ == "__main__":
    main()
