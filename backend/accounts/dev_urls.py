"""Pages that exist in development and test alone; `backend.urls` leaves them out of production."""

from django.urls import path

from backend.accounts.dev_views import sms_code, sms_list

urlpatterns = [
    path("sms/", sms_list, name="dev-sms"),
    path("sms/<str:phone>/", sms_code, name="dev-sms-code"),
]
