-- Selling: tiers and price rules, customers that can be merged, baskets, the queue of those who wait for units,
-- payments, shipments and returns.

-- ---- tiers and price rules ---------------------------------------------------------------------------

-- No store has a basket, a rule or a tier yet: nothing could make one.
DROP TABLE basket_line;
DROP TABLE basket;
DROP TABLE price_rule;
DROP TABLE tier;

CREATE TABLE tier (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  name_folded TEXT NOT NULL,
  -- The order in which people see them.
  rank        INTEGER NOT NULL,
  -- The tier of customers that have none of their own, and of walk-in customers.
  is_default  INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  archived_at INTEGER CHECK (archived_at IS NULL OR is_default = 0),
  created_at  INTEGER NOT NULL,
  row_version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX tier_by_name ON tier (name_folded) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX tier_default ON tier (is_default) WHERE is_default = 1;
INSERT INTO tier (id, name, name_folded, rank, is_default, created_at) VALUES
  (x'019a0000000070008000000000000101', 'Standard', 'standard', 1, 1, 0),
  (x'019a0000000070008000000000000102', 'Silver',   'silver',   2, 0, 0),
  (x'019a0000000070008000000000000103', 'Gold',     'gold',     3, 0, 0);

CREATE TABLE price_rule (
  row_no        INTEGER PRIMARY KEY,
  seq           INTEGER NOT NULL CHECK (seq = row_no),
  id            BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind          TEXT NOT NULL CHECK (kind IN ('promotion', 'quantity_break', 'tier')),
  name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  name_folded   TEXT NOT NULL,
  scope         TEXT NOT NULL CHECK (scope IN ('variant', 'product', 'category', 'store')),
  variant_id    BLOB REFERENCES variant (id)  CHECK ((variant_id IS NOT NULL) = (scope = 'variant')),
  product_id    BLOB REFERENCES product (id)  CHECK ((product_id IS NOT NULL) = (scope = 'product')),
  category_id   BLOB REFERENCES category (id) CHECK ((category_id IS NOT NULL) = (scope = 'category')),
  tier_id       BLOB REFERENCES tier (id)     CHECK ((tier_id IS NOT NULL) = (kind = 'tier')),
  -- Units of one line from which the rule counts.
  min_quantity  INTEGER NOT NULL CHECK (min_quantity > 0 AND (kind = 'quantity_break') = (min_quantity > 1)),
  percent_bp    INTEGER CHECK (percent_bp BETWEEN 1 AND 10000),
  amount_off    INTEGER CHECK (amount_off > 0),
  fixed_price   INTEGER CHECK (fixed_price >= 0),
  -- Among rules of one kind and equally specific scopes the highest counts.
  priority      INTEGER NOT NULL DEFAULT 0,
  -- The last one applied: later kinds are left out.
  stops         INTEGER NOT NULL DEFAULT 0 CHECK (stops IN (0, 1)),
  -- The first instant at which the rule counts, and the first at which it no longer does.
  starts_at     INTEGER,
  ends_at       INTEGER CHECK (ends_at > starts_at),
  active        INTEGER NOT NULL CHECK (active IN (0, 1)),
  archived_at   INTEGER CHECK (archived_at IS NULL OR active = 0),
  staff_id      BLOB NOT NULL REFERENCES staff (id),
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  row_version   INTEGER NOT NULL DEFAULT 1,
  CHECK ((percent_bp IS NOT NULL) + (amount_off IS NOT NULL) + (fixed_price IS NOT NULL) = 1)
) STRICT;
CREATE INDEX price_rule_by_variant ON price_rule (variant_id) WHERE variant_id IS NOT NULL;
CREATE INDEX price_rule_by_product ON price_rule (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX price_rule_by_category ON price_rule (category_id) WHERE category_id IS NOT NULL;
CREATE INDEX price_rule_by_tier ON price_rule (tier_id) WHERE tier_id IS NOT NULL;

-- Another value after every change of what prices are worked out from, never one that was there before: rules that
-- were read and compiled are good as long as it stands.
CREATE TABLE price_stamp (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  stamp BLOB NOT NULL CHECK (length(stamp) = 16)
) STRICT;
INSERT INTO price_stamp (id, stamp) VALUES (1, randomblob(16));
CREATE TRIGGER price_rule_added   AFTER INSERT ON price_rule BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER price_rule_changed AFTER UPDATE ON price_rule BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER price_rule_removed AFTER DELETE ON price_rule BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER tier_added   AFTER INSERT ON tier BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER tier_changed AFTER UPDATE ON tier BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER tier_removed AFTER DELETE ON tier BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER category_added   AFTER INSERT ON category BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER category_put     AFTER UPDATE OF parent_id ON category
BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
CREATE TRIGGER category_removed AFTER DELETE ON category BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

-- Null: the store's rate.
ALTER TABLE product ADD COLUMN tax_rate_bp INTEGER CHECK (tax_rate_bp BETWEEN 0 AND 10000);

-- ---- customers ---------------------------------------------------------------------------------------

ALTER TABLE customer ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE customer SET updated_at = created_at;
-- The customer that this one turned out to be; it is archived.
ALTER TABLE customer ADD COLUMN merged_into_id BLOB REFERENCES customer (id)
  CHECK (merged_into_id IS NULL OR (archived_at IS NOT NULL AND merged_into_id <> id));
CREATE INDEX customer_by_tier ON customer (tier_id) WHERE tier_id IS NOT NULL;
CREATE INDEX customer_merged ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL;
-- The digits of the phone number, whatever stands between them.
ALTER TABLE customer ADD COLUMN phone_digits TEXT NOT NULL DEFAULT '';
UPDATE customer SET phone_digits = digits(phone) WHERE phone <> '';
-- Carries what a customer is found by, so that a part of it is looked for along the names without the rows.
DROP INDEX customer_by_name;
CREATE INDEX customer_by_name ON customer (name_folded, seq, email_folded, phone_digits, archived_at, tier_id);
-- An e-mail address names one person.
DROP INDEX customer_by_email;
CREATE UNIQUE INDEX customer_by_email ON customer (email_folded) WHERE email_folded <> '' AND archived_at IS NULL;

-- ---- baskets -----------------------------------------------------------------------------------------

CREATE TABLE basket (
  row_no         INTEGER PRIMARY KEY,
  seq            INTEGER NOT NULL CHECK (seq = row_no),
  id             BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  -- How people at the desk call it; empty: by its customer.
  name           TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 120),
  status         TEXT NOT NULL CHECK (status IN ('open', 'parked', 'placed', 'dropped')),
  customer_id    BLOB REFERENCES customer (id),
  -- Of a customer who is not kept: as text.
  customer_name  TEXT NOT NULL DEFAULT '',
  customer_email TEXT NOT NULL DEFAULT '',
  customer_phone TEXT NOT NULL DEFAULT '',
  priority       TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  fulfilment     TEXT NOT NULL DEFAULT 'pickup' CHECK (fulfilment IN ('pickup', 'delivery')),
  address        TEXT NOT NULL DEFAULT '',
  promised_on    TEXT,
  note           TEXT NOT NULL DEFAULT '',
  -- The tier that lines were last quoted for; empty: none was quoted yet.
  tier_name      TEXT NOT NULL DEFAULT '',
  order_id       BLOB REFERENCES orders (id) CHECK ((order_id IS NOT NULL) = (status = 'placed')),
  staff_id       BLOB NOT NULL REFERENCES staff (id),
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  row_version    INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX basket_by_status ON basket (status, seq);
CREATE INDEX basket_by_customer ON basket (customer_id) WHERE customer_id IS NOT NULL;

-- Each line keeps what it was quoted: the price, why, and when.
CREATE TABLE basket_line (
  row_no      INTEGER PRIMARY KEY,
  basket_id   BLOB NOT NULL REFERENCES basket (id),
  line_no     INTEGER NOT NULL CHECK (line_no > 0),
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  location_id BLOB NOT NULL REFERENCES location (id),
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  list_price  INTEGER NOT NULL CHECK (list_price >= 0),
  unit_price  INTEGER NOT NULL CHECK (unit_price >= 0),
  tax_rate_bp INTEGER NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  breakdown   TEXT NOT NULL CHECK (json_valid(breakdown)),
  quoted_at   INTEGER NOT NULL,
  -- A manager's price, and why.
  override_price  INTEGER CHECK (override_price >= 0 AND override_price = unit_price),
  override_reason TEXT CHECK ((override_reason IS NOT NULL) = (override_price IS NOT NULL)),
  UNIQUE (basket_id, line_no),
  UNIQUE (basket_id, variant_id, location_id)
) STRICT;
CREATE INDEX basket_line_by_variant ON basket_line (variant_id);

CREATE INDEX reservation_by_basket ON reservation (basket_id) WHERE basket_id IS NOT NULL;
CREATE INDEX reservation_by_customer ON reservation (customer_id, seq) WHERE customer_id IS NOT NULL;

-- Somebody else needs the units: who asked for them, when, and with what words.
ALTER TABLE reservation ADD COLUMN asked_at INTEGER;
ALTER TABLE reservation ADD COLUMN asked_by BLOB REFERENCES staff (id) CHECK ((asked_by IS NULL) = (asked_at IS NULL));
ALTER TABLE reservation ADD COLUMN asked_note TEXT NOT NULL DEFAULT '';

-- ---- waiting for units -------------------------------------------------------------------------------

-- A place in the queue of a variant and location, in the order of `seq`. It becomes a hold the moment units come free.
CREATE TABLE stock_wait (
  row_no       INTEGER PRIMARY KEY,
  seq          INTEGER NOT NULL CHECK (seq = row_no),
  id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  variant_id   BLOB NOT NULL REFERENCES variant (id),
  location_id  BLOB NOT NULL REFERENCES location (id),
  quantity     INTEGER NOT NULL CHECK (quantity > 0),
  -- Units that became holds so far; short of `quantity` only where part is accepted.
  granted      INTEGER NOT NULL DEFAULT 0 CHECK (granted BETWEEN 0 AND quantity),
  accept_part  INTEGER NOT NULL CHECK (accept_part IN (0, 1)),
  status       TEXT NOT NULL CHECK (status IN ('waiting', 'granted', 'expired', 'cancelled')),
  -- How long the hold runs that it becomes.
  hold_seconds INTEGER NOT NULL CHECK (hold_seconds BETWEEN 1 AND 2592000),
  -- When the wait itself ends.
  expires_at   INTEGER NOT NULL,
  for_whom     TEXT NOT NULL DEFAULT '',
  customer_id  BLOB REFERENCES customer (id),
  order_id     BLOB REFERENCES orders (id),
  basket_id    BLOB REFERENCES basket (id),
  -- Joins the holds that it became.
  group_id     BLOB NOT NULL CHECK (length(group_id) = 16),
  note         TEXT NOT NULL DEFAULT '',
  staff_id     BLOB NOT NULL REFERENCES staff (id),
  created_at   INTEGER NOT NULL,
  ended_at     INTEGER CHECK ((ended_at IS NULL) = (status = 'waiting')),
  CHECK (status <> 'granted' OR granted = quantity)
) STRICT;
CREATE INDEX stock_wait_queue ON stock_wait (variant_id, location_id, seq) WHERE status = 'waiting';
CREATE INDEX stock_wait_due ON stock_wait (expires_at, seq) WHERE status = 'waiting';
CREATE INDEX stock_wait_by_status ON stock_wait (status, seq);
CREATE INDEX stock_wait_by_order ON stock_wait (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX stock_wait_by_basket ON stock_wait (basket_id) WHERE basket_id IS NOT NULL;
CREATE INDEX stock_wait_by_customer ON stock_wait (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX stock_wait_by_variant ON stock_wait (variant_id);
CREATE TRIGGER stock_wait_ends_once BEFORE UPDATE OF status ON stock_wait
WHEN OLD.status <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'an ended wait stays as it ended'); END;

-- The wait that became this hold.
ALTER TABLE reservation ADD COLUMN wait_id BLOB REFERENCES stock_wait (id);
CREATE INDEX reservation_by_wait ON reservation (wait_id) WHERE wait_id IS NOT NULL;

-- ---- orders ------------------------------------------------------------------------------------------

ALTER TABLE orders ADD COLUMN basket_id BLOB REFERENCES basket (id);
-- The tier that its prices were worked out for, as it was called then.
ALTER TABLE orders ADD COLUMN tier_name TEXT NOT NULL DEFAULT '';
-- Name and e-mail, folded, of somebody who is no customer of the store: what a search finds them by. Null for customers and
-- for orders that name nobody.
ALTER TABLE orders ADD COLUMN walk_in TEXT CHECK (walk_in IS NULL OR customer_id IS NULL);
CREATE INDEX orders_by_walk_in ON orders (walk_in) WHERE walk_in IS NOT NULL;
-- Payments less refunds.
ALTER TABLE orders ADD COLUMN paid INTEGER NOT NULL DEFAULT 0 CHECK (paid >= 0);
-- What returned goods were sold for.
ALTER TABLE orders ADD COLUMN returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND total);

ALTER TABLE order_line ADD COLUMN list_price INTEGER NOT NULL DEFAULT 0 CHECK (list_price >= 0);
-- When the price was quoted; 0: when the order was placed.
ALTER TABLE order_line ADD COLUMN quoted_at INTEGER NOT NULL DEFAULT 0;
-- Units that came back.
ALTER TABLE order_line ADD COLUMN returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND quantity);
-- Until now a price had at most two steps and no reduction.
UPDATE order_line
SET list_price = unit_price,
    breakdown = (SELECT json_group_array(json_object(
                          'kind', CASE step.value ->> '$.label' WHEN 'base_price' THEN 'base' ELSE 'variant' END,
                          'ruleId', NULL,
                          'label', '',
                          'effect', NULL,
                          'before', CASE step.key WHEN 0 THEN NULL ELSE order_line.breakdown ->> '$[0].price' END,
                          'change', ltrim(step.value ->> '$.change', '+'),
                          'after', step.value ->> '$.price'))
                 FROM json_each(order_line.breakdown) AS step);

-- What was paid and given back, as people recorded it. Nothing is processed here. A refund is an entry of its own.
CREATE TABLE payment (
  row_no      INTEGER PRIMARY KEY,
  seq         INTEGER NOT NULL CHECK (seq = row_no),
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  order_id    BLOB NOT NULL REFERENCES orders (id),
  kind        TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
  method      TEXT NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'other')),
  amount      INTEGER NOT NULL CHECK (amount > 0),
  -- Cash that the customer gave; what is above the amount was given back as change.
  tendered    INTEGER CHECK (tendered IS NULL OR (tendered >= amount AND method = 'cash' AND kind = 'payment')),
  reference   TEXT NOT NULL DEFAULT '',
  -- Why it was given back.
  reason      TEXT CHECK ((reason IS NOT NULL) = (kind = 'refund')),
  note        TEXT NOT NULL DEFAULT '',
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_by_order ON payment (order_id);
CREATE INDEX payment_by_at ON payment (at);
CREATE TRIGGER payment_is_not_changed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never changed'); END;
CREATE TRIGGER payment_is_not_deleted BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never deleted'); END;

-- Goods that left together.
CREATE TABLE shipment (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  order_id    BLOB NOT NULL REFERENCES orders (id),
  -- From 1 within its order.
  number      INTEGER NOT NULL CHECK (number > 0),
  -- The carrier's number, a van's name.
  reference   TEXT NOT NULL DEFAULT '',
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  at          INTEGER NOT NULL,
  UNIQUE (order_id, number)
) STRICT;
CREATE TABLE shipment_line (
  shipment_id BLOB NOT NULL REFERENCES shipment (id),
  line_no     INTEGER NOT NULL CHECK (line_no > 0),
  location_id BLOB NOT NULL REFERENCES location (id),
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (shipment_id, line_no, location_id)
) STRICT, WITHOUT ROWID;

-- What was shipped before went out whole: one shipment an order, under the order's own id.
INSERT INTO shipment (id, order_id, number, staff_id, at)
SELECT orders.id, orders.id, 1, step.staff_id, step.at
FROM orders
JOIN order_status_history AS step ON step.order_id = orders.id AND step.to_status = 'shipped'
ORDER BY orders.row_no;
INSERT INTO shipment_line (shipment_id, line_no, location_id, quantity)
SELECT shipment.id, allocation.line_no, allocation.location_id, allocation.shipped
FROM shipment
JOIN allocation ON allocation.order_id = shipment.order_id
WHERE allocation.shipped > 0;

CREATE TABLE order_return (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  order_id    BLOB NOT NULL REFERENCES orders (id),
  -- From 1 within its order.
  number      INTEGER NOT NULL CHECK (number > 0),
  reason      TEXT NOT NULL CHECK (length(reason) > 0),
  -- What the goods were sold for.
  value       INTEGER NOT NULL CHECK (value >= 0),
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  at          INTEGER NOT NULL,
  UNIQUE (order_id, number)
) STRICT;
CREATE TABLE order_return_line (
  return_id   BLOB NOT NULL REFERENCES order_return (id),
  line_no     INTEGER NOT NULL CHECK (line_no > 0),
  -- Sellable goes back on the shelf; damaged is written off as it comes in.
  condition   TEXT NOT NULL CHECK (condition IN ('sellable', 'damaged')),
  location_id BLOB NOT NULL REFERENCES location (id),
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  value       INTEGER NOT NULL CHECK (value >= 0),
  PRIMARY KEY (return_id, line_no, condition)
) STRICT, WITHOUT ROWID;

-- ---- settings ----------------------------------------------------------------------------------------

-- How long after its first hold a checkout can be extended in all.
ALTER TABLE setting ADD COLUMN checkout_longest_seconds INTEGER NOT NULL DEFAULT 1800
  CHECK (checkout_longest_seconds BETWEEN 1 AND 2592000);
-- How long somebody waits for units where nothing else is said (7 days).
ALTER TABLE setting ADD COLUMN wait_seconds INTEGER NOT NULL DEFAULT 604800
  CHECK (wait_seconds BETWEEN 1 AND 31536000);
