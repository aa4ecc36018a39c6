"""No pattern of a model is shown as a pattern: each has words."""

import re
from pathlib import Path

import claimsim
from claimsim.diagnostics.forms import FORMS

PATTERN = re.compile(r'pattern=r"([^"]+)"')


def test_every_form_that_a_file_may_miss_has_words() -> None:
    source = Path(claimsim.__file__).parent
    used = {found for module in source.rglob("*.py") for found in PATTERN.findall(module.read_text("utf-8"))}
    assert used
    assert used - FORMS.keys() == set()
