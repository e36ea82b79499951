"""Addresses under /api/v1/."""

from django.urls import path

from notifications.api import alert_views, officer_views, views

urlpatterns = [
    path("devices/", views.DeviceListView.as_view()),
    path("devices/<uuid:device_id>/", views.DeviceDetailView.as_view()),
    path("topics/", views.TopicListView.as_view()),
    path("inbox/", views.InboxListView.as_view()),
    path("inbox/unread-count/", views.InboxUnreadCountView.as_view()),
    path("inbox/read-all/", views.InboxReadAllView.as_view()),
    path("inbox/<uuid:notice_id>/", views.InboxItemView.as_view()),
    path("inbox/<uuid:notice_id>/read/", views.InboxReadView.as_view()),
    path("alerts/", alert_views.AlertListView.as_view()),
    path("alerts/atom/", alert_views.AlertFeedView.as_view()),
    path("alerts/<str:identifier>/", alert_views.AlertCapView.as_view(), name="alert-cap"),
    path("officer/notices/", officer_views.NoticeListView.as_view()),
    path("officer/notices/audience/", officer_views.NoticeAudienceView.as_view()),
    path("officer/notices/<uuid:notice_id>/", officer_views.NoticeDetailView.as_view()),
    path("officer/notices/<uuid:notice_id>/submit/", officer_views.NoticeSubmitView.as_view()),
    path("officer/notices/<uuid:notice_id>/approve/", officer_views.NoticeApproveView.as_view()),
    path("officer/notices/<uuid:notice_id>/reject/", officer_views.NoticeRejectView.as_view()),
    path("officer/notices/<uuid:notice_id>/cancel/", officer_views.NoticeCancelView.as_view()),
]
