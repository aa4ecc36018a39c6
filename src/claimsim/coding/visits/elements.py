"""One element of medical decision making."""

from typing import NamedTuple


class Element(NamedTuple):
    """One element: its level (0 to 3) and what it rests on."""

    level: int
    text: str
