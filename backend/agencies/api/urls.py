from django.urls import path

from backend.agencies.api import views

urlpatterns = [
    path("agencies/", views.AgencyListView.as_view(), name="agency-list"),
    path("agencies/<str:code>/", views.AgencyDetailView.as_view(), name="agency-detail"),
    path("offices/", views.OfficeListView.as_view(), name="office-list"),
    path("emergency-numbers/", views.EmergencyNumberListView.as_view(), name="emergency-number-list"),
]
