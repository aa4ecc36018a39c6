"""How far a denial or doubt reaches over the commas of a list.

In an assessment commas part separate problems, so that a cue ends there; but "no evidence of pancreatitis,
cholecystitis, or obstruction" is one list, and so is all that a differential names.
"""

from claimsim.coding.reading.reader_state import ReaderState
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.matching import Hit

_LAST_OF_A_LIST = frozenset({"or", "nor"})
_PARTS_ITEMS = frozenset({",", "or", "nor", "and", "&", "/", ")", "vs", "versus"})
_ENDS_ITEMS = frozenset(
    {"but", "with", "on", "in", ":", "will", "is", "are", "was", "has", "continue", "start", "(", "#", "=", "no", "not",
     "stable", "improving", "improved", "controlled", "uncontrolled", "at", "check", "order", "refer", "given", "for",
     "discharge", "home", "pending", "likely", "treat", "so", "therefore", "well", "worsening", "today"}
)  # fmt: skip
"""No bare name of a list has such a word."""
_LONGEST_ITEM, _MOST_ITEMS = 4, 20


class ListReader(ReaderState):
    """The lists of a statement."""

    def _list_goes_on(self, comma: Hit) -> bool:
        """Whether one status goes on behind a comma: "no fever, chest pain or cough" and "return for redness, fever" in
        a plan (a list of symptoms has one status), "no evidence of pancreatitis, cholecystitis, or obstruction",
        "differential: PE, pneumonia".
        """
        scope = self.scope
        if scope.listing == "list":
            return True
        if not (scope.negated or scope.hypothetical or scope.uncertain):
            return False
        following = self._following()
        if (
            not scope.uncertain and following is not None and following.start == comma.end and not following.mark
            and type(following.entries[0]) is Condition and following.entries[0].symptom
        ):  # fmt: skip
            return True
        end = self._item_end(comma.end)
        if end == comma.end:
            return False
        named = self._condition_in(comma.end, end)
        if scope.negated and not scope.uncertain and (named.symptom if named is not None else end < len(self.words)):
            return True  # "no fever, cough, dental work, new rash": what is unknown ends no list
        return scope.listing == "items" or self._or_comes(end)

    def _condition_in(self, at: int, end: int) -> Condition | None:
        """The condition that an item of the list names, if it is known."""
        for hit in self.hits[self.at + 1 :]:
            if hit.start >= end:
                break
            if hit.start >= at and not hit.mark and type(hit.entries[0]) is Condition:
                return hit.entries[0]
        return None

    def _item_end(self, at: int) -> int:
        """Where a bare item of a list ends that begins at a word; the word itself if something is said there."""
        for end in range(at, min(len(self.words), at + _LONGEST_ITEM + 1)):
            word = self.words[end]
            if word in _PARTS_ITEMS:
                return end
            if word in _ENDS_ITEMS:
                return at
        return len(self.words) if len(self.words) - at <= _LONGEST_ITEM else at

    def _or_comes(self, at: int) -> bool:
        """Whether an "or" ends the list of bare items that goes on at a word."""
        for _ in range(_MOST_ITEMS):  # the work stays linear in one endless list
            if self.words[at : at + 1] and self.words[at] in _LAST_OF_A_LIST:
                return True
            if self.words[at : at + 1] != [","]:
                return False
            at += 1
            if self.words[at : at + 1] and self.words[at] in _LAST_OF_A_LIST:
                return True
            end = self._item_end(at)
            if end == at:
                return False
            at = end
        return False
