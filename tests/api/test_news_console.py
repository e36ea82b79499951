"""The news desk: who sees, changes and publishes what; and that the demo content loads."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from backend.accounts.models import User
from backend.agencies.models import Agency
from backend.common.models import AuditEntry
from backend.news.demo import FILES, load_news
from backend.news.models import Article
from backend.news.workflow import Status
from backend.places.demo import load_places
from backend.places.models import Place
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.news import ArticleFactory, CategoryFactory

pytestmark = pytest.mark.django_db

CHANGES = "admin:news_article_changelist"


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def officer(client: Client, agency: Agency, **capabilities: bool) -> User:
    user = UserFactory(officer=True)
    MembershipFactory(user=user, agency=agency, is_handler=False, **capabilities)
    client.force_login(user, "backend.accounts.backends.IdentifierBackend")
    return user


def form_of(article: Article, **changes: Any) -> dict[str, Any]:
    data = {
        "title": article.title,
        "category": article.category_id,
        "body_html": article.body_html,
        "area_codes": ",".join(article.area_codes),
    }
    return data | changes


def test_an_officer_sees_articles_of_the_own_subtree_alone(client: Client, agency: Agency) -> None:
    officer(client, agency, is_editor=True)
    below = AgencyFactory(parent=agency)
    ArticleFactory(title="Của mình", agency_code=agency.code)
    ArticleFactory(title="Cấp dưới", agency_code=below.code)
    other = ArticleFactory(title="Nơi khác", agency_code=AgencyFactory().code)
    page = client.get(reverse(CHANGES)).content.decode()
    assert "Của mình" in page
    assert "Cấp dưới" in page
    assert "Nơi khác" not in page
    assert client.get(reverse("admin:news_article_change", args=[other.pk])).status_code == 302


def test_a_handler_of_reports_has_no_news_desk(client: Client, agency: Agency) -> None:
    user = UserFactory(officer=True)
    MembershipFactory(user=user, agency=agency)
    client.force_login(user, "backend.accounts.backends.IdentifierBackend")
    assert client.get(reverse(CHANGES)).status_code == 403


def test_the_desk_finds_by_folded_words_and_filters(client: Client, agency: Agency) -> None:
    officer(client, agency, is_editor=True)
    ArticleFactory(title="Mùa cà phê", agency_code=agency.code)
    ArticleFactory(title="Hồ tiêu", agency_code=agency.code)
    page = client.get(reverse(CHANGES), {"q": "ca phe", "status__exact": "published"}).content.decode()
    assert "Mùa cà phê" in page
    assert "Hồ tiêu" not in page


def test_an_editor_writes_a_draft_that_is_sanitised_and_belongs_to_the_agency(
    client: Client, agency: Agency, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    user = officer(client, agency, is_editor=True)
    picture = io.BytesIO()
    Image.new("RGB", (800, 450), "green").save(picture, "PNG")
    upload = SimpleUploadedFile("anh.png", picture.getvalue(), "image/png")
    draft = ArticleFactory.build(title="Tin mới", body_html="<div>a</div><script>x()</script>")
    draft.category = CategoryFactory()
    reply = client.post(reverse("admin:news_article_add"), form_of(draft, cover_upload=upload))
    assert reply.status_code == 302, reply.context["adminform"].form.errors
    article = Article.objects.get()
    assert (article.slug, article.status, article.body_html) == ("tin-moi", Status.DRAFT, "<p>a</p>")
    assert (article.agency_code, article.author_id) == (agency.code, user.pk)
    assert (article.cover_width, article.cover_height) == (800, 450)
    assert AuditEntry.objects.filter(actor=user, action="add", agency_code=agency.code).exists()


def test_a_cover_that_is_no_picture_is_refused_in_the_form(client: Client, agency: Agency) -> None:
    officer(client, agency, is_editor=True)
    draft = ArticleFactory.build(title="Tin mới")
    draft.category = CategoryFactory()
    upload = SimpleUploadedFile("anh.png", b"<svg/>", "image/png")
    reply = client.post(reverse("admin:news_article_add"), form_of(draft, cover_upload=upload))
    assert reply.status_code == 200
    assert "cover_upload" in reply.context["adminform"].form.errors
    assert not Article.objects.exists()


def test_an_editor_neither_publishes_nor_changes_what_is_out(client: Client, agency: Agency) -> None:
    officer(client, agency, is_editor=True)
    draft = ArticleFactory(draft=True, agency_code=agency.code)
    out = ArticleFactory(agency_code=agency.code, title="Đã đăng")
    data = {"action": "publish_selected", "_selected_action": [draft.pk]}
    client.post(reverse(CHANGES), data)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    client.post(reverse("admin:news_article_publish_one", args=[draft.pk]))
    client.get(reverse("admin:news_article_publish_one", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    reply = client.post(reverse("admin:news_article_change", args=[out.pk]), form_of(out, title="Đã sửa"))
    assert reply.status_code == 403
    out.refresh_from_db()
    assert out.title == "Đã đăng"


def test_an_approver_publishes_and_archives(client: Client, agency: Agency) -> None:
    user = officer(client, agency, is_approver=True)
    draft = ArticleFactory(draft=True, agency_code=agency.code)
    client.post(reverse(CHANGES), {"action": "publish_selected", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    client.post(reverse(CHANGES), {"action": "archive_selected", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == Status.ARCHIVED
    assert AuditEntry.objects.filter(actor=user, action="article_published").count() == 1


def test_an_approver_of_one_agency_does_not_publish_for_another(client: Client, agency: Agency) -> None:
    user = officer(client, agency, is_approver=True)
    elsewhere = AgencyFactory()
    MembershipFactory(user=user, agency=elsewhere, is_handler=False, is_editor=True)
    draft = ArticleFactory(draft=True, agency_code=elsewhere.code)
    client.post(reverse(CHANGES), {"action": "publish_selected", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_the_editor_page_needs_no_other_host(client: Client, agency: Agency) -> None:
    officer(client, agency, is_editor=True)
    page = client.get(reverse("admin:news_article_add")).content.decode()
    assert "trix" in page
    assert not [line for line in page.splitlines() if ('src="http' in line or 'href="http' in line)]


def test_headings_survive_the_editor(client: Client, agency: Agency) -> None:
    officer(client, agency, is_editor=True)
    draft = ArticleFactory(draft=True, agency_code=agency.code, body_html="<h2>Mục</h2><p>a</p>")
    page = client.get(reverse("admin:news_article_change", args=[draft.pk]))
    shown = page.context["adminform"].form["body_html"].as_widget()
    assert "&lt;h2&gt;Mục&lt;/h2&gt;" in shown
    client.post(page.request["PATH_INFO"], form_of(draft, body_html="<h2>Mục</h2><div><!--block-->b</div>"))
    draft.refresh_from_db()
    assert draft.body_html == "<h2>Mục</h2><p>b</p>"


def test_only_buttons_for_moves_that_can_be_made_are_shown(client: Client, agency: Agency) -> None:
    officer(client, agency, is_approver=True)
    draft = ArticleFactory(draft=True, agency_code=agency.code)
    page = client.get(reverse("admin:news_article_change", args=[draft.pk])).content.decode()
    names = ("publish_one", "archive_one", "withdraw_one")
    shown = [name for name in names if reverse(f"admin:news_article_{name}", args=[draft.pk]) in page]
    assert shown == ["publish_one", "archive_one"]


def test_a_link_on_another_site_does_not_publish(client: Client, agency: Agency) -> None:
    officer(client, agency, is_approver=True)
    draft = ArticleFactory(draft=True, agency_code=agency.code)
    address = reverse("admin:news_article_publish_one", args=[draft.pk])
    assert client.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert client.get(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED


def test_the_demo_news_and_places_load_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    first = (load_news(), load_places())
    assert first[0] >= 40
    assert first[1] >= 24
    assert (load_news(), load_places()) == (0, 0)
    assert (Article.objects.visible().count(), Place.objects.count()) == first
    assert not Article.objects.filter(title_en="").exists()
    assert not Article.objects.filter(cover_alt="").exists()


def test_the_demo_content_names_units_and_categories_that_exist() -> None:
    data = Path(__file__).resolve().parents[2] / "backend" / "demo" / "data"
    seed = json.loads((data.parents[1] / "areas" / "seed" / "areas.json").read_text())
    codes = {area["code"] for area in seed["areas"]}
    rows = [row for name in FILES for row in json.loads((data / name).read_text())]
    places = json.loads((data / "places.json").read_text())
    assert {code for row in rows for code in row["areas"]} | {row["area_code"] for row in places} - {""} <= codes
