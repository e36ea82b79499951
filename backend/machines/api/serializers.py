"""What a client learns of its own account and key."""

from typing import Any

from rest_framework import serializers

from backend.machines.scopes import Scope


class MachineAgencySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class MachineKeySerializer(serializers.Serializer[Any]):
    public_id = serializers.CharField(help_text="The eight characters after `dkc_`, by which the console lists it.")
    note = serializers.CharField(help_text="Where it is kept, as whoever issued it has noted.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="From then on the key gets 401 `key_expired`.")
    last_used_at = serializers.DateTimeField(
        allow_null=True, help_text="The last use before this minute; null if this is the first."
    )


class MachineAccountSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    agency = MachineAgencySerializer(help_text="The agency that it acts for, with all below it.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), help_text="What it may do.")
    key = MachineKeySerializer(help_text="The key of this very request.")
