from django.urls import path

from backend.news.api.rating_views import ArticleRatingView
from backend.news.api.views import ArticleDetailView, ArticleListView, CategoryListView

urlpatterns = [
    path("news/categories/", CategoryListView.as_view(), name="news-categories"),
    path("news/articles/", ArticleListView.as_view(), name="news-articles"),
    path("news/articles/<slug:slug>/", ArticleDetailView.as_view(), name="news-article"),
    path("news/articles/<slug:slug>/rating/", ArticleRatingView.as_view(), name="news-article-rating"),
]
