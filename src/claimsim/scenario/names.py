"""What a scenario names: practices and payers, shipped or beside the file. Each is read once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from claimsim import resources
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Diagnostic, Document, suggest
from claimsim.diagnostics.document import Path as Where
from claimsim.diagnostics.files import is_regular_file, real_path
from claimsim.diagnostics.validation import load
from claimsim.model.practice import Practice
from claimsim.payer import Payer, for_another_member, open_payer
from claimsim.payer.inheritance import read_payer
from claimsim.payer.loading import check_payer_file
from claimsim.scenario.shipped import shipped_payer, shipped_practice


class Names:
    """Finds and keeps what scenarios name. Faults are added to the list handed in; what has faults is None."""

    def __init__(self, tables: CodeTables) -> None:
        self._tables = tables
        self._shipped_practices = resources.practices_dir()
        self._shipped_payers = resources.payers_dir()
        self._practices: dict[Path, Practice] = {}
        self._by_name: dict[str, Practice] = {}
        """Practices that come with the program; no path beside a scenario goes before them."""
        self._payers: dict[tuple[str, Path], Payer] = {}

    def practice(self, scenario: Path, name: str, document: Document, faults: list[Diagnostic]) -> Practice | None:
        """A practice that comes with the program by its name, or one beside the scenario by its path."""
        if name in self._by_name:
            return self._by_name[name]
        folder = self._shipped_practices
        place = folder / f"{name}.yaml"
        if "/" in name or "\\" in name or not is_regular_file(place):
            beside = inside(scenario.parent, name)
            if beside is None:
                faults.append(leaves_folder(document, ("practice",), name))
                return None
            if not is_regular_file(beside):
                faults.append(unknown(document, ("practice",), "unknown-practice", "practice", name, _stems(folder)))
                return None
            place = beside
        if place not in self._practices:
            practice = shipped_practice(name) if place.parent == folder else None
            if practice is None:
                _, practice, own_faults = load(place, Practice)
                faults.extend(own_faults)
            if practice is None:
                return None
            self._practices[place] = practice
            if place == folder / f"{name}.yaml":
                self._by_name[name] = practice
        return self._practices[place]

    def payer(
        self,
        scenario: Path,
        name: str,
        own: dict[str, str],
        document: Document,
        where: Where,
        faults: list[Diagnostic],
        home: Document,
    ) -> Payer | None:
        """A payer that comes with the program, or one of the scenario's own (`own`: name to path, in `home`).

        A name in the place of the path is a payer that comes with the program, asked about another member: the insurer
        of a second card.
        """
        shipped = self._shipped_payers
        second = name in own and is_regular_file(shipped / f"{own[name]}.yaml")
        if second:
            place = shipped / f"{own[name]}.yaml"
        elif name in own:
            beside = inside(scenario.parent, own[name])
            if beside is None:
                faults.append(leaves_folder(home, ("payers", name), own[name]))
                return None
            place = beside
        else:
            place = shipped / f"{name}.yaml"
            if (name, place) not in self._payers and not is_regular_file(place):
                known = [*_stems(shipped), *own]
                faults.append(
                    unknown(document, where, "unknown-payer", "payer", name, known, _own_file("payers", name))
                )
                return None
        if (name, place) not in self._payers:
            # What comes with the program is checked by its tests; the check reads whole tables, a run need not.
            file = shipped_payer(place.stem) if place.parent == shipped else None
            own_faults: tuple[Diagnostic, ...] = ()
            if file is None:
                payer_document, file, own_faults = read_payer(place)
                if file is not None and payer_document is not None and place.parent != shipped:
                    own_faults = check_payer_file(payer_document, file, self._tables)
            faults.extend(placed(own_faults, home, ("payers", name), place) if name in own else own_faults)
            if file is None or own_faults:
                return None
            opened = open_payer(name, file, self._tables)
            self._payers[name, place] = for_another_member(opened) if second else opened
        return self._payers[name, place]


def inside(folder: Path, name: str) -> Path | None:
    """The path that a file's own words name, or None when it leaves the folder the file is in."""
    base = real_path(folder)
    try:
        place = (base / name).resolve()
    except (OSError, RuntimeError, ValueError):  # a NUL or an endless loop of links in the name
        return None
    return place if place.is_relative_to(base) else None


def placed(found: Iterable[Diagnostic], document: Document, where: Where, file: Path) -> Iterator[Diagnostic]:
    """Faults of a file that could not be opened have no place in it: they are told where the file is named."""
    for fault in found:
        if fault.position is None:
            message = fault.message.replace(str(file), str(document.get(where)))
            yield document.diagnostic(fault.code, message, where, hint="name a file beside this one, or below it")
        else:
            yield fault


def leaves_folder(document: Document, where: Where, name: str) -> Diagnostic:
    """The diagnostic for a path that leads out of the file's folder."""
    message = f"`{name}` leaves the folder of this file"
    return document.diagnostic("path-outside-folder", message, where, hint="name a file beside this one, or below it")


def _own_file(key: str, name: str) -> str:
    return f"a file of your own is named under `{key}:`, as `{key}: {{{name}: {name}.yaml}}`"


def unknown(
    document: Document, where: Where, code: str, noun: str, name: str, known: Iterable[str], also: str = ""
) -> Diagnostic:
    """The diagnostic for a name that nothing has, with the nearest one that something does, else all and `also`."""
    names = sorted(known)
    near = suggest(name, names)
    hint = f"did you mean `{near}`?" if near else "; ".join(filter(None, (also, f"there are: {', '.join(names)}")))
    return document.diagnostic(code, f"no {noun} is named `{name}`", where, hint=hint)


def _stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))
