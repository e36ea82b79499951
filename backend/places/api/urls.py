from django.urls import path

from backend.places.api.views import PlaceDetailView, PlaceListView

urlpatterns = [
    path("places/", PlaceListView.as_view(), name="places"),
    path("places/<slug:slug>/", PlaceDetailView.as_view(), name="place"),
]
