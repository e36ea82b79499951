"""What a client learns of its own account and key."""

from typing import Any

from rest_framework import serializers

from backend.machines.scopes import Scope


class MachineAgencySerializer(serializers.Serializer[Any]):
    """The agency that a machine account acts for."""

    code = serializers.CharField(help_text="As in the list of agencies.")
    name = serializers.CharField(help_text="In the language asked for.")


class MachineKeySerializer(serializers.Serializer[Any]):
    """A key, as far as it may be told."""

    public_id = serializers.CharField(help_text="The eight characters after `dkc_`, by which the console lists it.")
    note = serializers.CharField(help_text="Where it is kept, as whoever issued it has noted.")
    created_at = serializers.DateTimeField(help_text="When it was issued.")
    expires_at = serializers.DateTimeField(help_text="From then on the key gets 401 `key_expired`.")
    last_used_at = serializers.DateTimeField(
        allow_null=True, help_text="The last use before this minute; null if this is the first."
    )


class MachineAccountSerializer(serializers.Serializer[Any]):
    """A client of another system, and the key that it came with."""

    id = serializers.UUIDField(help_text="Of the account.")
    name = serializers.CharField(help_text="As the administrator named it.")
    agency = MachineAgencySerializer(help_text="The agency that it acts for, with all below it.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), help_text="What it may do.")
    key = MachineKeySerializer(help_text="The key of this very request.")
