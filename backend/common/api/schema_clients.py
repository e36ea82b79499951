"""Last touches on the document, for what client generators make of it."""

from typing import Any

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def for_generated_clients(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: `security: []` where no one is needed, answers with all fields."""
    for item in result["paths"].values():
        for method in METHODS & item.keys():
            # The same by the specification, but openapi-python-client asks a token for anything in the list.
            if item[method].get("security") == [{}]:
                item[method]["security"] = []
    for name, schema in result["components"]["schemas"].items():
        # What a model could do without, a serializer sends all the same.
        if "properties" in schema and not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])
    return result
