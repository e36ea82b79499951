from django.urls import path

from backend.accounts.api import auth_views as auth
from backend.accounts.api import me_views as me

urlpatterns = [
    path("auth/otp/", auth.OtpView.as_view(), name="auth-otp"),
    path("auth/register/", auth.RegisterView.as_view(), name="auth-register"),
    path("auth/login/", auth.LoginView.as_view(), name="auth-login"),
    path("auth/refresh/", auth.RefreshView.as_view(), name="auth-refresh"),
    path("auth/logout/", auth.LogoutView.as_view(), name="auth-logout"),
    path("auth/logout-everywhere/", auth.LogoutEverywhereView.as_view(), name="auth-logout-everywhere"),
    path("auth/password/", auth.PasswordView.as_view(), name="auth-password"),
    path("auth/password-reset/", auth.PasswordResetView.as_view(), name="auth-password-reset"),
    path("me/", me.MeView.as_view(), name="me"),
    path("me/data/", me.PersonalDataView.as_view(), name="me-data"),
    path("me/sessions/", me.SessionListView.as_view(), name="me-sessions"),
    path("me/sessions/<uuid:session_id>/", me.SessionView.as_view(), name="me-session"),
    path("me/consents/", me.ConsentListView.as_view(), name="me-consents"),
]
