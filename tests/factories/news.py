"""Articles for tests: a published one an hour old, unless a trait says otherwise."""

from datetime import timedelta

import factory
from django.utils import timezone

from backend.news.models import Article, Category
from backend.news.workflow import Status


class CategoryFactory(factory.django.DjangoModelFactory[Category]):
    class Meta:
        model = Category
        django_get_or_create = ("slug",)

    slug = "tin-tuc"
    name = "Tin tức"
    name_en = "News"


class ArticleFactory(factory.django.DjangoModelFactory[Article]):
    class Meta:
        model = Article

    slug = factory.Sequence(lambda n: f"bai-{n}")
    title = factory.Sequence(lambda n: f"Bài viết số {n}")
    category = factory.SubFactory(CategoryFactory)
    status = Status.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))

    class Params:
        draft = factory.Trait(status=Status.DRAFT, published_at=None)
        scheduled = factory.Trait(published_at=factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1)))
        expired = factory.Trait(expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)))
        warning = factory.Trait(warning_level=3)
        illustrated = factory.Trait(
            cover="public/news/x.jpg",
            cover_thumb="public/news/x.thumb.jpg",
            cover_width=1280,
            cover_height=720,
            cover_alt="Đồi cà phê",
            cover_alt_en="Coffee hills",
        )
