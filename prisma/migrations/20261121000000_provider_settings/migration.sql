ALTER TABLE "providers"
    ADD COLUMN "models" TEXT[] DEFAULT '{}',
    ADD COLUMN "encrypted_headers" BYTEA,
    ADD COLUMN "api_version" TEXT,
    ADD COLUMN "last_test" JSONB;

-- The kind is now the one for servers without an entry of their own.
UPDATE "providers" SET "kind" = 'custom' WHERE "kind" = 'openai-compatible';

ALTER TABLE "api_keys"
    ADD COLUMN "allowed_models" TEXT[] DEFAULT '{}',
    ADD COLUMN "allowed_providers" TEXT[] DEFAULT '{}';

-- What a key may use is cached with it.
DROP TRIGGER api_keys_announce ON api_keys;
CREATE TRIGGER api_keys_announce
    AFTER INSERT OR DELETE OR UPDATE OF hash, project_id, scopes, revoked_at, allowed_models, allowed_providers ON api_keys
    FOR EACH ROW EXECUTE FUNCTION prysm_announce_key();

-- The result of a test changes no call.
DROP TRIGGER providers_announce ON providers;
CREATE TRIGGER providers_announce
    AFTER INSERT OR DELETE OR UPDATE OF project_id, name, kind, base_url, encrypted_credential, default_model, models, encrypted_headers, api_version ON providers
    FOR EACH ROW EXECUTE FUNCTION prysm_announce_provider();
