"""Ratings of articles over HTTP: one a person, or a guest's device; the sum is what counting them gives."""

from __future__ import annotations

import hashlib
import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.accounts.services import user_delete
from backend.news.models import Article, ArticleRating, ArticleScore
from backend.news.ratings import Rater, article_opinion, article_rate
from backend.news.services import article_update, article_withdraw
from tests.factories.accounts import UserFactory, api_client
from tests.factories.news import ArticleFactory
from tests.factories.notifications import DeviceFactory

SECRET = "bi-mat-cua-may"


def path(article: Article) -> str:
    return f"/api/v1/news/articles/{article.slug}/rating/"


def rated(client: APIClient, article: Article, score: int) -> dict[str, Any]:
    reply = client.put(path(article), {"score": score})
    assert reply.status_code == 200, reply.content
    return dict(reply.json())


def guest() -> APIClient:
    """A guest on a device of their own."""
    device = DeviceFactory.create(secret_hash=hashlib.sha256(SECRET.encode()).hexdigest())
    client = APIClient()
    client.credentials(HTTP_X_DEVICE_ID=str(device.pk), HTTP_X_DEVICE_SECRET=SECRET)
    return client


def sums_are_right() -> bool:
    """Whether what is kept is what counting says, for every article."""
    counted = ArticleRating.objects.values("article").annotate(n=Count("id"), total=Sum("score"))
    right = {row["article"]: (row["n"], row["total"]) for row in counted}
    kept = {score.pk: (score.ratings, score.total) for score in ArticleScore.objects.filter(ratings__gt=0)}
    return kept == right and not ArticleScore.objects.filter(ratings=0, total__gt=0).exists()


@pytest.mark.django_db
class TestRating:
    def test_an_article_that_nobody_has_rated_has_no_average(self) -> None:
        reply = api_client(UserFactory.create()).get(path(ArticleFactory.create()))
        assert (reply.status_code, reply.json()) == (200, {"average": None, "count": 0, "mine": None})

    def test_a_second_score_takes_the_place_of_the_first(self) -> None:
        article, client = ArticleFactory.create(), api_client(UserFactory.create())
        assert rated(client, article, 2) == {"average": 2.0, "count": 1, "mine": 2}
        assert rated(client, article, 5) == {"average": 5.0, "count": 1, "mine": 5}
        assert rated(client, article, 5) == client.get(path(article)).json()
        assert sums_are_right()

    def test_people_and_guests_on_their_devices_count_alike_and_each_sees_their_own(self) -> None:
        article, person, one, other = ArticleFactory.create(), api_client(UserFactory.create()), guest(), guest()
        rated(person, article, 5)
        rated(one, article, 4)
        assert rated(other, article, 4) == {"average": 4.3, "count": 3, "mine": 4}
        assert [client.get(path(article)).json()["mine"] for client in (person, one, other)] == [5, 4, 4]
        assert sums_are_right()

    def test_nobody_rates_without_a_token_or_a_devices_secret(self) -> None:
        article, wrong = ArticleFactory.create(), guest()
        wrong.credentials(HTTP_X_DEVICE_ID=str(uuid.uuid4()), HTTP_X_DEVICE_SECRET=SECRET)
        for client, code in ((APIClient(), "not_authenticated"), (wrong, "device_unknown")):
            for reply in (client.get(path(article)), client.put(path(article), {"score": 3})):
                assert (reply.status_code, reply.json()["code"]) == (401, code)
        assert not ArticleRating.objects.exists()

    @pytest.mark.parametrize("score", [0, 6, None, "many", 2.5])
    def test_a_score_is_a_whole_number_from_one_to_five(self, score: Any) -> None:
        article = ArticleFactory.create()
        reply = api_client(UserFactory.create()).put(path(article), {"score": score})
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, "score")
        assert not ArticleScore.objects.exists()

    def test_what_is_not_shown_cannot_be_rated(self) -> None:
        article, client = ArticleFactory.create(), api_client(UserFactory.create())
        rated(client, article, 4)
        article_withdraw(article=article)
        for reply in (client.get(path(article)), client.put(path(article), {"score": 3})):
            assert (reply.status_code, reply.json()["code"]) == (404, "article_not_found")

    def test_an_editor_who_saves_the_article_takes_no_rating_with_it(self) -> None:
        article, client = ArticleFactory.create(), api_client(UserFactory.create())
        read_before = Article.objects.get(pk=article.pk)
        rated(client, article, 4)
        article_update(article=read_before, title="Tiêu đề mới")
        assert client.get(path(article)).json() == {"average": 4.0, "count": 1, "mine": 4}

    def test_reading_costs_the_same_however_many_have_rated(self) -> None:
        article = ArticleFactory.create()
        for _ in range(5):
            article_rate(slug=article.slug, rater=Rater(device_id=uuid.uuid4()), score=3)
        with CaptureQueriesContext(connection) as asked:
            article_opinion(slug=article.slug, rater=Rater(device_id=uuid.uuid4()))
        assert len(asked) == 2

    def test_a_rating_belongs_to_a_person_or_to_a_device_and_not_to_both(self) -> None:
        article, user = ArticleFactory.create(), UserFactory.create()
        for owner in ({}, {"user": user, "device_id": uuid.uuid4()}):
            with pytest.raises(IntegrityError, match="news_rating_by_one"), transaction.atomic():
                ArticleRating.objects.create(article=article, score=3, **owner)


@pytest.mark.django_db
def test_a_persons_ratings_go_with_the_account_and_the_others_stay() -> None:
    user, other = UserFactory.create(), UserFactory.create()
    articles = [ArticleFactory.create() for _ in range(3)]
    for article in articles:
        rated(api_client(user), article, 1)
    rated(api_client(other), articles[0], 5)
    user_delete(user=user, by=user)
    assert not ArticleRating.objects.filter(user=user).exists()
    shown = [api_client(other).get(path(article)).json() for article in articles]
    assert shown[0] == {"average": 5.0, "count": 1, "mine": 5}
    assert shown[1] == shown[2] == {"average": None, "count": 0, "mine": None}
    assert sums_are_right()


@pytest.mark.django_db(transaction=True)
def test_many_who_rate_and_one_who_leaves_at_once_lose_no_score() -> None:
    articles = [ArticleFactory.create() for _ in range(3)]
    leaving = [UserFactory.create() for _ in range(2)]
    raters = [Rater(device_id=uuid.uuid4()) for _ in range(4)] + [Rater(user_id=user.pk) for user in leaving]

    def rate(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(12):
                slug = chance.choice(articles).slug
                article_rate(slug=slug, rater=chance.choice(raters[:4]), score=chance.randint(1, 5))
        finally:
            connection.close()

    def leave(user: Any) -> None:
        try:
            user_delete(user=user, by=user)
        finally:
            connection.close()

    for article in articles:
        for rater in raters:
            article_rate(slug=article.slug, rater=rater, score=3)
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(rate, seed) for seed in range(4)] + [pool.submit(leave, user) for user in leaving]
        for act in done:
            act.result(timeout=60)
    assert sums_are_right()
    assert ArticleRating.objects.count() == 3 * 4
