"""Agencies for tests. `load_agencies` brings the demo province's whole tree; the factories the smallest valid ones."""

from datetime import time

import factory

from backend.agencies.models import Agency, AgencyDuty, EmergencyNumber, Membership, Office, OpeningHours
from backend.agencies.services import agencies_load
from tests.factories.accounts import UserFactory


def load_agencies() -> None:
    agencies_load()


class AgencyFactory(factory.django.DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"T{n // 1000:02d}.{n % 1000}")
    name = factory.Sequence(lambda n: f"Cơ quan {n}")
    kind = "department"


class AgencyDutyFactory(factory.django.DjangoModelFactory[AgencyDuty]):
    class Meta:
        model = AgencyDuty

    agency = factory.SubFactory(AgencyFactory)


class OfficeFactory(factory.django.DjangoModelFactory[Office]):
    class Meta:
        model = Office
        skip_postgeneration_save = True

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Trụ sở {n}")
    address = "Số 1 đường 23 Tháng 3, phường Bắc Gia Nghĩa"

    @factory.post_generation
    def weekdays(self, create: bool, extracted: bool | None, **_kwargs: object) -> None:
        """`weekdays=True`: 07:30–11:30 and 13:30–17:00 from Monday to Friday."""
        if extracted:
            for day in range(1, 6):
                OpeningHours.objects.create(office=self, weekday=day, opens=time(7, 30), closes=time(11, 30))
                OpeningHours.objects.create(office=self, weekday=day, opens=time(13, 30), closes=time(17, 0))


class EmergencyNumberFactory(factory.django.DjangoModelFactory[EmergencyNumber]):
    class Meta:
        model = EmergencyNumber

    number = factory.Sequence(lambda n: f"19{n:02d}")
    name = "Đường dây nóng"


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory, officer=True)
    agency = factory.SubFactory(AgencyFactory)
    is_handler = True
