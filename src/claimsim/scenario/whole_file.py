"""The whole scenario file: its body and what it expects. Apart, because a run has no need of the expectations."""

from pydantic import Field

from claimsim.scenario.expect import Expectations
from claimsim.scenario.file import ScenarioBody


class ScenarioFile(ScenarioBody):
    """One scenario: an encounter, the world around it, who decides, and what is expected."""

    expect: Expectations | None = Field(None, description="what a test holds the case to")
