"""The news for feed readers and other sites: RSS 2.0 and Atom, by category and language, with an ETag."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _

from backend.common.i18n import LANGUAGES, pick
from backend.news.models import Article, Category
from backend.news.selectors import articles_for_feed

MAX_AGE = 300


class NewsFeed(Feed):
    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Category | None:
        slug = request.GET.get("category", "").replace("\x00", "")
        if not slug:
            return None
        category = Category.objects.filter(slug=slug).first()
        if category is None:
            raise Http404(_("There is no such news category."))
        return category

    def title(self, category: Category | None) -> str:
        name = _("DAKNONG-C: news of Đắk Nông")
        return f"{name}: {pick(category, 'name')}" if category else name

    def description(self, category: Category | None) -> str:
        return _("News and warnings for the people of Đắk Nông.")

    def link(self, category: Category | None) -> str:
        return f"{settings.PUBLIC_URL}/"

    def feed_copyright(self, category: Category | None) -> str:
        return _("Free to reuse with the source named.")

    def items(self, category: Category | None) -> Sequence[Article]:
        return list(articles_for_feed(category=category.slug if category else ""))

    def item_title(self, item: Article) -> str:
        return pick(item, "title")

    def item_description(self, item: Article) -> str:
        return pick(item, "summary")

    def item_link(self, item: Article) -> str:
        return item.source_url or f"{settings.PUBLIC_URL}/api/v1/news/articles/{item.slug}/"

    def item_guid(self, item: Article) -> str:
        return f"urn:daknong-c:article:{item.pk}"

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated_at

    def item_author_name(self, item: Article) -> str:
        return item.author_name

    def item_categories(self, item: Article) -> list[str]:
        return [pick(item.category, "name")]


class NewsAtomFeed(NewsFeed):
    feed_type = Atom1Feed

    def subtitle(self, category: Category | None) -> str:
        return self.description(category)


def rss_feed(request: HttpRequest) -> HttpResponse:
    return _feed_response(request, NewsFeed())


def atom_feed(request: HttpRequest) -> HttpResponse:
    return _feed_response(request, NewsAtomFeed())


def _feed_response(request: HttpRequest, feed: NewsFeed) -> HttpResponse:
    """The feed in `?lang=` (else Vietnamese: a feed reader's Accept-Language says little), or 304."""
    wanted = request.GET.get("lang", "")
    with translation.override(wanted if wanted in LANGUAGES else "vi"):
        response = feed(request)
    etag = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())
    if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        response = HttpResponse(status=304)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
