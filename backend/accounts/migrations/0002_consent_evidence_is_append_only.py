"""Consent evidence cannot be changed or deleted, whoever is connected: the database itself refuses."""

from django.db import migrations

FORBID = """
CREATE FUNCTION accounts_consent_is_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'consent evidence is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_consentrecord_append_only BEFORE UPDATE OR DELETE ON accounts_consentrecord
    FOR EACH ROW EXECUTE FUNCTION accounts_consent_is_evidence();
"""
ALLOW = """
DROP TRIGGER accounts_consentrecord_append_only ON accounts_consentrecord;
DROP FUNCTION accounts_consent_is_evidence();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
