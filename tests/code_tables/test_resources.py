"""Shipped files are found in a checkout; what is missing is said."""

from pathlib import Path

import pytest

from claimsim import resources


def test_the_shipped_files_are_found() -> None:
    assert (resources.code_tables_dir() / "SOURCES.yaml").is_file()
    assert resources.icd10cm_path().is_file()


def test_an_unbuilt_data_base_says_how_to_build_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path)
    with pytest.raises(resources.MissingResource, match="pip install"):
        resources.icd10cm_path()


def test_installed_files_come_before_those_of_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "code_tables").mkdir()
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path)
    assert resources.code_tables_dir() == tmp_path / "code_tables"


def test_a_folder_that_only_looks_like_a_checkout_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path / "none")
    monkeypatch.setattr(resources, "_REPOSITORY", tmp_path)
    with pytest.raises(resources.MissingResource, match="scenarios"):
        resources.scenarios_dir()
