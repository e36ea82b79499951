from django.urls import path

from backend.public_services.api import views

urlpatterns = [
    path("procedures/", views.ProcedureListView.as_view(), name="procedure-list"),
    path("procedures/<str:code>/", views.ProcedureDetailView.as_view(), name="procedure-detail"),
    path("procedure-fields/", views.ProcedureFieldListView.as_view(), name="procedure-field-list"),
    path("life-events/", views.LifeEventListView.as_view(), name="life-event-list"),
    path("dossiers/lookup/", views.DossierLookupView.as_view(), name="dossier-lookup"),
    path("dossiers/follow/", views.DossierFollowView.as_view(), name="dossier-follow"),
    path("me/dossiers/", views.MyDossierListView.as_view(), name="my-dossier-list"),
    path("me/dossiers/<str:code>/", views.MyDossierView.as_view(), name="my-dossier"),
]
