-- Money in several currencies: exchange rates, the base currency as a setting of the database, what each
-- order is worth in it. Version 1 counted every amount in hundredths and added all currencies up.

CREATE TABLE exchange_rate (
  id INTEGER PRIMARY KEY,
  "currency" TEXT NOT NULL,
  "rate" REAL NOT NULL,
  "quoted_in" TEXT,
  "day" INTEGER,
  "description" TEXT,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX exchange_rate_currency ON exchange_rate ("currency", "quoted_in", "day") WHERE deleted_at IS NULL;
CREATE INDEX exchange_rate_deleted ON exchange_rate (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE setting (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "value" TEXT,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE UNIQUE INDEX setting_name ON setting ("name") WHERE deleted_at IS NULL;
CREATE INDEX setting_deleted ON setting (deleted_at) WHERE deleted_at IS NOT NULL;

ALTER TABLE sales_order ADD COLUMN "base_amount" INTEGER;
ALTER TABLE customer ADD COLUMN "unrated_count" INTEGER NOT NULL DEFAULT 0;

-- The codes were free text.
UPDATE customer SET currency = nullif (upper (trim (currency)), '') WHERE currency IS NOT nullif (upper (trim (currency)), '');
UPDATE customer SET currency = 'CNY' WHERE currency IN ('RMB', 'CNH', '人民币', '¥', '￥', '元');
UPDATE product SET currency = nullif (upper (trim (currency)), '') WHERE currency IS NOT nullif (upper (trim (currency)), '');
UPDATE product SET currency = 'CNY' WHERE currency IN ('RMB', 'CNH', '人民币', '¥', '￥', '元');
UPDATE sales_order SET currency = nullif (upper (trim (currency)), '') WHERE currency IS NOT nullif (upper (trim (currency)), '');
UPDATE sales_order SET currency = 'CNY' WHERE currency IN ('RMB', 'CNH', '人民币', '¥', '￥', '元');

-- The base currency: the one most orders are in. Its id is the same in every database.
INSERT INTO setting (id, "name", "value", created_at, updated_at)
SELECT 2161727821137838081, 'currency', coalesce ((SELECT currency FROM sales_order WHERE currency GLOB '[A-Z][A-Z][A-Z]'
  AND deleted_at IS NULL GROUP BY currency ORDER BY count (*) DESC, currency LIMIT 1), 'CNY'),
  CAST (strftime ('%s', 'now') AS INTEGER) * 1000, CAST (strftime ('%s', 'now') AS INTEGER) * 1000;

-- Minor units of the currency instead of hundredths.
CREATE TEMP TABLE scale_2 (code TEXT PRIMARY KEY, factor INTEGER) WITHOUT ROWID;
INSERT INTO scale_2 SELECT value, 1 FROM json_each ('["BIF","CLP","DJF","GNF","ISK","JPY","KMF","KRW","PYG","RWF","UGX","VND","VUV","XAF","XOF","XPF"]');
INSERT INTO scale_2 SELECT value, 1000 FROM json_each ('["BHD","IQD","JOD","KWD","LYD","OMR","TND"]');
UPDATE order_line SET amount = CAST (round (quantity * unit_price * (100 - coalesce (discount, 0)) / 100.0
  * s.factor) AS INTEGER) FROM sales_order o, scale_2 s WHERE o.id = order_line."order"
  AND s.code = coalesce (o.currency, (SELECT "value" FROM setting WHERE "name" = 'currency'));
UPDATE sales_order SET amount = (SELECT coalesce (sum (l.amount), 0) FROM order_line l WHERE l."order" = sales_order.id
  AND l.deleted_at IS NULL) WHERE coalesce (currency, (SELECT "value" FROM setting WHERE "name" = 'currency'))
  IN (SELECT code FROM scale_2);
DROP TABLE scale_2;

-- There are no rates yet: what is in another currency is worth an unknown amount.
DROP INDEX sales_order_customer;
UPDATE sales_order SET base_amount = amount WHERE currency IS NULL
  OR currency = (SELECT "value" FROM setting WHERE "name" = 'currency') OR amount = 0;
CREATE INDEX sales_order_customer ON sales_order ("customer", deleted_at, "kind", "status", "day", "base_amount");
CREATE INDEX sales_order_unrated ON sales_order ("currency") WHERE base_amount IS NULL AND deleted_at IS NULL;
UPDATE customer SET (order_count, order_sum, return_count, return_sum, unrated_count, first_order, last_order) = (
  SELECT coalesce (sum (counts), 0), coalesce (sum (base_amount) FILTER (WHERE counts), 0),
    coalesce (sum (kind = 'return'), 0), coalesce (-sum (base_amount) FILTER (WHERE kind = 'return'), 0),
    coalesce (sum (base_amount IS NULL AND (kind = 'return' OR counts)), 0),
    min (day) FILTER (WHERE counts), max (day) FILTER (WHERE counts)
  FROM (SELECT kind, day, base_amount, kind = 'sale' AND coalesce (base_amount, amount) > 0 AS counts
    FROM sales_order o WHERE o.customer = customer.id AND o.deleted_at IS NULL
      AND o.kind IN ('sale', 'return') AND o.status IN ('activated', 'fulfilled')))
WHERE id IN (SELECT customer FROM sales_order WHERE base_amount IS NULL OR coalesce (currency,
  (SELECT "value" FROM setting WHERE "name" = 'currency')) IN ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','VND','VUV','XAF','XOF','XPF',
  'BHD','IQD','JOD','KWD','LYD','OMR','TND'));
UPDATE customer SET mean_interval = CASE WHEN order_count >= 2 AND last_order > first_order
  THEN (last_order - first_order) * 1.0 / (order_count - 1) END
WHERE order_count > 0 AND mean_interval IS NOT CASE WHEN order_count >= 2 AND last_order > first_order
  THEN (last_order - first_order) * 1.0 / (order_count - 1) END;
