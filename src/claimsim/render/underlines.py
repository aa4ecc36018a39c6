"""Words of a chart's line underlined where codes stand on them, piece by piece as the line is wrapped."""

from collections.abc import Sequence

UNDER = "~"


class Underlines:
    """A line's text and the words in it that are underlined, each with what stands on it."""

    def __init__(self, text: str, marks: Sequence[tuple[str, str]]) -> None:
        self._text = text
        self._at = 0
        self._marked = bytearray(len(text))
        on: dict[str, None] = {}
        for words, name in marks:
            begin = text.find(words)
            if begin >= 0:
                self._marked[begin : begin + len(words)] = b"\1" * len(words)
                on.setdefault(name)
        self.legend = ", ".join(on)
        """What stands on the underlined words, in order."""

    def below(self, piece: str) -> str:
        """The line of marks below the next piece of the text; empty where nothing of it is underlined."""
        begin = self._text.find(piece, self._at)
        if begin < 0:
            return ""
        self._at = begin + len(piece)
        return "".join(UNDER if marked else " " for marked in self._marked[begin : self._at]).rstrip()
