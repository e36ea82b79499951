"""Tokens of demo accounts, in development and test alone; `backend.urls` leaves them out of production."""

from django.urls import path

from backend.demo.dev_views import demo_token

urlpatterns = [path("tokens/<str:who>/", demo_token, name="dev-token")]
