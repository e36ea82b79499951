"""What goes away says so first: views made here are on their way out, and their answers and the document say it."""

from datetime import date
from typing import Any

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from backend.common.api.caching import PublicCacheMixin
from backend.common.api.deprecation import Deprecation, deprecated
from backend.common.api.root import ApiRootSerializer
from backend.common.errors import NotFound
from backend.urls import urlpatterns as real

OUT = deprecated(since=date(2027, 1, 1), sunset=date(2027, 7, 1), successor="/api/v2/roads/")
SAID = {
    "Deprecation": "@1798761600",
    "Sunset": "Thu, 01 Jul 2027 00:00:00 GMT",
    "Link": '</api/v2/roads/>; rel="successor-version"',
}
words = {"tags": ["start"], "summary": "Roads", "description": "Roads as they were.", "responses": ApiRootSerializer}


class OldView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()

    @OUT
    @extend_schema(operation_id="list_roads", **words)
    def get(self, request: Request) -> Response:
        if request.query_params.get("lost"):
            raise NotFound("road_not_found", "No such road.")
        return Response({"name": "", "version": "", "links": {}})

    @extend_schema(operation_id="create_road", request=None, **words)
    def post(self, request: Request) -> Response:
        return Response({"name": "", "version": "", "links": {}})


class OldPrivateView(APIView):
    permission_classes = (IsAuthenticated,)

    @OUT
    @extend_schema(operation_id="get_road", **words)
    def get(self, request: Request) -> Response:
        return Response({})


class Urls:
    urlpatterns = [path("old/roads/", OldView.as_view()), path("old/mine/", OldPrivateView.as_view()), *real]


@pytest.fixture(autouse=True)
def _with_the_old_views(settings: Any) -> None:
    settings.ROOT_URLCONF = Urls


def said(reply: Any) -> dict[str, str]:
    return {name: reply.headers[name] for name in SAID if name in reply.headers}


def test_an_answer_says_since_when_until_when_and_what_instead() -> None:
    first = APIClient().get("/old/roads/")
    assert (first.status_code, said(first)) == (200, SAID)
    again = APIClient().get("/old/roads/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, said(again)) == (304, SAID)
    assert said(APIClient().head("/old/roads/")) == SAID


def test_a_refusal_says_it_too_even_one_that_comes_before_the_method() -> None:
    lost = APIClient().get("/old/roads/?lost=1")
    assert (lost.status_code, said(lost)) == (404, SAID)
    stranger = APIClient().get("/old/mine/")
    assert (stranger.status_code, said(stranger)) == (401, SAID)


def test_another_method_of_the_same_view_says_nothing() -> None:
    assert said(APIClient().post("/old/roads/")) == {}
    assert said(APIClient().delete("/old/roads/")) == {}
    assert said(APIClient().get("/api/v1/")) == {}


def test_the_document_marks_it_and_promises_the_headers() -> None:
    document = SchemaGenerator(patterns=Urls.urlpatterns).get_schema(public=True)
    old = document["paths"]["/old/roads/"]["get"]
    assert old["deprecated"] is True
    assert old["description"].startswith(
        "**Deprecated since 2027-01-01; works until 2027-07-01 at least. Use `/api/v2/"
    )
    assert (old["x-deprecated-since"], old["x-sunset"]) == ("2027-01-01", "2027-07-01")
    for response in old["responses"].values():
        assert {"Deprecation", "Sunset", "Link"} <= set(response["headers"])
    for name in ("Deprecation", "Sunset", "Successor"):
        assert document["components"]["headers"][name]["required"]
    new = document["paths"]["/old/roads/"]["post"]
    assert "deprecated" not in new and "Deprecation" not in str(new)


def test_an_end_before_the_announcement_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="before anybody"):
        Deprecation(date(2027, 7, 1), date(2027, 7, 1), "/api/v2/roads/")
