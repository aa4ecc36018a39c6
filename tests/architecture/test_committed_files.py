"""What no committed file may hold: the address of a package registry, or a path of somebody's machine."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Put together from pieces, so that this file does not hold what it looks for.
REGISTRIES = ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"]
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|Us" + r"ers)/\w")


def committed_texts() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    texts = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            texts.append((name, path.read_bytes().decode("utf-8", "ignore")))
    return texts


def test_no_committed_file_holds_a_registry_address() -> None:
    found = [(name, host) for name, text in committed_texts() for host in REGISTRIES if host in text]
    assert not found


def test_no_committed_file_holds_a_path_of_a_machine() -> None:
    found = [(name, match.group()) for name, text in committed_texts() if (match := MACHINE_PATH.search(text))]
    assert not found


def test_requirements_hold_exact_versions_with_hashes_and_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = [line for line in text.splitlines() if line and line[0].isalnum()]
        assert pinned
        assert all(re.match(r"^[\w.\[\]-]+==[\w.]+", line) for line in pinned), path
        assert text.count("--hash=sha256:") >= len(pinned)
