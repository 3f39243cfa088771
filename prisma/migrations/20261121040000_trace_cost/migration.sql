-- How a call was counted and priced. `usage_record` holds what a later pricing starts from: the provider's
-- kind, its own usage object and the disjoint buckets; `cost` the lines and the price row that were used.
ALTER TABLE traces
    ADD COLUMN usage_record   JSONB,
    ADD COLUMN usage_mismatch BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN cost           JSONB;
