"""Shapes of requests and replies. Nothing is decided here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.accounts.api.fields import NameField, PhoneField
from backend.accounts.models import PEOPLES_ROLES, CodePurpose, Language, Session, User


class PasswordField(serializers.CharField):
    """Taken as it is: spaces at its ends are part of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=256, style={"input_type": "password"}, **kwargs)


class DigitsField(serializers.RegexField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[0-9]{6}\Z", help_text=_("The six digits of the message."), **kwargs)


class UserSerializer(serializers.ModelSerializer[User]):
    role = serializers.ChoiceField(choices=PEOPLES_ROLES, read_only=True)

    class Meta:
        model = User
        fields = ("id", "phone", "email", "full_name", "role", "language", "area_codes", "created_at")
        read_only_fields = fields


class MeUpdateSerializer(serializers.Serializer[User]):
    full_name = NameField(required=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    area_codes = serializers.ListField(child=serializers.CharField(max_length=10), max_length=20, required=False)


class PasswordConfirmSerializer(serializers.Serializer[Any]):
    password = PasswordField()


class OtpRequestSerializer(serializers.Serializer[Any]):
    phone = PhoneField()
    purpose = serializers.ChoiceField(choices=CodePurpose.choices)


class OtpReplySerializer(serializers.Serializer[Any]):
    expires_in = serializers.IntegerField(help_text="Seconds for which the code is good.")
    resend_after = serializers.IntegerField(help_text="Seconds before another one may be asked for.")


class RegisterSerializer(serializers.Serializer[Any]):
    phone = PhoneField()
    code = DigitsField()
    password = PasswordField()
    full_name = NameField()
    language = serializers.ChoiceField(choices=Language.choices, default=Language.VIETNAMESE)
    device_name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class LoginSerializer(serializers.Serializer[Any]):
    identifier = serializers.CharField(max_length=254, help_text="Phone (0… or +84…) or e-mail.")
    password = PasswordField()
    device_name = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Shown in the list of sessions."
    )


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=2000)


class TokenPairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField(help_text="Good for 15 minutes.")
    refresh = serializers.CharField(help_text="Good for 30 days and for one use.")


class SignedInSerializer(TokenPairSerializer):
    user = UserSerializer()


class PasswordChangeSerializer(serializers.Serializer[Any]):
    old_password = PasswordField()
    new_password = PasswordField()


class PasswordResetSerializer(serializers.Serializer[Any]):
    phone = PhoneField()
    code = DigitsField()
    new_password = PasswordField()


class SessionSerializer(serializers.ModelSerializer[Session]):
    current = serializers.SerializerMethodField(help_text="The session of this very request.")

    class Meta:
        model = Session
        fields = ("id", "device_name", "ip", "created_at", "last_used_at", "current")
        read_only_fields = fields

    def get_current(self, session: Session) -> bool:
        return bool(session.pk == self.context["session_id"])


class ConsentSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField()
    granted = serializers.BooleanField(help_text="False where nothing was ever decided: silence is no consent.")
    text_version = serializers.IntegerField(help_text="The wording asked about now; send it back with the decision.")
    decided_at = serializers.DateTimeField(allow_null=True)
    title = serializers.CharField()
    description = serializers.CharField()


class ConsentDecisionSerializer(serializers.Serializer[Any]):
    purpose = serializers.SlugField(max_length=50)
    granted = serializers.BooleanField()
    text_version = serializers.IntegerField(min_value=1, max_value=32767)
