-- The customer of a contact as a column of its own, so that contacts can be listed, filtered and ordered by it.

ALTER TABLE contact ADD COLUMN "customer" INTEGER REFERENCES customer (id) ON DELETE SET NULL;
UPDATE contact SET "customer" = (SELECT a."customer" FROM affiliation a WHERE a."contact" = contact.id
  AND a.deleted_at IS NULL ORDER BY a."to_day" IS NOT NULL, a."is_primary" IS TRUE DESC, a."created_at", a.id LIMIT 1)
  WHERE id IN (SELECT "contact" FROM affiliation WHERE deleted_at IS NULL);
CREATE INDEX contact_customer ON contact ("customer") WHERE "customer" IS NOT NULL;

-- Sales, new customers and activities by day, without looking at each row.
DROP INDEX sales_order_day;
CREATE INDEX sales_order_day ON sales_order ("day", "kind", "status", "base_amount", deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX customer_first_order ON customer ("first_order") WHERE deleted_at IS NULL AND "first_order" IS NOT NULL;
DROP INDEX activity_start;
CREATE INDEX activity_start ON activity ("start", "kind", "customer", deleted_at) WHERE deleted_at IS NULL;
