"""Reports for tests: the smallest valid ones, always the same."""

import io
from datetime import timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from backend.agencies.models import Agency
from backend.feedback.codes import code_make
from backend.feedback.models import Report, ReportCategory, ReportEvent, ReportPhoto


class ReportCategoryFactory(factory.django.DjangoModelFactory[ReportCategory]):
    class Meta:
        model = ReportCategory
        django_get_or_create = ("slug",)

    slug = "roads"
    name = "Đường sá, cầu cống"
    name_en = "Roads and bridges"
    response_days = 5
    order = factory.Sequence(lambda n: n)

    class Params:
        urgent = factory.Trait(slug="disaster", is_urgent=True, response_hours=4)
        excluded = factory.Trait(
            slug="complaint", excluded_notice="Xin đến Trụ sở tiếp công dân.", excluded_notice_en="Please visit."
        )


class ReportFactory(factory.django.DjangoModelFactory[Report]):
    class Meta:
        model = Report

    code = factory.Sequence(lambda n: code_make(timezone.now(), n % 100_000))
    category = factory.SubFactory(ReportCategoryFactory)
    text = "Ổ gà sâu trước cổng trường, nhiều xe đã ngã."
    place_text = "đường Lê Duẩn"
    area_code = "24617"
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=5))


class ReportEventFactory(factory.django.DjangoModelFactory[ReportEvent]):
    class Meta:
        model = ReportEvent

    report = factory.SubFactory(ReportFactory)
    to_status = "new"


class ReportPhotoFactory(factory.django.DjangoModelFactory[ReportPhoto]):
    class Meta:
        model = ReportPhoto

    width = 64
    height = 48
    image = factory.LazyFunction(lambda: ContentFile(picture_bytes("JPEG"), name="photo.jpg"))


def agency_make(code: str = "H16.31", *, parent: Agency | None = None, **values: Any) -> Agency:
    """An agency that answers for nothing yet."""
    return Agency.objects.create(code=code, name=values.pop("name", f"Cơ quan {code}"), kind="agency", parent=parent)


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A real picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (120, 60, 30)).save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes("JPEG") if data is None else data, content_type="image/jpeg")
