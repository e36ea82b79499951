"""Shapes of requests and replies. Nothing is decided here."""

from typing import Any, ClassVar

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
    """An account, as its owner sees it."""

    role = serializers.ChoiceField(
        choices=PEOPLES_ROLES,
        read_only=True,
        help_text="What the person may do at all; officers' agencies decide the rest.",
    )

    class Meta:
        model = User
        fields = ("id", "phone", "email", "full_name", "role", "language", "area_codes", "created_at")
        read_only_fields = fields
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Stays the same for as long as the account exists."},
            "phone": {"help_text": "In E.164, such as `+84900000101`; null for who signs in by e-mail."},
            "email": {"help_text": "Null if there is none."},
            "full_name": {"help_text": "As the person wrote it."},
            "language": {"help_text": "In which pushes and messages are written to the person."},
            "area_codes": {"help_text": "Units of today whose notices the person gets; empty for none."},
            "created_at": {"help_text": "When the account was made."},
        }


class ProfileUpdateSerializer(serializers.Serializer[User]):
    """What is to be changed of the own profile; what is left out stays."""

    full_name = NameField(required=False, help_text="At least two letters.")
    language = serializers.ChoiceField(
        choices=Language.choices, required=False, help_text="In which pushes and messages are written."
    )
    area_codes = serializers.ListField(
        child=serializers.CharField(max_length=10),
        max_length=20,
        required=False,
        help_text="Units whose notices the person wants; replaces the list. Former units become those of today.",
    )


class PasswordConfirmSerializer(serializers.Serializer[Any]):
    """Proof that it is the person who asks, and not who found their phone."""

    password = PasswordField(help_text="The present password.")


class OneTimeCodeSerializer(serializers.Serializer[Any]):
    """Asks for a one-time code."""

    phone = PhoneField(help_text="Vietnamese (0…) or international (+84…); the message goes there.")
    purpose = serializers.ChoiceField(
        choices=CodePurpose.choices, help_text="What the code is for; it is good for nothing else."
    )


class OneTimeCodeSentSerializer(serializers.Serializer[Any]):
    """What is known of a code that was asked for."""

    expires_in = serializers.IntegerField(help_text="Seconds for which the code is good.")
    resend_after = serializers.IntegerField(help_text="Seconds before another one may be asked for.")


class RegisterSerializer(serializers.Serializer[Any]):
    """A new account."""

    phone = PhoneField(help_text="The phone that the code went to.")
    code = DigitsField()
    password = PasswordField(
        help_text="8 to 256 characters, not digits alone, not a common one, not like name or phone."
    )
    full_name = NameField(help_text="At least two letters.")
    language = serializers.ChoiceField(
        choices=Language.choices, default=Language.VIETNAMESE, help_text="In which pushes and messages are written."
    )
    device_name = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Shown in the list of sessions."
    )


class LoginSerializer(serializers.Serializer[Any]):
    """Credentials."""

    identifier = serializers.CharField(max_length=254, help_text="Phone (0… or +84…) or e-mail.")
    password = PasswordField(help_text="As it was chosen; spaces at its ends are part of it.")
    device_name = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Shown in the list of sessions."
    )
    end_other_sessions = serializers.BooleanField(
        required=False, default=False, help_text="Signs the person out everywhere else: for a lost phone."
    )


class RefreshSerializer(serializers.Serializer[Any]):
    """A refresh token."""

    refresh = serializers.CharField(max_length=2000, help_text="The newest refresh token of the session.")


class TokenPairSerializer(serializers.Serializer[Any]):
    """A pair of tokens of one session."""

    access = serializers.CharField(help_text="Good for 15 minutes.")
    refresh = serializers.CharField(help_text="Good for 30 days and for one use.")


class SignedInSerializer(TokenPairSerializer):
    """A pair of tokens, and whom they belong to."""

    user = UserSerializer()


class PasswordChangeSerializer(serializers.Serializer[Any]):
    """A change of password by who knows the present one."""

    old_password = PasswordField(help_text="The present password.")
    new_password = PasswordField(
        help_text="8 to 256 characters, not digits alone, not a common one, not like name or phone."
    )


class PasswordResetSerializer(serializers.Serializer[Any]):
    """A new password for who has the phone."""

    phone = PhoneField(help_text="The phone that the code went to.")
    code = DigitsField()
    new_password = PasswordField(
        help_text="8 to 256 characters, not digits alone, not a common one, not like name or phone."
    )


class SessionSerializer(serializers.ModelSerializer[Session]):
    """One sign-in that is still good."""

    current = serializers.SerializerMethodField(help_text="The session of this very request.")

    class Meta:
        model = Session
        fields = ("id", "device_name", "ip", "created_at", "last_used_at", "current")
        read_only_fields = fields
        extra_kwargs: ClassVar = {
            "id": {"help_text": "End the session by it."},
            "device_name": {"help_text": "As the app named it at sign-in; may be empty."},
            "ip": {"help_text": "The address that it was last used from; null if unknown."},
            "created_at": {"help_text": "When the person signed in."},
            "last_used_at": {"help_text": "The last refresh of its tokens."},
        }

    def get_current(self, session: Session) -> bool:
        return bool(session.pk == self.context["session_id"])


class ConsentSerializer(serializers.Serializer[Any]):
    """One purpose that the person is asked about, and how they decided."""

    purpose = serializers.CharField(help_text="Name it in `record_consent`.")
    granted = serializers.BooleanField(help_text="False where nothing was ever decided: silence is no consent.")
    text_version = serializers.IntegerField(help_text="The wording asked about now; send it back with the decision.")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="Null where nothing was ever decided.")
    title = serializers.CharField(help_text="In the language asked for.")
    description = serializers.CharField(help_text="The wording to show, in the language asked for.")


class ConsentDecisionSerializer(serializers.Serializer[Any]):
    """One decision."""

    purpose = serializers.SlugField(max_length=50, help_text="As in the list of consents.")
    granted = serializers.BooleanField(help_text="True to agree, false to withdraw.")
    text_version = serializers.IntegerField(
        min_value=1, max_value=32767, help_text="The version of the wording that was shown to the person."
    )


class HeldField(serializers.ListField):
    """Entries of a part of the export: each subject's own, to be read and not to be programmed with."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.DictField(child=serializers.JSONField()), **kwargs)


class PersonalDataSerializer(serializers.Serializer[Any]):
    """Everything that is held about a person."""

    exported_at = serializers.DateTimeField(help_text="When it was put together.")
    profile = serializers.DictField(child=serializers.JSONField(), help_text="The account itself.")
    consents = HeldField(help_text="Every decision ever made, with the wording that it was about.")
    sessions = HeldField(help_text="Where the person is or was signed in, in the last months.")
    codes = HeldField(help_text="One-time codes asked for in the last days; their digits are kept nowhere.")
    activity = HeldField(help_text="What the audit trail says of the person and of the account.")
    devices = HeldField(help_text="Installations of the app, with what they follow.")
    preferences = serializers.DictField(
        child=serializers.JSONField(), allow_null=True, help_text="What is turned off; null if nothing ever was."
    )
    notices = HeldField(help_text="Notices to this person alone, and marks on those that they have read.")
    reports = HeldField(help_text="Reports that were sent signed in, with their whole history.")
    dossiers = HeldField(help_text="Dossiers of the person's own phone, and those that they follow.")
    ratings = HeldField(help_text="What the person said of articles.")
