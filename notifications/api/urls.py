"""Addresses under /api/v1/."""

from django.urls import path

from notifications.api import inbox_views, officer_views, preference_views, views

urlpatterns = [
    path("devices/", views.DeviceListView.as_view()),
    path("devices/<uuid:device_id>/", views.DeviceDetailView.as_view()),
    path("topics/", views.TopicListView.as_view()),
    path("inbox/", inbox_views.InboxListView.as_view()),
    path("inbox/unread-count/", inbox_views.InboxUnreadCountView.as_view()),
    path("inbox/read-all/", inbox_views.InboxReadAllView.as_view()),
    path("inbox/<uuid:notice_id>/", inbox_views.InboxItemView.as_view()),
    path("inbox/<uuid:notice_id>/read/", inbox_views.InboxReadView.as_view()),
    path("inbox/<uuid:notice_id>/archive/", inbox_views.InboxArchiveView.as_view()),
    path("notification-preferences/", preference_views.PreferencesView.as_view()),
    path("receipts/", preference_views.ReceiptsView.as_view()),
    path("officer/notices/", officer_views.NoticeListView.as_view()),
    path("officer/notices/audience/", officer_views.NoticeAudienceView.as_view()),
    path("officer/notices/<uuid:notice_id>/", officer_views.NoticeDetailView.as_view()),
    path("officer/notices/<uuid:notice_id>/submit/", officer_views.NoticeSubmitView.as_view()),
    path("officer/notices/<uuid:notice_id>/approve/", officer_views.NoticeApproveView.as_view()),
    path("officer/notices/<uuid:notice_id>/reject/", officer_views.NoticeRejectView.as_view()),
    path("officer/notices/<uuid:notice_id>/cancel/", officer_views.NoticeCancelView.as_view()),
]
