"""A run does not read expectations, and knows all the same which keys they may have."""

from typing import Any

from claimsim.scenario.expect import Expectations
from claimsim.scenario.expect_words import EXPECT_WORDS, has_strange_words


def keys_of(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return {key for item in schema for key in keys_of(item)}
    if not isinstance(schema, dict):
        return set()
    inner = {key for value in schema.values() for key in keys_of(value)}
    return inner | set(schema.get("properties", ()))


def test_the_words_are_those_of_the_models() -> None:
    assert keys_of(Expectations.model_json_schema()) == EXPECT_WORDS


def test_a_strange_word_is_seen_at_any_depth() -> None:
    assert not has_strange_words({"remittances": [{"lines": [{"code": "99214"}]}]})
    assert has_strange_words({"remittances": [{"lines": [{"cod": "99214"}]}]})
    assert has_strange_words(["remittances"])
    assert not has_strange_words(None)
