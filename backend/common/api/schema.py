"""How drf-spectacular describes us: every operation may answer with the one Problem schema."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class FieldProblemSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Path of the field, dots between levels; empty for the whole.")
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="For people, in the language asked for.")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error, by RFC 9457."""

    type = serializers.CharField(help_text="`urn:problem:<code>`.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text="Stable, for programs.")
    trace_id = serializers.CharField(help_text="Quote it when you report a problem.")
    errors = FieldProblemSerializer(many=True)  # type: ignore[assignment]  # RFC 9457 extension members name it so


DESCRIPTIONS = {
    "400": "The request is not valid.",
    "401": "No valid access token.",
    "403": "Signed in, but not allowed.",
    "404": "Not found, or hidden from you.",
    "429": "Too many requests; `Retry-After` says how long to wait.",
}


class ProblemAutoSchema(AutoSchema):
    """Adds the error responses that the view's kind implies, unless the view declares them itself."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        responses = super()._get_response_bodies(direction=direction)
        if direction == "response":
            for status in self._problem_statuses():
                if status not in responses:
                    responses[status] = self._problem(status)
        return dict(sorted(responses.items()))

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Also the body of a DELETE, which drf-spectacular leaves out, where the view says that it takes one."""
        if self.method != "DELETE" or not getattr(self.view, "delete_takes_body", False):
            return super()._get_request_body(direction)
        self.method = "PUT"
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def _problem(self, status: str) -> Any:
        response = OpenApiResponse(ProblemSerializer, description=DESCRIPTIONS[status])
        return self._get_response_for_code(response, status, media_types=["application/problem+json"])

    def _problem_statuses(self) -> list[str]:
        public = not self.view.get_permissions() or "AllowAny" in str(self.view.permission_classes)
        statuses = ["400"]
        if self.view.get_authenticators():
            statuses.append("401")
        if not public:
            statuses.append("403")
        if "{" in self.path:
            statuses.append("404")
        if self.view.throttle_classes:
            statuses.append("429")
        return statuses
