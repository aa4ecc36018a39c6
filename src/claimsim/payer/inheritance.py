"""A payer file that extends another: the two are joined at load, and every value keeps its place in its own file."""

from pathlib import Path
from typing import Any

from claimsim import resources
from claimsim.diagnostics import Diagnostic, Document, Parsed, Position, read_file, suggest
from claimsim.diagnostics.document import Path as Where
from claimsim.diagnostics.files import is_regular_file, real_path
from claimsim.diagnostics.messages import Severity
from claimsim.diagnostics.validation import validate_parsed
from claimsim.payer.file import PayerFile

_BY_KEY = frozenset({"manual", "front_end", "edits", "contract", "service_categories"})
_ITS_OWN = ("name", "payer_id", "control_number_prefix")


class LayeredDocument(Document):
    """A document over another. A value stands where the upper one has it, else where the lower one does."""

    __slots__ = ("_lower", "_upper")

    def __init__(self, upper: Document, lower: Document) -> None:
        self._upper = upper
        self._lower = lower
        self.data = _joined(lower.data, upper.data)
        self.file = upper.file
        self.text = upper.text

    def _holder(self, path: Where) -> Document:
        for document in (self._upper, self._lower):
            if _has(document, path):
                return document
        return self._upper

    def position(self, path: Where) -> Position:
        return self._holder(path).position(path)

    def key_position(self, path: Where) -> Position:
        return self._holder(path).key_position(path)

    def span(self, path: Where) -> int:
        return self._holder(path).span(path)

    def key_span(self, path: Where) -> int:
        return self._holder(path).key_span(path)

    def is_empty(self, path: Where) -> bool:
        return self._holder(path).is_empty(path)

    def block_start_line(self, path: Where) -> int:
        return self._holder(path).block_start_line(path)

    def key_extent(self, path: Where) -> tuple[int, int]:
        return self._holder(path).key_extent(path)

    def is_own(self, path: Where) -> bool:
        return self._upper.is_own(path)

    def style(self, path: Where) -> str:
        return self._holder(path).style(path)

    def source(self, path: Where) -> str:
        return self._holder(path).source(path)

    def after(self, path: Where) -> str:
        return self._holder(path).after(path)

    def diagnostic(
        self,
        code: str,
        message: str,
        path: Where = (),
        *,
        hint: str | None = None,
        at_key: bool = False,
        severity: Severity = "error",
    ) -> Diagnostic:
        holder = self._holder(path)
        return holder.diagnostic(code, message, path, hint=hint, at_key=at_key, severity=severity)


def _has(document: Document, path: Where) -> bool:
    try:
        document.position(path)
    except (KeyError, IndexError):
        return False
    return True


def _joined(lower: Any, upper: Any) -> Any:
    """The lower mapping with the upper one's keys; of the keys in `_BY_KEY` each entry by itself."""
    if not isinstance(lower, dict) or not isinstance(upper, dict):
        return upper
    return {**lower, **{key: _entries(key, lower.get(key), value) for key, value in upper.items()}}


def _entries(key: str, lower: Any, upper: Any) -> Any:
    by_key = key in _BY_KEY and isinstance(lower, dict) and isinstance(upper, dict)
    return {**lower, **upper} if by_key else upper


def read_payer(
    path: Path, shown_as: str | None = None
) -> tuple[Document | None, PayerFile | None, tuple[Diagnostic, ...]]:
    """The payer file at a path with what it extends. Document and file are both there, or diagnostics say why not."""
    return check_payer(read_file(path, shown_as), path)


def check_payer(parsed: Parsed, path: Path) -> tuple[Document | None, PayerFile | None, tuple[Diagnostic, ...]]:
    """The same for a file that was read already."""
    document = parsed.document
    if document is None or not isinstance(document.data, dict) or "extends" not in document.data:
        file, faults = validate_parsed(parsed, PayerFile)
        return (document if file is not None else None), file, faults
    joined, faults = _over_its_base(document, path, ())
    if joined is None:
        return None, None, faults
    file, faults = validate_parsed(Parsed(joined, (), joined), PayerFile)
    return (joined if file is not None else None), file, faults


def _over_its_base(
    document: Document, path: Path, below: tuple[Path, ...]
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    name = document.data["extends"]
    base = _place(name, path) if isinstance(name, str) else None
    if base is None:
        return None, (_not_found(document, name, path),)
    chain = (*below, real_path(path))
    if real_path(base) in chain:
        loop = " extends ".join(p.stem for p in (*chain, base))
        message = f"payers extend each other in a circle: {loop}"
        return None, (document.diagnostic("extends-in-circle", message, ("extends",), hint="extend another payer"),)
    missing = tuple(
        document.diagnostic(
            "missing-key", f"`{key}` is missing in this file", (), hint="a payer that extends another has its own"
        )
        for key in _ITS_OWN
        if key not in document.data
    )
    parsed = read_file(base)
    lower = parsed.document
    if missing or lower is None:
        return None, missing or parsed.diagnostics
    if isinstance(lower.data, dict) and "extends" in lower.data:
        joined, faults = _over_its_base(lower, base, chain)
        if joined is None:
            return None, faults
        lower = joined
    layered = LayeredDocument(document, lower)
    return _without(layered, document)


def _without(layered: LayeredDocument, document: Document) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The joined document less the edits that the upper file does not want."""
    unwanted, edits = document.data.get("without_edits"), layered.data.get("edits")
    if not isinstance(unwanted, list) or not isinstance(edits, dict):
        return layered, ()
    faults = []
    for number, name in enumerate(unwanted):
        if isinstance(name, str) and name not in edits:  # of anything else the model complains
            near = suggest(name, list(edits))
            hint = f"did you mean `{near}`?" if near else "remove it"
            message = f"the extended file has no edit `{name}`"
            faults.append(document.diagnostic("unknown-rule", message, ("without_edits", number), hint=hint))
    layered.data["edits"] = {key: value for key, value in edits.items() if key not in unwanted}
    return (None if faults else layered), tuple(faults)


def _place(name: str, path: Path) -> Path | None:
    beside, shipped = path.parent / f"{name}.yaml", resources.payers_dir() / f"{name}.yaml"
    if "/" in name or "\\" in name:
        return None
    return next((place for place in (beside, shipped) if is_regular_file(place)), None)


def _not_found(document: Document, name: object, path: Path) -> Diagnostic:
    known = sorted({p.stem for folder in (path.parent, resources.payers_dir()) for p in folder.glob("*.yaml")})
    near = suggest(str(name), known)
    hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(known)}"
    return document.diagnostic("unknown-payer", f"no payer is named `{name}`", ("extends",), hint=hint)
