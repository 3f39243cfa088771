-- Control plane (mirrors schema.prisma) ------------------------------------------------------

CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'member', 'viewer');

CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "image" TEXT,
    "password_hash" TEXT,
    "email_verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

CREATE TABLE "accounts" (
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "accounts_pkey" PRIMARY KEY ("provider", "provider_account_id"),
    CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");

CREATE TABLE "memberships" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id", "user_id"),
    CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "default_provider" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "projects_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "projects_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "projects_organization_id_slug_key" ON "projects"("organization_id", "slug");

CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "api_keys_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");
CREATE INDEX "api_keys_project_id_created_at_idx" ON "api_keys"("project_id", "created_at");

CREATE TABLE "providers" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "encrypted_credential" BYTEA,
    "credential_hint" TEXT,
    "default_model" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "providers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "providers_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "providers_project_id_name_key" ON "providers"("project_id", "name");

CREATE TABLE "audit_log" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "project_id" UUID,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "target_id" TEXT,
    "details" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_log_organization_id_created_at_idx" ON "audit_log"("organization_id", "created_at");

-- Every change that a gateway process caches is announced on commit, whoever makes it, so that no
-- writer can forget: a revoked key is refused within a second in every process.

CREATE FUNCTION prysm_announce_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('prysm_invalidate', 'key:' || COALESCE(NEW.hash, OLD.hash));
    RETURN NULL;
END $$;
-- last_used_at is bookkeeping: announcing it would empty the caches all day.
CREATE TRIGGER api_keys_announce AFTER INSERT OR DELETE OR UPDATE OF hash, project_id, scopes, revoked_at ON api_keys
    FOR EACH ROW EXECUTE FUNCTION prysm_announce_key();

CREATE FUNCTION prysm_announce_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('prysm_invalidate', 'project:' || COALESCE(NEW.id, OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER projects_announce AFTER UPDATE OR DELETE ON projects
    FOR EACH ROW EXECUTE FUNCTION prysm_announce_project();

CREATE FUNCTION prysm_announce_provider() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('prysm_invalidate', 'project:' || COALESCE(NEW.project_id, OLD.project_id));
    RETURN NULL;
END $$;
CREATE TRIGGER providers_announce AFTER INSERT OR UPDATE OR DELETE ON providers
    FOR EACH ROW EXECUTE FUNCTION prysm_announce_provider();

-- Trace store ---------------------------------------------------------------------------------

-- Narrow: what lists, filters and charts need. Durations are microseconds, money is pico-USD.
-- Partitioned by id: a UUIDv7 starts with its time, so one range prunes by id and by time alike.
CREATE TABLE traces (
    project_id          UUID        NOT NULL,
    id                  UUID        NOT NULL,
    created_at          TIMESTAMPTZ(3) NOT NULL,
    key_id              UUID,
    endpoint            TEXT        NOT NULL,
    kind                TEXT        NOT NULL DEFAULT 'llm',
    run_id              TEXT        NOT NULL,
    span_id             TEXT,
    parent_span_id      TEXT,
    client_request_id   TEXT,
    status              TEXT        NOT NULL,
    http_status         SMALLINT,
    error_type          TEXT,
    error_code          TEXT,
    error_message       TEXT,
    provider            TEXT,
    model_requested     TEXT,
    model               TEXT,
    is_stream           BOOLEAN     NOT NULL,
    latency_us          BIGINT      NOT NULL,
    ttft_us             BIGINT,
    upstream_us         BIGINT,
    overhead_us         BIGINT,
    prompt_tokens       BIGINT,
    completion_tokens   BIGINT,
    total_tokens        BIGINT,
    cached_tokens       BIGINT,
    cache_write_tokens  BIGINT,
    reasoning_tokens    BIGINT,
    usage_estimated     BOOLEAN     NOT NULL DEFAULT false,
    cost_pico_usd       BIGINT,
    finish_reason       TEXT,
    end_user_id         TEXT,
    session_id          TEXT,
    session_name        TEXT,
    metadata            JSONB,
    tags                TEXT[]      NOT NULL DEFAULT '{}',
    attempts            JSONB       NOT NULL DEFAULT '[]',
    tool_calls          JSONB,
    warnings            TEXT[]      NOT NULL DEFAULT '{}',
    prompt_preview      TEXT,
    completion_preview  TEXT,
    PRIMARY KEY (project_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX traces_run_idx     ON traces (project_id, run_id, id);
CREATE INDEX traces_session_idx ON traces (project_id, session_id, id) WHERE session_id IS NOT NULL;
CREATE INDEX traces_user_idx    ON traces (project_id, end_user_id, id) WHERE end_user_id IS NOT NULL;
CREATE INDEX traces_model_idx   ON traces (project_id, model, id);
CREATE INDEX traces_trouble_idx ON traces (project_id, status, id) WHERE status <> 'success';

-- Wide: bodies, read only on the detail page. Raw bytes, because a body may be invalid JSON or
-- hold NUL; `encoding` says how they are compressed (identity or deflate).
CREATE TABLE trace_bodies (
    project_id        UUID    NOT NULL,
    id                UUID    NOT NULL,
    encoding          TEXT    NOT NULL,
    request           BYTEA,
    response          BYTEA,
    -- What came over the wire where `response` is assembled from a stream; null when identical.
    raw_response      BYTEA,
    is_truncated      BOOLEAN NOT NULL DEFAULT false,
    request_headers   JSONB   NOT NULL DEFAULT '{}',
    response_headers  JSONB   NOT NULL DEFAULT '{}',
    PRIMARY KEY (project_id, id)
) PARTITION BY RANGE (id);

-- The last resort: a row outside every range (a clock far off) is kept here, never refused.
CREATE TABLE traces_default PARTITION OF traces DEFAULT;
CREATE TABLE trace_bodies_default PARTITION OF trace_bodies DEFAULT;

-- How far the recorder has come in each writer's spool; moved in the transaction of the rows.
CREATE TABLE spool_positions (
    writer_id    UUID        NOT NULL PRIMARY KEY,
    segment      BIGINT      NOT NULL,
    byte_offset  BIGINT      NOT NULL,
    updated_at   TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- Calls that never reached a project (missing or unknown key). They belong to no tenant: a page
-- shows one only to whoever holds the key's prefix or sits at the same address.
CREATE TABLE refused_calls (
    id           UUID        NOT NULL PRIMARY KEY,
    created_at   TIMESTAMPTZ(3) NOT NULL,
    method       TEXT        NOT NULL,
    path         TEXT        NOT NULL,
    http_status  SMALLINT    NOT NULL,
    error_code   TEXT        NOT NULL,
    error_message TEXT       NOT NULL,
    key_prefix   TEXT,
    address_hash TEXT        NOT NULL,
    user_agent   TEXT
);
CREATE INDEX refused_calls_address_idx ON refused_calls (address_hash, id);
CREATE INDEX refused_calls_prefix_idx  ON refused_calls (key_prefix, id) WHERE key_prefix IS NOT NULL;
