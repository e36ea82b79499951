"""A small OpenAPI document, and changes planted in it."""

import copy
from typing import Any

TEXT = {"type": "string"}
NAME = {"type": "object", "properties": {"name": TEXT}}
FULL = {"type": "object", "properties": {"name": TEXT, "age": {"type": "integer"}}}
GONE = object()
QUERY = {"name": "q", "in": "query", "schema": TEXT}
PROBLEM = {
    "description": "No.",
    "x-codes": ["not_found"],
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1.0.0"},
    "paths": {
        "/api/v1/things/": {
            "get": {
                "operationId": "list_things",
                "tags": ["things"],
                "summary": "Things",
                "security": [{}, {"token": []}],
                "parameters": [QUERY, {"$ref": "#/components/parameters/Language"}],
                "responses": {
                    "200": {
                        "description": "As asked.",
                        "headers": {"ETag": {"required": True, "schema": TEXT}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/ThingPage"}},
                            "text/csv": {"schema": TEXT},
                        },
                    },
                    "404": PROBLEM,
                },
            },
            "post": {
                "operationId": "create_thing",
                "tags": ["things"],
                "summary": "A new thing",
                "security": [{"token": []}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/NewThing"}},
                        "multipart/form-data": {"schema": {"$ref": "#/components/schemas/NewThing"}},
                    }
                },
                "responses": {
                    "201": {
                        "description": "Made.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "202": {"description": "Later."},
                },
            },
        },
        "/api/v1/things/{id}/": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "get_thing",
                "tags": ["things"],
                "summary": "One thing",
                "security": [{"token": []}],
                "responses": {
                    "200": {
                        "description": "As asked.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            },
        },
    },
    "components": {
        "parameters": {"Language": {"name": "Accept-Language", "in": "header", "schema": TEXT}},
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "key": {"type": "http", "scheme": "bearer", "bearerFormat": "key"},
        },
        "schemas": {
            "Problem": {"type": "object", "properties": {"code": TEXT}, "required": ["code"]},
            "NewThing": FULL,
            "Thing": {
                "type": "object",
                "properties": {
                    "name": TEXT,
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                },
            },
            "ThingPage": {
                "type": "object",
                "properties": {"results": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}},
                "required": ["results"],
            },
        },
    },
    "tags": [{"name": "things", "description": "Things."}],
}
OPERATION = {"operationId": "new", "tags": ["things"], "summary": "New", "responses": {"200": {"description": "Yes."}}}


def changed(document: Any, changes: dict[str, Any]) -> Any:
    """A copy of the document with other values at some places, or without them."""
    document = copy.deepcopy(document)
    for path, value in changes.items():
        *way, last = path.split(" ")
        place = document
        for key in way:
            place = place[int(key)] if isinstance(place, list) else place[key]
        if value is GONE:
            place.pop(int(last)) if isinstance(place, list) else place.pop(last, None)
        elif isinstance(place, list) and int(last) == len(place):
            place.append(value)
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return document
