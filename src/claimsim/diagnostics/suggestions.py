"""Did you mean: the nearest of the names that are allowed."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST_WORD = 64


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, or None where none is near enough to be what was meant.

    Near is: the same but for case and `-`, `_` or blanks; or a few slips of the pen (a wrong, missing, extra or swapped
    letter: one in a word of up to five letters, two up to eight, then three; two in a short word that begins and ends
    alike, `payed` for `paid`); or the only candidate that begins with the word or is the beginning of it. Of equals the
    one that shares the first letter, then the first in the alphabet.
    """
    names = sorted(set(candidates))
    wanted = _plain(word)
    if not wanted or len(wanted) > _LONGEST_WORD:
        return None
    limit = 1 if len(wanted) <= 5 else 2 if len(wanted) <= 8 else 3
    best: tuple[int, bool, str] | None = None
    for name in names:
        plain = _plain(name)
        if abs(len(plain) - len(wanted)) > limit or not plain:
            continue
        together = plain.replace("_", "") == wanted.replace("_", "")
        distance = 0 if together else _distance(wanted, plain, limit)
        # In a name of one or two letters a single slip leaves nothing in common.
        if distance > limit and not _framed_alike(wanted, plain):
            continue
        if distance and max(len(plain), len(wanted)) <= 2:
            continue
        ranked = (distance, plain[0] != wanted[0], name)
        best = ranked if best is None else min(best, ranked)
    return best[2] if best else _by_beginning(wanted, names)


def _framed_alike(wanted: str, plain: str) -> bool:
    """Whether two short words begin with the same two letters and end with the same, two slips apart."""
    lengths = sorted((len(wanted), len(plain)))
    alike = wanted[:2] == plain[:2] and wanted[-1] == plain[-1]
    return alike and lengths[0] >= 4 and lengths[1] <= 5 and _distance(wanted, plain, 2) <= 2


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _by_beginning(wanted: str, names: list[str]) -> str | None:
    """The only name of which the word is the first part (`member` for `member_id`), or the other way round."""
    found = [n for n in names if _plain(n).startswith(f"{wanted}_") or wanted.startswith(f"{_plain(n)}_")]
    return found[0] if len(found) == 1 else None


def _distance(left: str, right: str, limit: int) -> int:
    """How many slips lie between two words (optimal string alignment), or `limit` + 1 as soon as there are more."""
    if left == right:
        return 0
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and (not before_last or min(last) > limit):
            return limit + 1
        before_last, last = last, row
    return last[-1]
