from django.urls import path

from backend.news.feeds import atom_feed, rss_feed

urlpatterns = [
    path("news.rss", rss_feed, name="news-rss"),
    path("news.atom", atom_feed, name="news-atom"),
]
