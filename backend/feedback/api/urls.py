from django.urls import path, re_path

from backend.feedback.api import views_me, views_officer, views_public

urlpatterns = [
    path("report-categories/", views_public.ReportCategoryListView.as_view(), name="report-categories"),
    path("report-photos/", views_public.ReportPhotoUploadView.as_view(), name="report-photos"),
    re_path(
        r"^report-photos/(?P<photo_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<variant>full|thumb)/$",
        views_public.ReportPhotoView.as_view(),
        name="report-photo",
    ),
    path("reports/", views_public.ReportCreateView.as_view(), name="reports"),
    path("reports/track/", views_public.ReportTrackView.as_view(), name="report-track"),
    path("public-reports/", views_public.PublicReportListView.as_view(), name="public-reports"),
    path("public-reports/map/", views_public.ReportMapView.as_view(), name="public-report-map"),
    path("me/reports/", views_me.MyReportListView.as_view(), name="my-reports"),
    path("me/reports/<str:code>/", views_me.MyReportView.as_view(), name="my-report"),
    path("me/reports/<str:code>/comments/", views_me.MyReportCommentView.as_view(), name="my-report-comments"),
    path("me/reports/<str:code>/rating/", views_me.MyReportRatingView.as_view(), name="my-report-rating"),
    path("me/reports/<str:code>/reopen/", views_me.MyReportReopenView.as_view(), name="my-report-reopen"),
    path("me/reports/<str:code>/withdraw/", views_me.MyReportWithdrawView.as_view(), name="my-report-withdraw"),
    path("officer/reports/", views_officer.OfficerReportListView.as_view(), name="officer-reports"),
    path("officer/reports/<str:code>/", views_officer.OfficerReportView.as_view(), name="officer-report"),
    path(
        "officer/reports/<str:code>/transitions/",
        views_officer.OfficerTransitionView.as_view(),
        name="officer-report-transitions",
    ),
    path(
        "officer/reports/<str:code>/publication/",
        views_officer.OfficerPublicationView.as_view(),
        name="officer-report-publication",
    ),
]
