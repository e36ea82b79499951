"""People for tests. Without `password=` nobody can log in as them, which saves an argon2 hash a user."""

from typing import Any

import factory
from rest_framework.test import APIClient

from backend.accounts.models import ConsentPurpose, Role, User
from backend.accounts.sessions import Client, session_open
from backend.accounts.tokens import TokenPair

PASSWORD = "Rừng-thông-Đắk-Nông-26"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    phone = factory.Sequence(lambda n: f"+8490{n:07d}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")

    class Params:
        officer = factory.Trait(role=Role.OFFICER, email=factory.Sequence(lambda n: f"can.bo{n}@test.vn"))
        administrator = factory.Trait(role=Role.ADMINISTRATOR, email=factory.Sequence(lambda n: f"quan.tri{n}@test.vn"))

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(**kwargs)


class ConsentPurposeFactory(factory.django.DjangoModelFactory[ConsentPurpose]):
    class Meta:
        model = ConsentPurpose

    slug = factory.Sequence(lambda n: f"purpose-{n}")
    title = factory.Sequence(lambda n: f"Mục đích {n}")
    text = "Cho phép xử lý dữ liệu cho mục đích này."


def tokens_of(user: User, **client: str) -> TokenPair:
    """A new session of `user`, without the login request."""
    return session_open(user=user, client=Client(**client))


def api_client(user: User | None = None) -> APIClient:
    """A client that sends `user`'s access token, or a guest."""
    client = APIClient()
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens_of(user).access}")
    return client
