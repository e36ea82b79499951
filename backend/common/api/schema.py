"""How drf-spectacular describes us: what the kind of a view implies is said here, not in each view."""

import re
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, build_choice_description_list
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from backend.common.api.caching import PublicCacheMixin
from backend.common.api.deprecation import Deprecation, deprecation_of
from backend.common.api.machines import scope_for
from backend.common.api.problems import CONTENT_TYPE
from backend.common.api.prose import prose
from backend.common.api.refusals import ATTRIBUTE, DESCRIPTIONS, Refusal, implied, merged
from backend.common.api.schema_facts import facts
from backend.common.api.schema_parts import (
    header_refs,
    parameter_ref,
    path_parameter_described,
    response_ref,
    security_scheme,
)
from backend.common.api.schema_yaml import install

install()  # whoever makes the document by this module, command or view, also writes it


class FieldProblemSerializer(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="Path of the field, dots between levels; empty for the whole.")
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="For people, in the language asked for.")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error, by RFC 9457."""

    type = serializers.CharField(help_text="`urn:problem:<code>`.")
    title = serializers.CharField(help_text="What sort of error it is, for people, in the language asked for.")
    status = serializers.IntegerField(min_value=400, max_value=599, help_text="The HTTP status once more.")
    detail = serializers.CharField(help_text="What happened, for people, in the language asked for.")
    code = serializers.CharField(help_text="Stable, for programs.")
    trace_id = serializers.CharField(help_text="Quote it when you report a problem.")
    errors = FieldProblemSerializer(
        many=True, help_text="One for each field that is wrong; empty if it is not about fields."
    )  # type: ignore[assignment]  # RFC 9457 extension members name it so


# Responses that are the same everywhere get a name; those with codes of their own are written out.
SHARED = {401: "Unauthenticated", 404: "NotFound", 406: "NotAcceptable", 413: "BodyTooLarge",
          415: "UnsupportedMediaType", 429: "Throttled", 503: "Unavailable"}  # fmt: skip
# Not what tells of fields: each operation has an example of its own.
SHARED_BY_CODES: dict[tuple[str, ...], str] = {
    ("bad_request",): "BadRequest",
    ("machine_not_allowed",): "NotForMachines",
}
DONE = {
    "200": "As asked.",
    "201": "It is there now.",
    "202": "Taken on; it will be done in a moment.",
    "204": "Done. There is nothing to tell, so there is no body.",
}
PROBLEM_HEADERS = {401: ("Authenticate",), 429: ("RetryAfter",), 503: ("RetryAfter",)}


class EnglishSchemaGenerator(SchemaGenerator):
    """The document is in English whoever asks; what enumerations mean is told in Vietnamese too."""

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        with translation.override("en"):
            return super().get_schema(request, public)


class ContractAutoSchema(AutoSchema):
    """Adds what a view's kind implies: refusals with their codes, headers, conditional and idempotent requests."""

    # --- what kind of operation this is ---

    @property
    def is_public(self) -> bool:
        return not self.view.get_permissions() or "AllowAny" in str(self.view.permission_classes)

    @property
    def asks_permission(self) -> bool:
        return not self.is_public and any(kind is not IsAuthenticated for kind in self.view.permission_classes)

    @property
    def is_cached(self) -> bool:
        return isinstance(self.view, PublicCacheMixin) and self.method == "GET"

    @property
    def is_conditional(self) -> bool:
        """Answers with an ETag and by If-None-Match: every public answer, and views that say so of themselves."""
        return self.is_cached or (getattr(self.view, "is_conditional", False) and self.method == "GET")

    @property
    def is_paginated(self) -> bool:
        return bool(self._get_pagination_parameters())

    @property
    def takes_body(self) -> bool:
        return bool(self._get_request_body())

    @property
    def takes_input(self) -> bool:
        """Whether there is anything that can be wrong: not where the view gives the same answer to all that is."""
        if getattr(self.view, "refuses_no_input", False):
            return False
        return self.takes_body or any(
            isinstance(parameter, dict) and parameter.get("in") == "query" and parameter["name"] != "cursor"
            for parameter in super()._get_parameters()
        )

    @property
    def machine_scope(self) -> str | None:
        """The scope that a machine account's key needs here; None where it has no way in."""
        return scope_for(self.view, str(self.method)) if self.view.get_authenticators() else None

    @property
    def refuses_machines(self) -> bool:
        """Answers a key with 403: it is looked at, and has no way in."""
        is_closed = bool(self.view.get_authenticators()) and self.machine_scope is None
        return is_closed or getattr(self.view, "refuses_machines", False)

    @property
    def idempotency(self) -> str:
        """`required`, `optional` or nothing, as @idempotent has marked the method."""
        return str(getattr(self._handler, "idempotency", ""))

    @property
    def deprecation(self) -> Deprecation | None:
        return deprecation_of(self.view, str(self.method))

    @property
    def _handler(self) -> Any:
        return getattr(self.view, str(self.method).lower(), None)

    # --- words and credentials ---

    def get_operation(self, *where: Any) -> Any:
        """Ends each description with what the view implies: who may call, how often, how much."""
        operation = super().get_operation(*where)
        if operation:
            told = [prose(operation.get("description", "")), facts(self, operation["security"])]
            if self.deprecation:
                told.insert(0, self.deprecation.sentence)
                operation.update(self.deprecation.extensions)
            operation["description"] = "\n\n".join(told)
        return operation

    def is_deprecated(self) -> bool:
        return self.deprecation is not None

    def get_auth(self) -> Any:
        """Also the credentials that the view looks at by itself, which it names in `other_credentials`."""
        others = getattr(self.view, "other_credentials", None)
        found = super().get_auth()
        if others is None:
            return found
        for name in {name for way in others for name in way} - {name for way in found for name in way}:
            security_scheme(self.registry, name)
        return [*(way for way in found if way), *others]

    # --- parameters and bodies ---

    def _get_parameters(self) -> Any:
        names = ["AcceptLanguage"]
        if self.is_conditional:
            names.append("IfNoneMatch")
        if self.idempotency:
            names.append("IdempotencyKeyRequired" if self.idempotency == "required" else "IdempotencyKey")
        own = [path_parameter_described(self.path, parameter) for parameter in super()._get_parameters()]
        return [*own, *(parameter_ref(self.registry, name) for name in names)]

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Also the body of a DELETE, which drf-spectacular leaves out, where the view says that it takes one."""
        if self.method != "DELETE" or not getattr(self.view, "delete_takes_body", False):
            body = super()._get_request_body(direction)
            if body and isinstance(self.get_request_serializer(), dict):
                body["required"] = True  # in one format or the other; no field of all of them has to be there
            return body
        self.method = "PUT"
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:
        """A good name for a type of a generated client: without what only our code needs to tell its classes apart."""
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return re.sub(r"Out(?=Request$|$)", "", name.removeprefix("Patched"))

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"

    def _get_serializer_field_meta(self, field: Any, direction: Any) -> Any:
        """Without titles: those of models are words of the console."""
        meta = super()._get_serializer_field_meta(field, direction)
        meta.pop("title", None)
        return meta

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """Enumerations tell what each value means in both languages."""
        schema = super()._map_serializer_field(field, direction, bypass_extensions)
        if schema and isinstance(field, serializers.ChoiceField) and "description" in schema:
            plain = build_choice_description_list(field.choices.items())
            schema["description"] = schema["description"].replace(plain, _in_both_languages(field.choices))
        return schema

    def _insert_field_validators(self, field: Any, schema: Any) -> None:
        """A text that may be empty becomes two alternatives; its default belongs to neither of them alone."""
        super()._insert_field_validators(field, schema)
        for alternative in schema.get("oneOf", ()):
            if "default" in alternative:
                schema["default"] = alternative.pop("default")

    # --- responses ---

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        self._codes = merged(getattr(self._handler, ATTRIBUTE, {}), self._declared_codes(), implied(operation=self))
        responses = super()._get_response_bodies(direction=direction)
        if direction != "response":
            return responses
        for status in self._codes:
            if str(status) not in responses:
                responses[str(status)] = self._problem(status, DESCRIPTIONS[status])
        for code, response in responses.items():
            if code.startswith("2"):
                self._describe_success(code, response)
        if self.is_conditional:
            responses["304"] = self._not_modified()
        if self.deprecation:
            responses = {status: self._with_deprecation(response) for status, response in responses.items()}
        return dict(sorted(responses.items()))

    def _with_deprecation(self, response: Any) -> Any:
        """The response with the headers that say so; one that others share is written out, as theirs has none."""
        if "$ref" in response:
            response = self.registry[response["$ref"].rpartition("/")[2], ResolvedComponent.RESPONSE].schema
        late = header_refs(self.registry, "Deprecation", "Sunset", "Successor")
        return {**response, "headers": {**response.get("headers", {}), **late}}

    def _declared_codes(self) -> dict[int, tuple[str, ...]]:
        declared: Any = self.get_response_serializers()
        if not isinstance(declared, dict):
            return {}
        found = {}
        for key, answer in declared.items():
            if isinstance(answer, Refusal):
                found[int(key[0] if isinstance(key, tuple) else key)] = answer.codes
        return found

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: Any = "response"
    ) -> Any:
        if isinstance(serializer, Refusal):
            return self._problem(int(status_code), str(serializer.description))
        return super()._get_response_for_code(serializer, status_code, media_types, direction)

    def _problem(self, status: int, description: str) -> Any:
        codes = self._codes[status]
        body = super()._get_response_for_code(ProblemSerializer, str(status), [CONTENT_TYPE])
        listed = ", ".join(f"`{code}`" for code in codes)
        response = {
            "description": f"{description} Codes: {listed}.",
            "headers": header_refs(self.registry, "RequestId", "CacheControl", *PROBLEM_HEADERS.get(status, ())),
            "content": body["content"],
            "x-codes": list(codes),  # the suite holds every answer to them
        }
        name = self._shared_name(status, codes) if description == DESCRIPTIONS[status] else ""
        return response_ref(self.registry, name, response) if name else response

    def _shared_name(self, status: int, codes: tuple[str, ...]) -> str:
        if codes != implied(operation=self).get(status):
            return ""
        suffix = "Token" if status == 401 and self.is_public else ""
        return SHARED_BY_CODES.get(codes) or (SHARED[status] + suffix if status in SHARED else "")

    def _describe_success(self, status: str, response: Any) -> None:
        names = ["RequestId", "CacheControl"]
        if self.is_conditional:
            names.append("ETag")
        if self.is_cached:
            names.append("ContentLanguage")
        if self.idempotency:
            names.append("IdempotentReplayed")
        response["headers"] = {**response.get("headers", {}), **header_refs(self.registry, *names)}
        if response.get("description") in ("", None, "No response body"):
            response["description"] = "One page of the list." if self.is_paginated and status == "200" else DONE[status]

    def _not_modified(self) -> Any:
        headers = header_refs(self.registry, "RequestId", "ETag", "CacheControl")
        return response_ref(
            self.registry, "NotModified", {"description": "What you have is still right.", "headers": headers}
        )


def _in_both_languages(choices: Any) -> str:
    lines = []
    for value, label in choices.items():
        with translation.override("vi"):
            vietnamese = str(label)
        with translation.override("en"):
            english = str(label)
        meaning = english if english == vietnamese else f"{english} / {vietnamese}"
        lines.append(f"* `{value}` - {meaning}")
    return "\n".join(lines)
