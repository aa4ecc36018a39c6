"""pydantic's errors in the words and places of the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import core_schema

from claimsim.diagnostics import Diagnostic, parse_yaml
from claimsim.diagnostics.document import Document
from claimsim.diagnostics.validation import load, validate
from claimsim.diagnostics.validation_words import EXPLAINED_TYPES, Complaint, explain


def read(text: str) -> Document:
    document = parse_yaml(text, "x").document
    assert document is not None
    return document


def faults(text: str, model: type[BaseModel]) -> list[tuple[str, str]]:
    value, found = validate(read(text), model)
    assert value is None
    return [(d.code, d.message) for d in found]


def test_text_becomes_what_the_model_takes(demo: type[BaseModel]) -> None:
    text = "charge: 40.10\ntotal_minutes: '24'\nperiod: [2025-03-14, 2025-03-15]\nteaches: [a]\nunits: 2\n"
    value, found = validate(read(text), demo)
    assert found == ()
    assert value is not None
    made = value.model_dump()
    assert (made["charge"], made["total_minutes"], made["teaches"]) == (Decimal("40.10"), 24, ("a",))
    assert str(made["charge"]) == "40.10"
    assert made["units"] == 2


def test_part_of_a_document(demo: type[BaseModel]) -> None:
    document = read("x:\n  - y\n  - {levle: a}\n")
    _, found = validate(document, demo, ("x", 1))
    assert [(d.code, d.position and d.position.column) for d in found] == [("unknown-key", 6)]


def test_every_error_type_of_pydantic_has_words() -> None:
    for kind in get_args(core_schema.ErrorType):
        assert kind in EXPLAINED_TYPES, kind
        code, message, _ = explain(Complaint(kind, "m", {}, "`k`", "v", "text"))
        assert code
        assert message


class Node(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(alias="class")
    kids: tuple[Node, ...] = ()
    either: list[int] | dict[str, int] | None = None


def test_aliases_and_models_within_themselves() -> None:
    assert faults("class: a\nkids:\n- {clas: b}\n- {class: c, kids: [{class: d, kidz: []}]}\n", Node) == [
        ("unknown-key", "`clas` is not a key of kids"),
        ("unknown-key", "`kidz` is not a key of kids"),
    ]


def test_the_alternative_that_was_meant() -> None:
    assert faults("class: a\neither: [1, x]\n", Node) == [
        ("wrong-type", "entry 2 of either takes a whole number, not `x`")
    ]
    assert faults("class: a\neither: {b: x}\n", Node) == [("wrong-type", "`b` takes a whole number, not `x`")]
    assert faults("class: a\neither: x\n", Node) == [("wrong-type", "`either` takes a list or a mapping, not `x`")]


def test_keys_named_like_alternatives() -> None:
    class Deny(BaseModel):
        kind: Literal["deny"]
        deny: dict[str, int]

    class Pay(BaseModel):
        kind: Literal["pay"]

    class Rule(BaseModel):
        then: Deny | Pay = Field(discriminator="kind")

    document = read("then: {kind: deny, deny: {deny: x}}\n")
    _, found = validate(document, Rule)
    assert [(d.code, d.position) for d in found] == [("wrong-type", document.position(("then", "deny", "deny")))]


def test_keys_of_a_mapping_are_checked() -> None:
    class Keyed(BaseModel):
        m: dict[Literal["a", "b"], int]

    assert faults("m: {c: 1}\n", Keyed) == [("not-allowed-value", "the key `c` cannot be `c`")]


def test_very_many_faults_end_early(demo: type[BaseModel]) -> None:
    _, found = validate(read("teaches: [" + "~," * 60_000 + "]"), demo)
    assert [d.code for d in found] == ["empty-value"] * 100 + ["too-many-faults"]


def test_a_file(demo: type[BaseModel], tmp_path: Path) -> None:
    path = f"{tmp_path}/a.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write("title: Knee\n")
    document, value, found = load(path, demo)
    assert document is not None
    assert value is not None
    assert found == ()
    assert load(f"{path}x", demo)[2] == (
        Diagnostic("file-not-found", f"there is no file `{path}x`", hint="check the name and the folder you are in"),
    )
