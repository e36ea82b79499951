"""Addresses under /api/v1/."""

from django.urls import path

from notifications.api import (
    alert_views,
    officer_emergencies,
    officer_insight,
    officer_lists,
    officer_templates,
    officer_views,
    views,
)

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
    path("officer/notices/audience/", officer_insight.NoticeAudienceView.as_view()),
    path("officer/notices/<uuid:notice_id>/", officer_views.NoticeDetailView.as_view()),
    path("officer/notices/<uuid:notice_id>/submit/", officer_views.NoticeSubmitView.as_view()),
    path("officer/notices/<uuid:notice_id>/withdraw/", officer_views.NoticeWithdrawView.as_view()),
    path("officer/notices/<uuid:notice_id>/approve/", officer_views.NoticeApproveView.as_view()),
    path("officer/notices/<uuid:notice_id>/reject/", officer_views.NoticeRejectView.as_view()),
    path("officer/notices/<uuid:notice_id>/cancel/", officer_views.NoticeCancelView.as_view()),
    path("officer/notices/<uuid:notice_id>/arm/", officer_emergencies.NoticeArmView.as_view()),
    path("officer/notices/<uuid:notice_id>/send-emergency/", officer_emergencies.NoticeSendEmergencyView.as_view()),
    path("officer/notices/<uuid:notice_id>/disarm/", officer_emergencies.NoticeDisarmView.as_view()),
    path("officer/notices/<uuid:notice_id>/test/", officer_emergencies.NoticeTestView.as_view()),
    path("officer/notices/<uuid:notice_id>/preview/", officer_insight.NoticePreviewView.as_view()),
    path("officer/notices/<uuid:notice_id>/pulse/", officer_insight.NoticePulseView.as_view()),
    path("officer/notices/<uuid:notice_id>/pulse/csv/", officer_insight.NoticePulseCsvView.as_view()),
    path("officer/audience-lists/", officer_lists.AudienceListsView.as_view()),
    path("officer/audience-lists/<uuid:list_id>/", officer_lists.AudienceListView.as_view()),
    path("officer/notice-templates/", officer_templates.TemplateListView.as_view()),
    path("officer/notice-templates/<uuid:template_id>/", officer_templates.TemplateView.as_view()),
]
