"""The JSON Schema of a procedure file, for editors that complete and underline."""

import json

from bot.procedure.model import Procedure


def procedure_schema() -> str:
    """The JSON Schema (draft 2020-12) of `procedure.yaml`, as text."""
    schema = Procedure.model_json_schema()
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Une procédure d’Aiguillage",
        **{key: value for key, value in schema.items() if key != "title"},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
