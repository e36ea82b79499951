"""Places for tests."""

import factory

from backend.places.models import Place


class PlaceFactory(factory.django.DjangoModelFactory[Place]):
    class Meta:
        model = Place

    slug = factory.Sequence(lambda n: f"diem-{n}")
    name = factory.Sequence(lambda n: f"Điểm đến {n}")
    category = "lake"
    latitude = 12.0
    longitude = 107.7
