from django.urls import path

from backend.weblinks.views import asset_links, page

urlpatterns = [
    path("app/<slug:kind>", page, name="weblink-kind"),
    path("app/<slug:kind>/<str:name>", page, name="weblink"),
    path(".well-known/assetlinks.json", asset_links, name="asset-links"),
]
