from django.urls import path

from backend.areas.api import views

urlpatterns = [
    path("areas/", views.AreaListView.as_view(), name="area-list"),
    path("areas/resolve/", views.AreaResolveView.as_view(), name="area-resolve"),
    path("areas/nearest/", views.AreaNearestView.as_view(), name="area-nearest"),
    path("areas/<str:code>/", views.AreaDetailView.as_view(), name="area-detail"),
]
