from django.urls import path

from backend.machines.api.views import CurrentMachineAccountView

urlpatterns = [
    path("machine-accounts/current/", CurrentMachineAccountView.as_view(), name="machine-account-current"),
]
