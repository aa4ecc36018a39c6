"""What is kept in a file: used when it was made from these sources, made anew otherwise, never needed."""

from pathlib import Path

import pytest

from claimsim.stored import kept

TABLES = (b"term,code\ncough,R05.9\n", b"word,part\nplan,plan\n")


class Counted:
    """Stands for what is kept; says how often it was made."""

    times = 0

    @classmethod
    def compile(cls) -> tuple[str, ...]:
        cls.times += 1
        return ("compiled",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Counted.times = 0
    return tmp_path / "new" / "kept.bin"


def ask(path: Path, tables: tuple[bytes, ...] = TABLES) -> tuple[str, ...]:
    return kept(path, tables, tuple, Counted.compile)


def test_it_is_compiled_once_and_then_read(path: Path) -> None:
    assert ask(path) == ask(path) == ("compiled",)
    assert Counted.times == 1
    assert [file.name for file in path.parent.iterdir()] == ["kept.bin"]


def test_a_changed_table_is_seen(path: Path) -> None:
    ask(path)
    ask(path, (TABLES[0] + b"croup,J05.0\n", TABLES[1]))
    ask(path, (TABLES[0] + b"croup,J05.0\n", TABLES[1]))
    assert Counted.times == 2


@pytest.mark.parametrize("left", [0, 1, 32, 40], ids=["empty", "a byte", "only the digest", "cut short"])
def test_a_broken_file_is_made_anew(path: Path, left: int) -> None:
    ask(path)
    path.write_bytes(path.read_bytes()[:left])
    assert ask(path) == ("compiled",)
    assert Counted.times == 2


def test_a_folder_that_cannot_be_written_is_done_without(path: Path) -> None:
    path.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert ask(path) == ask(path) == ("compiled",)
    assert Counted.times == 2


def test_an_object_of_another_kind_is_not_taken(path: Path) -> None:
    ask(path)
    assert kept(path, TABLES, dict, lambda: {"made": "anew"}) == {"made": "anew"}
