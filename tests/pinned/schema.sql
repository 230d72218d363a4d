CREATE UNIQUE INDEX adjustment_reason_by_name ON adjustment_reason (name_folded) WHERE archived_at IS NULL;

CREATE INDEX allocation_open ON allocation (variant_id, location_id) WHERE quantity > shipped + released;

CREATE INDEX audit_entry_by_action ON audit_entry (action);

CREATE INDEX audit_entry_by_actor ON audit_entry (actor);

CREATE INDEX audit_entry_by_at ON audit_entry (at);

CREATE INDEX audit_entry_by_object ON audit_entry (object_id);

CREATE INDEX audit_entry_by_request ON audit_entry (request_id) WHERE request_id IS NOT NULL;

CREATE UNIQUE INDEX barcode_active ON barcode (code) WHERE active = 1;

CREATE INDEX barcode_by_code ON barcode (code);

CREATE INDEX barcode_by_variant ON barcode (variant_id);

CREATE INDEX basket_by_customer ON basket (customer_id) WHERE customer_id IS NOT NULL;

CREATE INDEX basket_by_status ON basket (status, seq);

CREATE INDEX basket_line_by_variant ON basket_line (variant_id);

CREATE INDEX batch_by_kind ON batch (kind, seq);

CREATE UNIQUE INDEX category_among_siblings ON category (coalesce(parent_id, x''), name_folded) WHERE archived_at IS NULL;

CREATE INDEX category_by_parent ON category (parent_id);

CREATE INDEX count_line_by_sheet ON count_line (sheet_id);

CREATE INDEX count_line_by_variant ON count_line (variant_id, counted_seq, turn);

CREATE INDEX count_line_differing ON count_line (sheet_id) WHERE counted <> expected;

CREATE INDEX count_line_moved ON count_line (sheet_id) WHERE moved = 1;

CREATE INDEX count_line_posted ON count_line (sheet_id) WHERE posted IS NOT NULL;

CREATE INDEX count_line_uncounted ON count_line (sheet_id) WHERE counted IS NULL;

CREATE INDEX count_sheet_by_status ON count_sheet (status, seq);

CREATE UNIQUE INDEX customer_by_email ON customer (email_folded) WHERE email_folded <> '' AND archived_at IS NULL;

CREATE INDEX customer_by_name ON customer (name_folded, seq, email_folded, phone_digits, archived_at, tier_id);

CREATE INDEX customer_by_tier ON customer (tier_id) WHERE tier_id IS NOT NULL;

CREATE INDEX customer_merged ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE UNIQUE INDEX location_by_name ON location (name_folded) WHERE archived_at IS NULL;

CREATE INDEX order_line_by_variant ON order_line (variant_id);

CREATE INDEX orders_by_created ON orders (created_at, seq, status, total, priority, staff_id, items);

CREATE INDEX orders_by_customer ON orders (customer_id, created_at, seq, status, total, priority, staff_id, items);

CREATE INDEX orders_by_number ON orders (seq, status, total, created_at, priority, staff_id, items);

CREATE INDEX orders_by_staff ON orders (staff_id, created_at, seq, status, total, priority, items);

CREATE INDEX orders_by_status_created ON orders (status, created_at, seq, total, priority, staff_id, items);

CREATE INDEX orders_by_status_total ON orders (status, total, seq, created_at, priority, staff_id, items);

CREATE INDEX orders_by_total ON orders (total, seq, status, created_at, priority, staff_id, items);

CREATE INDEX orders_by_walk_in ON orders (walk_in) WHERE walk_in IS NOT NULL;

CREATE INDEX payment_by_at ON payment (at);

CREATE INDEX payment_by_order ON payment (order_id);

CREATE INDEX price_rule_by_category ON price_rule (category_id) WHERE category_id IS NOT NULL;

CREATE INDEX price_rule_by_product ON price_rule (product_id) WHERE product_id IS NOT NULL;

CREATE INDEX price_rule_by_tier ON price_rule (tier_id) WHERE tier_id IS NOT NULL;

CREATE INDEX price_rule_by_variant ON price_rule (variant_id) WHERE variant_id IS NOT NULL;

CREATE INDEX product_by_category ON product (category_id) WHERE category_id IS NOT NULL;

CREATE INDEX reservation_by_basket ON reservation (basket_id) WHERE basket_id IS NOT NULL;

CREATE INDEX reservation_by_customer ON reservation (customer_id, seq) WHERE customer_id IS NOT NULL;

CREATE INDEX reservation_by_group ON reservation (group_id);

CREATE INDEX reservation_by_order ON reservation (order_id) WHERE order_id IS NOT NULL;

CREATE INDEX reservation_by_wait ON reservation (wait_id) WHERE wait_id IS NOT NULL;

CREATE INDEX reservation_due ON reservation (expires_at, seq) WHERE status = 'active';

CREATE INDEX reservation_ended ON reservation (ended_at, seq) WHERE ended_at IS NOT NULL;

CREATE INDEX reservation_holding ON reservation (variant_id, location_id, expires_at) WHERE status = 'active';

CREATE INDEX stock_balance_reserved ON stock_balance (variant_id) WHERE reserved > 0;

CREATE INDEX stock_movement_batched ON stock_movement (location_id) WHERE batch_id IS NOT NULL;

CREATE INDEX stock_movement_by_batch ON stock_movement (batch_id) WHERE batch_id IS NOT NULL;

CREATE INDEX stock_movement_by_variant ON stock_movement (variant_id);

CREATE INDEX stock_wait_by_basket ON stock_wait (basket_id) WHERE basket_id IS NOT NULL;

CREATE INDEX stock_wait_by_customer ON stock_wait (customer_id) WHERE customer_id IS NOT NULL;

CREATE INDEX stock_wait_by_order ON stock_wait (order_id) WHERE order_id IS NOT NULL;

CREATE INDEX stock_wait_by_status ON stock_wait (status, seq);

CREATE INDEX stock_wait_by_variant ON stock_wait (variant_id);

CREATE INDEX stock_wait_due ON stock_wait (expires_at, seq) WHERE status = 'waiting';

CREATE INDEX stock_wait_queue ON stock_wait (variant_id, location_id, seq) WHERE status = 'waiting';

CREATE UNIQUE INDEX tier_by_name ON tier (name_folded) WHERE archived_at IS NULL;

CREATE UNIQUE INDEX tier_default ON tier (is_default) WHERE is_default = 1;

CREATE INDEX variant_by_name ON variant (active, name_folded, seq);

CREATE INDEX variant_by_price ON variant (active, price, seq);

CREATE INDEX variant_by_product ON variant (product_id, seq);

CREATE INDEX variant_by_sku ON variant (active, sku_folded, seq);

CREATE TABLE adjustment_reason (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  -- What movements keep; stays when the name changes.
  code        TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 64),
  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  name_folded TEXT NOT NULL,
  -- Used by the program itself; may be renamed, never archived.
  fixed       INTEGER NOT NULL DEFAULT 0 CHECK (fixed IN (0, 1)),
  archived_at INTEGER,
  created_at  INTEGER NOT NULL,
  row_version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE allocation (
  order_id    BLOB NOT NULL,
  line_no     INTEGER NOT NULL,
  location_id BLOB NOT NULL REFERENCES location (id),
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  shipped     INTEGER NOT NULL DEFAULT 0 CHECK (shipped >= 0),
  released    INTEGER NOT NULL DEFAULT 0 CHECK (released >= 0),
  CHECK (shipped + released <= quantity),
  PRIMARY KEY (order_id, line_no, location_id),
  FOREIGN KEY (order_id, line_no) REFERENCES order_line (order_id, line_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_entry (
  seq          INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  actor        TEXT NOT NULL,
  actor_id     BLOB NOT NULL,
  approver     TEXT,
  action       TEXT NOT NULL,
  object_type  TEXT NOT NULL,
  object_id    TEXT NOT NULL,
  object_label TEXT NOT NULL,
  old_value    TEXT,
  new_value    TEXT,
  reason       TEXT,
  request_id   BLOB,
  batch_id     BLOB,
  prev_hash    BLOB NOT NULL CHECK (length(prev_hash) = 32),
  hash         BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE audit_prune (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  pruned_through INTEGER NOT NULL
) STRICT;

CREATE TABLE "barcode" (
  row_no      INTEGER PRIMARY KEY,
  code        TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

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

CREATE TABLE batch (
  row_no         INTEGER PRIMARY KEY,
  seq            INTEGER NOT NULL CHECK (seq = row_no),
  id             BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind           TEXT NOT NULL CHECK (kind IN ('opening', 'receive', 'adjust', 'transfer', 'count', 'import', 'undo')),
  -- How people name it: a document number, a count's name, a file's name.
  label          TEXT NOT NULL DEFAULT '',
  supplier       TEXT NOT NULL DEFAULT '',
  document       TEXT NOT NULL DEFAULT '',
  note           TEXT NOT NULL DEFAULT '',
  location_id    BLOB REFERENCES location (id),
  to_location_id BLOB REFERENCES location (id),
  line_count     INTEGER NOT NULL CHECK (line_count >= 0),
  -- Units more or fewer on hand, over all lines; 0 for a transfer.
  units          INTEGER NOT NULL,
  -- The batch that this one takes back. A batch is taken back once.
  reverses_id    BLOB UNIQUE REFERENCES batch (id) CHECK ((reverses_id IS NOT NULL) = (kind = 'undo')),
  staff_id       BLOB NOT NULL REFERENCES staff (id),
  request_id     BLOB,
  at             INTEGER NOT NULL
) STRICT;

CREATE TABLE batch_change (
  batch_id    BLOB NOT NULL REFERENCES batch (id),
  item_no     INTEGER NOT NULL CHECK (item_no > 0),
  object_type TEXT NOT NULL CHECK (object_type IN ('category', 'product')),
  object_id   BLOB NOT NULL CHECK (length(object_id) = 16),
  label       TEXT NOT NULL,
  old_value   TEXT,
  new_value   TEXT NOT NULL,
  row_version INTEGER NOT NULL,
  PRIMARY KEY (batch_id, item_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
  row_no        INTEGER PRIMARY KEY,
  id            BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  parent_id     BLOB REFERENCES category (id) CHECK (parent_id <> id),
  name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  name_folded   TEXT NOT NULL,
  description   TEXT NOT NULL DEFAULT '',
  -- Its own level, or null where the parent's counts, and in the end the store's.
  reorder_level INTEGER CHECK (reorder_level >= 0),
  -- What follows from the tree above it, kept by catalog/categories/store.rs: the names from the root down, the same
  -- folded, and the marks of these categories in the search index, one a line; and the level that counts here (null:
  -- the store's).
  path          TEXT NOT NULL DEFAULT '',
  path_folded   TEXT NOT NULL DEFAULT '',
  marks         TEXT NOT NULL DEFAULT '',
  level_here    INTEGER CHECK (level_here >= 0),
  archived_at   INTEGER,
  created_at    INTEGER NOT NULL,
  row_version   INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE count_line (
  row_no      INTEGER PRIMARY KEY,
  sheet_id    BLOB NOT NULL REFERENCES count_sheet (id),
  variant_id  BLOB NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
  counted     INTEGER CHECK (counted >= 0),
  expected    INTEGER CHECK ((expected IS NULL) = (counted IS NULL)),
  first_seq   INTEGER CHECK ((first_seq IS NULL) = (counted IS NULL)),
  counted_seq INTEGER CHECK ((counted_seq IS NULL) = (counted IS NULL)),
  -- Which figure of its variant this is, over all sheets: tells the later one while the ledger stands still.
  turn        INTEGER CHECK ((turn IS NULL) = (counted IS NULL)),
  -- Units came or went between the first and the last part of the figure.
  moved       INTEGER NOT NULL DEFAULT 0 CHECK (moved IN (0, 1)),
  -- By how much the posted sheet changed what was on hand; empty where it did not.
  posted      INTEGER CHECK (posted <> 0),
  counted_at  INTEGER CHECK ((counted_at IS NULL) = (counted IS NULL)),
  staff_id    BLOB REFERENCES staff (id) CHECK ((staff_id IS NULL) = (counted IS NULL)),
  UNIQUE (sheet_id, variant_id)
) STRICT;

CREATE TABLE count_sheet (
  row_no          INTEGER PRIMARY KEY,
  seq             INTEGER NOT NULL CHECK (seq = row_no),
  id              BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name            TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  status          TEXT NOT NULL CHECK (status IN ('open', 'posted', 'cancelled')),
  scope           TEXT NOT NULL CHECK (scope IN ('all', 'category', 'list')),
  category_id     BLOB REFERENCES category (id) CHECK ((category_id IS NOT NULL) = (scope = 'category')),
  location_id     BLOB NOT NULL REFERENCES location (id),
  -- Blind: whoever counts does not see what is expected.
  blind           INTEGER NOT NULL CHECK (blind IN (0, 1)),
  note            TEXT NOT NULL DEFAULT '',
  -- The ledger's last movement when the sheet began.
  began_seq       INTEGER NOT NULL,
  staff_id        BLOB NOT NULL REFERENCES staff (id),
  created_at      INTEGER NOT NULL,
  ended_at        INTEGER CHECK ((ended_at IS NULL) = (status = 'open')),
  batch_id        BLOB REFERENCES batch (id) CHECK ((batch_id IS NOT NULL) = (status = 'posted')),
  -- The figures with which it ended; while it is open they are looked up.
  line_count      INTEGER CHECK ((line_count IS NULL) = (status = 'open')),
  counted_count   INTEGER CHECK ((counted_count IS NULL) = (status = 'open')),
  differing_count INTEGER CHECK ((differing_count IS NULL) = (status = 'open')),
  recount_count   INTEGER CHECK ((recount_count IS NULL) = (status = 'open')),
  unknown_count   INTEGER CHECK ((unknown_count IS NULL) = (status = 'open')),
  row_version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE count_unknown (
  row_no      INTEGER PRIMARY KEY,
  sheet_id    BLOB NOT NULL REFERENCES count_sheet (id),
  code        TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  first_seq   INTEGER NOT NULL,
  counted_seq INTEGER NOT NULL,
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  at          INTEGER NOT NULL,
  UNIQUE (sheet_id, code)
) STRICT;

CREATE TABLE counter (
  name   TEXT PRIMARY KEY,
  value  INTEGER NOT NULL
) STRICT;

CREATE TABLE customer (
  row_no       INTEGER PRIMARY KEY,
  seq          INTEGER NOT NULL CHECK (seq = row_no),
  id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  name_folded  TEXT NOT NULL,
  email        TEXT NOT NULL DEFAULT '',
  email_folded TEXT NOT NULL DEFAULT '',
  phone        TEXT NOT NULL DEFAULT '',
  tier_id      BLOB REFERENCES tier (id),
  note         TEXT NOT NULL DEFAULT '',
  archived_at  INTEGER,
  created_at   INTEGER NOT NULL,
  row_version  INTEGER NOT NULL DEFAULT 1
, updated_at INTEGER NOT NULL DEFAULT 0, merged_into_id BLOB REFERENCES customer (id)
  CHECK (merged_into_id IS NULL OR (archived_at IS NOT NULL AND merged_into_id <> id)), phone_digits TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE import_mapping (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  name_folded TEXT NOT NULL UNIQUE,
  mapping     TEXT NOT NULL CHECK (json_valid(mapping)),
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  created_at  INTEGER NOT NULL,
  row_version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE job (
  name        TEXT PRIMARY KEY,
  schedule    TEXT NOT NULL,
  last_run_at INTEGER,
  last_result TEXT
) STRICT;

CREATE TABLE location (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name        TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 120),
  archived_at INTEGER,
  created_at  INTEGER NOT NULL,
  row_version INTEGER NOT NULL DEFAULT 1
, name_folded TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE order_line (
  order_id    BLOB NOT NULL REFERENCES orders (id),
  line_no     INTEGER NOT NULL CHECK (line_no > 0),
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  location_id BLOB NOT NULL REFERENCES location (id),
  sku         TEXT NOT NULL,
  name        TEXT NOT NULL,
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  unit_price  INTEGER NOT NULL CHECK (unit_price >= 0),
  tax_rate_bp INTEGER NOT NULL CHECK (tax_rate_bp >= 0),
  tax         INTEGER NOT NULL CHECK (tax >= 0),
  breakdown   TEXT NOT NULL,
  line_total  INTEGER NOT NULL CHECK (line_total >= 0), list_price INTEGER NOT NULL DEFAULT 0 CHECK (list_price >= 0), quoted_at INTEGER NOT NULL DEFAULT 0, returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND quantity),
  PRIMARY KEY (order_id, line_no)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE order_status_history (
  order_id    BLOB NOT NULL REFERENCES orders (id),
  step        INTEGER NOT NULL CHECK (step > 0),
  from_status TEXT,
  to_status   TEXT NOT NULL,
  reason      TEXT,
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  at          INTEGER NOT NULL,
  PRIMARY KEY (order_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_transition (
  from_status TEXT NOT NULL,
  to_status   TEXT NOT NULL,
  by          TEXT NOT NULL CHECK (by IN ('person', 'close_short')),
  PRIMARY KEY (from_status, to_status)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  row_no         INTEGER PRIMARY KEY,
  seq            INTEGER NOT NULL CHECK (seq = row_no),
  id             BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  number         TEXT NOT NULL UNIQUE,
  status         TEXT NOT NULL CHECK (status IN
                   ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled', 'rejected')),
  priority       TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  customer_id    BLOB REFERENCES customer (id),
  customer_name  TEXT NOT NULL,
  customer_email TEXT NOT NULL DEFAULT '',
  customer_phone TEXT NOT NULL DEFAULT '',
  location_id    BLOB NOT NULL REFERENCES location (id),
  fulfilment     TEXT NOT NULL CHECK (fulfilment IN ('pickup', 'delivery')),
  address        TEXT NOT NULL DEFAULT '',
  promised_on    TEXT,
  line_count     INTEGER NOT NULL CHECK (line_count > 0),
  items          INTEGER NOT NULL CHECK (items > 0),
  subtotal       INTEGER NOT NULL CHECK (subtotal >= 0),
  discount       INTEGER NOT NULL CHECK (discount >= 0),
  tax            INTEGER NOT NULL CHECK (tax >= 0),
  total          INTEGER NOT NULL CHECK (total >= 0),
  note           TEXT NOT NULL DEFAULT '',
  rejection      TEXT CHECK ((rejection IS NOT NULL) = (status = 'rejected')),
  hold_seconds   INTEGER NOT NULL,
  staff_id       BLOB NOT NULL REFERENCES staff (id),
  created_at     INTEGER NOT NULL,
  status_at      INTEGER NOT NULL,
  row_version    INTEGER NOT NULL DEFAULT 1
, basket_id BLOB REFERENCES basket (id), tier_name TEXT NOT NULL DEFAULT '', walk_in TEXT CHECK (walk_in IS NULL OR customer_id IS NULL), paid INTEGER NOT NULL DEFAULT 0 CHECK (paid >= 0), returned INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND total)) STRICT;

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

CREATE TABLE price_stamp (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  stamp BLOB NOT NULL CHECK (length(stamp) = 16)
) STRICT;

CREATE TABLE product (
  row_no      INTEGER PRIMARY KEY,
  seq         INTEGER NOT NULL CHECK (seq = row_no),
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  name_folded TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  category_id BLOB REFERENCES category (id),
  base_price  INTEGER NOT NULL CHECK (base_price >= 0),
  unit        TEXT NOT NULL DEFAULT '',
  archived_at INTEGER,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  row_version INTEGER NOT NULL DEFAULT 1
, tax_rate_bp INTEGER CHECK (tax_rate_bp BETWEEN 0 AND 10000)) STRICT;

CREATE TABLE request (
  seq           INTEGER PRIMARY KEY,
  id            BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  staff_id      BLOB NOT NULL REFERENCES staff (id),
  command       TEXT NOT NULL,
  request_hash  BLOB NOT NULL CHECK (length(request_hash) = 32),
  response      TEXT NOT NULL,
  at            INTEGER NOT NULL
) STRICT;

CREATE TABLE reservation (
  row_no      INTEGER PRIMARY KEY,
  seq         INTEGER NOT NULL CHECK (seq = row_no),
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  group_id    BLOB NOT NULL CHECK (length(group_id) = 16),
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  location_id BLOB NOT NULL REFERENCES location (id),
  quantity    INTEGER NOT NULL CHECK (quantity > 0),
  status      TEXT NOT NULL CHECK (status IN ('active', 'consumed', 'released', 'expired')),
  expires_at  INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  ended_at    INTEGER CHECK ((ended_at IS NULL) = (status = 'active')),
  for_whom    TEXT NOT NULL DEFAULT '',
  customer_id BLOB REFERENCES customer (id),
  order_id    BLOB REFERENCES orders (id),
  basket_id   BLOB REFERENCES basket (id),
  note        TEXT NOT NULL DEFAULT '',
  staff_id    BLOB NOT NULL REFERENCES staff (id)
, asked_at INTEGER, asked_by BLOB REFERENCES staff (id) CHECK ((asked_by IS NULL) = (asked_at IS NULL)), asked_note TEXT NOT NULL DEFAULT '', wait_id BLOB REFERENCES stock_wait (id)) STRICT;

CREATE TABLE saved_view (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  staff_id    BLOB NOT NULL REFERENCES staff (id),
  screen      TEXT NOT NULL,
  name        TEXT NOT NULL,
  state       TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  UNIQUE (staff_id, screen, name)
) STRICT;

CREATE TABLE schema_migration (
           version    INTEGER PRIMARY KEY,
           name       TEXT NOT NULL,
           checksum   TEXT NOT NULL,
           applied_at INTEGER NOT NULL
         ) STRICT;

CREATE TABLE setting (
  id                  INTEGER PRIMARY KEY CHECK (id = 1),
  store_name          TEXT NOT NULL CHECK (length(store_name) BETWEEN 1 AND 120),
  currency            TEXT NOT NULL CHECK (length(currency) = 3),
  time_zone           TEXT NOT NULL,
  hold_seconds        INTEGER NOT NULL CHECK (hold_seconds BETWEEN 1 AND 2592000),
  order_hold_seconds  INTEGER NOT NULL CHECK (order_hold_seconds BETWEEN 1 AND 2592000),
  checkout_seconds    INTEGER NOT NULL CHECK (checkout_seconds BETWEEN 1 AND 2592000),
  reorder_level       INTEGER NOT NULL CHECK (reorder_level >= 0),
  tax_rate_bp         INTEGER NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  selling_location_id BLOB NOT NULL REFERENCES location (id),
  row_version         INTEGER NOT NULL DEFAULT 1
, scan_gap_ms INTEGER NOT NULL DEFAULT 40 CHECK (scan_gap_ms BETWEEN 0 AND 500), checkout_longest_seconds INTEGER NOT NULL DEFAULT 1800
  CHECK (checkout_longest_seconds BETWEEN 1 AND 2592000), wait_seconds INTEGER NOT NULL DEFAULT 604800
  CHECK (wait_seconds BETWEEN 1 AND 31536000)) STRICT;

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

CREATE TABLE staff (
  row_no      INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  role        TEXT NOT NULL CHECK (role IN ('system', 'viewer', 'clerk', 'manager', 'owner')),
  origin      TEXT NOT NULL CHECK (origin IN ('system', 'store', 'os_user')),
  created_at  INTEGER NOT NULL,
  row_version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (origin, name)
) STRICT;

CREATE TABLE stock_balance (
  row_no      INTEGER PRIMARY KEY,
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  location_id BLOB NOT NULL REFERENCES location (id),
  on_hand     INTEGER NOT NULL CHECK (on_hand >= 0),
  reserved    INTEGER NOT NULL CHECK (reserved >= 0),
  available   INTEGER NOT NULL GENERATED ALWAYS AS (on_hand - reserved) VIRTUAL CHECK (available >= 0),
  UNIQUE (variant_id, location_id)
) STRICT;

CREATE TABLE stock_movement (
  seq            INTEGER PRIMARY KEY,
  variant_id     BLOB NOT NULL REFERENCES variant (id),
  location_id    BLOB NOT NULL REFERENCES location (id),
  kind           TEXT NOT NULL CHECK (kind IN
                   ('receive', 'adjust', 'transfer_out', 'transfer_in', 'reserve', 'release', 'expire', 'ship', 'return')),
  on_hand_delta  INTEGER NOT NULL,
  reserved_delta INTEGER NOT NULL,
  on_hand_after  INTEGER NOT NULL CHECK (on_hand_after >= 0),
  reserved_after INTEGER NOT NULL CHECK (reserved_after BETWEEN 0 AND on_hand_after),
  reason         TEXT,
  note           TEXT,
  unit_cost      INTEGER,
  ref_type       TEXT,
  ref_id         BLOB,
  ref_label      TEXT,
  staff_id       BLOB NOT NULL REFERENCES staff (id),
  request_id     BLOB,
  at             INTEGER NOT NULL
, batch_id BLOB REFERENCES batch (id)) STRICT;

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

CREATE TABLE store (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  store_id         BLOB NOT NULL CHECK (length(store_id) = 16),
  demo             INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
  created_at       INTEGER NOT NULL,
  last_backup_at   INTEGER
) STRICT;

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

CREATE TABLE "variant" (
  row_no           INTEGER PRIMARY KEY,
  seq              INTEGER NOT NULL CHECK (seq = row_no),
  id               BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  product_id       BLOB NOT NULL REFERENCES product (id),
  sku              TEXT NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
  sku_folded       TEXT NOT NULL UNIQUE,
  -- [{"name": "Size", "value": "M"}, ...] in the order in which people gave them.
  attributes       TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attributes)),
  -- The values of the attributes, as people call the variant: "M / Red". Empty for a simple product.
  label            TEXT NOT NULL DEFAULT '',
  price_adjustment INTEGER NOT NULL DEFAULT 0,
  reorder_level    INTEGER CHECK (reorder_level >= 0),
  -- What one unit cost at the last receipt that says so and was not taken back.
  last_cost        INTEGER CHECK (last_cost >= 0),
  archived_at      INTEGER,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  row_version      INTEGER NOT NULL DEFAULT 1,
  -- What follows from its product, kept by catalog/search.rs, so that lists are walked along an index and read little:
  -- the product's folded name, the price of this variant, whether neither is archived, and the level that counts (null:
  -- the store's).
  name_folded      TEXT NOT NULL DEFAULT '',
  price            INTEGER NOT NULL DEFAULT 0,
  active           INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  level_here       INTEGER
) STRICT;

CREATE VIRTUAL TABLE variant_search USING fts5 (
  text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE 'variant_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'variant_search_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'variant_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'variant_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE VIRTUAL TABLE variant_search_word USING fts5vocab ('variant_search', 'row');

CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;

CREATE TRIGGER audit_entry_is_not_deleted BEFORE DELETE ON audit_entry
WHEN OLD.seq > (SELECT pruned_through FROM audit_prune WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END;

CREATE TRIGGER category_added   AFTER INSERT ON category BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER category_put     AFTER UPDATE OF parent_id ON category
BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER category_removed AFTER DELETE ON category BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER orders_are_not_deleted BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'an order is never deleted'); END;

CREATE TRIGGER orders_begin BEFORE INSERT ON orders
WHEN NEW.status NOT IN ('pending', 'rejected')
BEGIN SELECT RAISE(ABORT, 'an order begins pending or rejected'); END;

CREATE TRIGGER orders_move_along_the_table BEFORE UPDATE OF status ON orders
WHEN NEW.status <> OLD.status
 AND NOT EXISTS (SELECT 1 FROM order_transition WHERE from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'no such order transition'); END;

CREATE TRIGGER payment_is_not_changed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never changed'); END;

CREATE TRIGGER payment_is_not_deleted BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never deleted'); END;

CREATE TRIGGER price_rule_added   AFTER INSERT ON price_rule BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER price_rule_changed AFTER UPDATE ON price_rule BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER price_rule_removed AFTER DELETE ON price_rule BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER reservation_ends_once BEFORE UPDATE OF status ON reservation
WHEN OLD.status <> 'active'
BEGIN SELECT RAISE(ABORT, 'an ended reservation stays as it ended'); END;

CREATE TRIGGER stock_movement_is_not_changed BEFORE UPDATE ON stock_movement
BEGIN SELECT RAISE(ABORT, 'a stock movement is never changed'); END;

CREATE TRIGGER stock_movement_is_not_deleted BEFORE DELETE ON stock_movement
BEGIN SELECT RAISE(ABORT, 'a stock movement is never deleted'); END;

CREATE TRIGGER stock_wait_ends_once BEFORE UPDATE OF status ON stock_wait
WHEN OLD.status <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'an ended wait stays as it ended'); END;

CREATE TRIGGER tier_added   AFTER INSERT ON tier BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER tier_changed AFTER UPDATE ON tier BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;

CREATE TRIGGER tier_removed AFTER DELETE ON tier BEGIN UPDATE price_stamp SET stamp = randomblob(16); END;
