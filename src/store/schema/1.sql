CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "email" TEXT,
  "color" INTEGER,
  "active" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX user_deleted ON user (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "short_name" TEXT,
  "code" TEXT,
  "lifecycle_stage" TEXT,
  "level" TEXT,
  "rating" TEXT,
  "type" TEXT,
  "industry" TEXT,
  "source" TEXT,
  "phone" TEXT,
  "email" TEXT,
  "website" TEXT,
  "country" TEXT,
  "province" TEXT,
  "city" TEXT,
  "street" TEXT,
  "postcode" TEXT,
  "tax_no" TEXT,
  "employees" INTEGER,
  "annual_revenue" INTEGER,
  "currency" TEXT,
  "parent" INTEGER REFERENCES customer (id),
  "owner" INTEGER REFERENCES user (id),
  "next_follow_up" INTEGER,
  "tags" TEXT,
  "description" TEXT,
  "custom" TEXT,
  "order_count" INTEGER NOT NULL DEFAULT 0,
  "order_sum" INTEGER NOT NULL DEFAULT 0,
  "return_count" INTEGER NOT NULL DEFAULT 0,
  "return_sum" INTEGER NOT NULL DEFAULT 0,
  "first_order" INTEGER,
  "last_order" INTEGER,
  "mean_interval" REAL,
  "last_activity" INTEGER,
  "segment" INTEGER REFERENCES segment (id) ON DELETE SET NULL,
  "name_sort" BLOB,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX customer_code ON customer ("code") WHERE deleted_at IS NULL;
CREATE INDEX customer_lifecycle_stage ON customer ("lifecycle_stage") WHERE deleted_at IS NULL;
CREATE INDEX customer_parent ON customer ("parent") WHERE "parent" IS NOT NULL;
CREATE INDEX customer_owner ON customer ("owner") WHERE "owner" IS NOT NULL;
CREATE INDEX customer_next_follow_up ON customer ("next_follow_up") WHERE deleted_at IS NULL;
CREATE INDEX customer_order_sum ON customer ("order_sum") WHERE deleted_at IS NULL;
CREATE INDEX customer_last_order ON customer ("last_order") WHERE deleted_at IS NULL;
CREATE INDEX customer_segment ON customer ("segment") WHERE "segment" IS NOT NULL;
CREATE INDEX customer_name_sort ON customer (name_sort) WHERE deleted_at IS NULL;
CREATE INDEX customer_deleted ON customer (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "family_name" TEXT,
  "given_name" TEXT,
  "salutation" TEXT,
  "gender" TEXT,
  "birthday" INTEGER,
  "job_title" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "mobile" TEXT,
  "wechat" TEXT,
  "language" TEXT,
  "do_not_call" INTEGER,
  "do_not_email" INTEGER,
  "owner" INTEGER REFERENCES user (id),
  "description" TEXT,
  "tags" TEXT,
  "custom" TEXT,
  "name_sort" BLOB,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX contact_email ON contact ("email") WHERE deleted_at IS NULL;
CREATE INDEX contact_mobile ON contact ("mobile") WHERE deleted_at IS NULL;
CREATE INDEX contact_owner ON contact ("owner") WHERE "owner" IS NOT NULL;
CREATE INDEX contact_name_sort ON contact (name_sort) WHERE deleted_at IS NULL;
CREATE INDEX contact_deleted ON contact (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE affiliation (
  id INTEGER PRIMARY KEY,
  "customer" INTEGER NOT NULL REFERENCES customer (id),
  "contact" INTEGER NOT NULL REFERENCES contact (id),
  "role" TEXT,
  "job_title" TEXT,
  "department" TEXT,
  "is_primary" INTEGER,
  "is_decision_maker" INTEGER,
  "from_day" INTEGER,
  "to_day" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX affiliation_customer ON affiliation ("customer");
CREATE INDEX affiliation_contact ON affiliation ("contact");
CREATE INDEX affiliation_deleted ON affiliation (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "code" TEXT,
  "category" TEXT,
  "unit" TEXT,
  "kind" TEXT,
  "list_price" INTEGER,
  "cost" INTEGER,
  "currency" TEXT,
  "tax_rate" REAL,
  "active" INTEGER,
  "description" TEXT,
  "custom" TEXT,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX product_code ON product ("code") WHERE deleted_at IS NULL;
CREATE INDEX product_deleted ON product (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE sales_order (
  id INTEGER PRIMARY KEY,
  "number" TEXT,
  "customer" INTEGER NOT NULL REFERENCES customer (id),
  "contact" INTEGER REFERENCES contact (id),
  "day" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "channel" TEXT,
  "currency" TEXT,
  "external_ref" TEXT,
  "owner" INTEGER,
  "description" TEXT,
  "custom" TEXT,
  "amount" INTEGER NOT NULL DEFAULT 0,
  "line_count" INTEGER NOT NULL DEFAULT 0,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX sales_order_number ON sales_order ("number") WHERE deleted_at IS NULL;
CREATE INDEX sales_order_customer ON sales_order ("customer", deleted_at, "kind", "status", "day", "amount");
CREATE INDEX sales_order_contact ON sales_order ("contact") WHERE "contact" IS NOT NULL;
CREATE INDEX sales_order_day ON sales_order ("day") WHERE deleted_at IS NULL;
CREATE INDEX sales_order_deleted ON sales_order (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE order_line (
  id INTEGER PRIMARY KEY,
  "order" INTEGER NOT NULL REFERENCES sales_order (id),
  "product" INTEGER REFERENCES product (id),
  "description" TEXT,
  "quantity" REAL NOT NULL,
  "unit_price" REAL NOT NULL,
  "discount" REAL,
  "amount" INTEGER NOT NULL DEFAULT 0,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX order_line_order ON order_line ("order", deleted_at, "amount");
CREATE INDEX order_line_product ON order_line ("product") WHERE "product" IS NOT NULL;
CREATE INDEX order_line_deleted ON order_line (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "body" TEXT,
  "customer" INTEGER REFERENCES customer (id),
  "contact" INTEGER REFERENCES contact (id),
  "owner" INTEGER,
  "start" INTEGER,
  "end" INTEGER,
  "due" INTEGER,
  "status" TEXT,
  "priority" TEXT,
  "direction" TEXT,
  "outcome" TEXT,
  "duration" INTEGER,
  "place" TEXT,
  "done_at" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX activity_kind ON activity ("kind") WHERE deleted_at IS NULL;
CREATE INDEX activity_customer ON activity ("customer") WHERE "customer" IS NOT NULL;
CREATE INDEX activity_contact ON activity ("contact") WHERE "contact" IS NOT NULL;
CREATE INDEX activity_start ON activity ("start") WHERE deleted_at IS NULL;
CREATE INDEX activity_due ON activity ("due") WHERE deleted_at IS NULL;
CREATE INDEX activity_deleted ON activity (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "color" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX tag_deleted ON tag (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "entity" TEXT NOT NULL,
  "filter" TEXT,
  "columns" TEXT,
  "sort" TEXT,
  "descending" INTEGER,
  "color" INTEGER,
  "position" INTEGER,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX saved_view_deleted ON saved_view (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "title" TEXT,
  "state" TEXT,
  "started" INTEGER,
  "finished" INTEGER,
  "position" INTEGER,
  "error" TEXT,
  "params" TEXT,
  "result" TEXT,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX job_kind ON job ("kind") WHERE deleted_at IS NULL;
CREATE INDEX job_deleted ON job (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  "name" TEXT NOT NULL,
  "code" TEXT,
  "color" INTEGER,
  "method" TEXT NOT NULL,
  "run" INTEGER REFERENCES job (id) ON DELETE CASCADE,
  "description" TEXT,
  "size" INTEGER,
  "share" REAL,
  "rank" INTEGER,
  "params" TEXT,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX segment_run ON segment ("run") WHERE "run" IS NOT NULL;
CREATE INDEX segment_deleted ON segment (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE segment_membership (
  id INTEGER PRIMARY KEY,
  "segment" INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  "customer" INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  "recency" INTEGER,
  "frequency" INTEGER,
  "monetary" INTEGER,
  "r" INTEGER,
  "f" INTEGER,
  "m" INTEGER,
  "distance" REAL,
  "created_at" INTEGER,
  "created_by" INTEGER,
  "updated_at" INTEGER,
  "updated_by" INTEGER,
  "deleted_at" INTEGER
);
CREATE INDEX segment_membership_segment ON segment_membership ("segment");
CREATE INDEX segment_membership_customer ON segment_membership ("customer");
CREATE INDEX segment_membership_deleted ON segment_membership (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE UNIQUE INDEX tag_name ON tag ("name") WHERE deleted_at IS NULL;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value
) WITHOUT ROWID;

-- What a person or job did as one thing; what undo takes back.
CREATE TABLE journal_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor INTEGER,
  device TEXT NOT NULL,
  origin TEXT NOT NULL,
  verb TEXT NOT NULL,
  entity TEXT,
  count INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  first_seq INTEGER,
  last_seq INTEGER,
  detail TEXT,
  record INTEGER,
  inverse_of INTEGER,
  undone_by INTEGER,
  effective INTEGER,
  state TEXT NOT NULL
);

-- One row a record and change. delta: {field: [old, new]} of an update (op 1), the whole body of a
-- row removed for good (op 4); NULL for an insert (op 0), whose values are those of the row with all
-- later deltas taken back.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  grp INTEGER NOT NULL REFERENCES journal_group (id),
  record INTEGER NOT NULL,
  op INTEGER NOT NULL,
  delta TEXT
);
CREATE INDEX journal_record ON journal (record, seq);

CREATE VIEW history AS
SELECT j.seq, j.grp AS "group", g.at, g.actor, g.device, g.origin, g.verb, j.record, j.op, j.delta
FROM journal j JOIN journal_group g ON g.id = j.grp;

-- Derived: the strings of list fields (tags) of live records.
CREATE TABLE list_value (
  entity INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  record INTEGER NOT NULL,
  PRIMARY KEY (entity, field, value, record)
) WITHOUT ROWID;

-- Derived: full text of live records; contentless, rowid is the record's id.
CREATE VIRTUAL TABLE search USING fts5(title, body, content='', tokenize='crm');

-- Large pieces, because each piece is a term's seek and is merged with others later.
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608), ('automerge', 8);
