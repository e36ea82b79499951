"""Background work of the news."""

from typing import Any

from celery import shared_task

from backend.common.errors import DomainError
from backend.common.logging import get_logger
from backend.news.fetching import FetchError, fetch
from backend.news.importing import import_feed
from backend.news.models import Category

log = get_logger(__name__)


@shared_task(bind=True, name="news.import_feed", max_retries=4, soft_time_limit=120, ignore_result=True)
def import_feed_task(self: Any, url: str, category: str, agency_code: str = "", publish: bool = False) -> None:
    """Fetch one feed and take it in. Tries again later only when the other side may recover."""
    target = Category.objects.filter(slug=category).first()
    if target is None:
        log.warning("feed_category_gone", category=category)
        return
    try:
        data = fetch(url)
        result = import_feed(data=data, category=target, agency_code=agency_code, publish=publish)
    except FetchError as error:
        if error.is_passing:
            raise self.retry(exc=error, countdown=60 * 2**self.request.retries) from error
        log.warning("feed_refused", url=url, code=error.code)
        return
    except DomainError as error:
        log.warning("feed_refused", url=url, code=error.code)
        return
    log.info("feed_imported", created=result.created, updated=result.updated, wrong=len(result.wrong))
