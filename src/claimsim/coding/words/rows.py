"""Rows of the coder's tables read as entries: the small languages of their columns are parsed here."""

from collections import Counter
from collections.abc import Iterable

from claimsim.coding.words import tokens
from claimsim.coding.words.entries import (
    ClinicalQuery,
    Condition,
    Link,
    ModifierCue,
    Pattern,
    RepairCode,
    ServiceEntry,
    Technique,
    Variant,
)


def variant_of(text: str) -> Variant:
    """A variant from "word/word+measure>=n:code". Raises ``ValueError`` for one without a code part."""
    conditions, _, code = text.rpartition(":")
    needs: list[frozenset[str]] = []
    measures: list[tuple[str, str, float]] = []
    for part in filter(None, conditions.split("+")):
        for operator in ("<=", ">="):
            name, found, bound = part.partition(operator)
            if found:
                measures.append((name, operator, float(bound)))
                break
        else:
            needs.append(frozenset(part.split("/")))
    return Variant(tuple(needs), tuple(measures), code)


def condition_of(row: dict[str, str]) -> Condition:
    """A condition from its row."""
    names = {"R": "right", "L": "left", "B": "bilateral", "U": ""}
    sides = tuple((names[part[0]], part[2:]) for part in row["sides"].split())
    variants = [variant_of(part) for part in row["variants"].split("|") if part]
    variants.sort(key=lambda variant: -len(variant.needs))  # the most specific that fits wins; the sort is stable
    return Condition(
        row["term"],
        tuple(filter(None, (row["term"], *row["synonyms"].split("|")))),
        row["code"],
        sides,
        tuple(variants),
        row["problem"],
        row["symptom"] == "yes",
        frozenset(filter(None, row["integral_to"].split("|"))),
        row["system"],
        row["region"],
        row["query"],
        bool(sides) or any("right" in need for variant in variants for need in variant.needs),
    )


def service_of(row: dict[str, str]) -> ServiceEntry:
    """A service from its row."""
    patterns = patterns_of(row["words"])
    variants = tuple(variant_of(part) for part in row["variants"].split("|") if part)
    return ServiceEntry(
        row["service"],
        patterns,
        frozenset(row["without"].split()),
        variants,
        row["sided"] == "yes",
        row["add_on"],
        row["kind"],
        row["measure"],
        tuple(row["indication"].split()),
        row["office"] == "yes",
        tuple(row["diagnoses"].split()),
        row["office"] == "seldom",
    )


def patterns_of(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Ways to say something from "word/word word|word": each way's groups, all of which must be met."""
    return tuple(
        tuple(frozenset(map(tokens.stem, group.split("/"))) for group in way.split()) for way in text.split("|") if way
    )


def links_of(rows: Iterable[dict[str, str]]) -> tuple[Link, ...]:
    """The rows of the table of linked diagnoses, those of more conditions first."""
    found = [
        Link(
            frozenset(row["conditions"].split("+")),
            frozenset(row["when"].split()),
            row["code"],
            frozenset(row["replaces"].split("+")),
            row["authority"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda link: -len(link.conditions)))


def technique_of(row: dict[str, str]) -> Technique:
    """A technique from its row."""
    return Technique(row["family"], row["code"], patterns_of(row["words"]), frozenset(row["without"].split()))


def clinical_query_of(row: dict[str, str]) -> ClinicalQuery:
    """A reason for a clinical query from its row."""
    return ClinicalQuery(
        row["kind"],
        tuple(row["diagnosis"].split()),
        patterns_of(row["finding"]),
        row["operator"],
        float(row["bound"] or 0),
        tuple(tuple(phrase.split()) for phrase in row["treatment"].split("|") if phrase),
        tuple(part for part in row["options"].split("|") if part),
    )


def repair_code_of(row: dict[str, str]) -> RepairCode:
    """A repair code from its row."""
    return RepairCode(row["class"], row["group"], frozenset(row["sites"].split()), float(row["most_cm"]), row["code"])


def modifier_cue_of(row: dict[str, str]) -> ModifierCue:
    """A modifier's evidence from its row."""
    return ModifierCue(
        row["modifier"],
        patterns_of(row["words"]),
        frozenset(row["without"].split()),
        frozenset(row["lines"].split()),
        row["where"],
        row["payer"],
        row["needs"],
        row["meaning"],
    )


_EVERYDAY = frozenset(
    {
        "and", "after", "new", "normal", "home", "skin", "fracture", "heart", "chest", "family", "one", "soft",
        "neck", "emergency", "upper", "type", "bleeding", "alcohol", "mm", "hand", "arm", "follow", "abdominal",
        "abdomen", "knee", "outside", "chronic", "acute", "cast", "basic", "dose", "ankle", "shoulder", "post",
        "foot", "complete", "liver", "leg", "wrist", "hip", "goal", "age", "cut", "cell", "finger", "toe", "there",
        "right", "left", "ear", "eye", "nose", "lung", "total", "low", "high", "first", "second", "back", "spine",
        "pain", "blood", "head", "face", "level", "time", "care", "visit", "minute", "week", "day", "month", "year",
        "test", "result", "plan",
    }
)  # fmt: skip
"""Words that most notes have: a pattern is filed under others, so that few statements are looked at."""
_MUCH_USED = 60


def compile_services(services: Iterable[ServiceEntry]) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by the words of their rarest group: a text is only compared with those it could be."""
    patterns = [Pattern(groups, entry) for entry in services for groups in entry.patterns]
    frequency = Counter(word for pattern in patterns for group in pattern.groups for word in group)

    def cost(word: str) -> int:
        return frequency[word] + (_MUCH_USED if word.isdigit() or len(word) == 1 or word in _EVERYDAY else 0)

    filed: dict[str, tuple[Pattern, ...]] = {}
    for pattern in patterns:
        rarest = min(pattern.groups, key=lambda group: sum(map(cost, group)))
        for word in sorted(rarest):
            filed[word] = (*filed.get(word, ()), pattern)
    return filed
