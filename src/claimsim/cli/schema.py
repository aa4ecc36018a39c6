"""`claimsim schema`: the JSON Schema of the files, for an editor to suggest and check by, and of the result."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from claimsim.cli.group import new_app
from claimsim.cli.output import print_json

app = new_app()

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class SchemaName(StrEnum):
    """The files there are a schema of, and the result of a run."""

    SCENARIO = "scenario"
    ENCOUNTER = "encounter"
    PAYER = "payer"
    PRACTICE = "practice"
    RESULT = "result"


@app.command("schema", help="Print the JSON Schema of a file, for an editor, or of the result of a run.")
def schema(
    name: Annotated[
        SchemaName, typer.Argument(metavar="NAME", help=f"One of {', '.join(SchemaName)}.", show_default=False)
    ],
) -> None:
    """Always JSON: that is what a schema is."""
    print_json({"$schema": _DIALECT, "$id": f"claimsim/{name.value}.schema.json", **schema_of(name)})


def schema_of(name: SchemaName) -> dict[str, Any]:
    """The schema, made from the models that read the file."""
    match name:
        case SchemaName.SCENARIO:
            from claimsim.scenario.whole_file import ScenarioFile

            return ScenarioFile.model_json_schema()
        case SchemaName.ENCOUNTER:
            from claimsim.scenario.load import EncounterFile

            return EncounterFile.model_json_schema()
        case SchemaName.PAYER:
            from claimsim.payer import PayerFile

            return _or_extending(PayerFile.model_json_schema())
        case SchemaName.PRACTICE:
            from claimsim.model.practice import Practice

            return Practice.model_json_schema()
        case SchemaName.RESULT:
            from claimsim.render.result import result_schema

            return dict(result_schema())


def _or_extending(payer: dict[str, Any]) -> dict[str, Any]:
    """A payer that extends another needs only what is its own; the rest comes from the other."""
    required = payer.pop("required")
    own = ["extends", "name", "payer_id", "control_number_prefix"]
    return {**payer, "anyOf": [{"required": required}, {"required": own}]}
