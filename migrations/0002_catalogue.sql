-- The whole catalogue and stock keeping: a tree of categories, products with several variants, search, several
-- locations, batches that can be taken back, stock counts, and the mappings of imports.
-- Tables that get other rules are made anew and filled from the old ones; foreign keys are checked at the end.

-- ---- the catalogue -----------------------------------------------------------------------------------

-- No store has a category yet: nothing could make one.
DROP TABLE category;
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
CREATE INDEX category_by_parent ON category (parent_id);
CREATE UNIQUE INDEX category_among_siblings ON category (coalesce(parent_id, x''), name_folded) WHERE archived_at IS NULL;

CREATE TABLE variant_2 (
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
-- SKUs are equal by Unicode case folding since this version. Two that were not equal before and are now ("STRASSE",
-- "Straße") stay apart by a number behind the later one.
INSERT INTO variant_2 (row_no, seq, id, product_id, sku, sku_folded, price_adjustment, reorder_level, last_cost,
                       archived_at, created_at, updated_at, row_version, name_folded, price, active, level_here)
SELECT row_no, seq, id, product_id, sku, fold(sku), price_adjustment, reorder_level,
       (SELECT unit_cost FROM stock_movement
        WHERE variant_id = alike.id AND kind = 'receive' AND unit_cost IS NOT NULL ORDER BY seq DESC LIMIT 1),
       archived_at, created_at, created_at, row_version, name_folded, price, active, reorder_level
FROM (SELECT variant.row_no, variant.seq, variant.id, product_id, price_adjustment, reorder_level,
             variant.archived_at, variant.created_at, variant.row_version,
             CASE row_number() OVER (PARTITION BY fold(sku) ORDER BY variant.seq)
               WHEN 1 THEN sku ELSE substr(sku, 1, 40) || '-#' || variant.seq END AS sku,
             fold(product.name) AS name_folded,
             product.base_price + price_adjustment AS price,
             product.archived_at IS NULL AND variant.archived_at IS NULL AS active
      FROM variant JOIN product ON product.id = variant.product_id) AS alike;
DROP TABLE variant;
ALTER TABLE variant_2 RENAME TO variant;
CREATE INDEX variant_by_product ON variant (product_id, seq);
CREATE INDEX variant_by_name ON variant (active, name_folded, seq);
CREATE INDEX variant_by_sku ON variant (active, sku_folded, seq);
CREATE INDEX variant_by_price ON variant (active, price, seq);
UPDATE product SET name_folded = fold(name);
-- Lists are walked by the variants' own indexes.
DROP INDEX product_by_name;
UPDATE customer SET name_folded = fold(name), email_folded = fold(email);

-- A barcode is unique among active variants: what is archived keeps its codes, and gives way.
CREATE TABLE barcode_2 (
  row_no      INTEGER PRIMARY KEY,
  code        TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  variant_id  BLOB NOT NULL REFERENCES variant (id),
  active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
INSERT INTO barcode_2 (row_no, code, variant_id, active)
SELECT barcode.row_no, barcode.code, barcode.variant_id,
       product.archived_at IS NULL AND variant.archived_at IS NULL
FROM barcode
JOIN variant ON variant.id = barcode.variant_id
JOIN product ON product.id = variant.product_id;
DROP TABLE barcode;
ALTER TABLE barcode_2 RENAME TO barcode;
CREATE UNIQUE INDEX barcode_active ON barcode (code) WHERE active = 1;
CREATE INDEX barcode_by_code ON barcode (code);
CREATE INDEX barcode_by_variant ON barcode (variant_id);

-- Every three characters of what a variant is found by; its rowid is the variant's. Words are looked up by the
-- threes that they consist of and then held against the text itself, so no positions are kept. See catalog/search.rs,
-- which fills it.
CREATE VIRTUAL TABLE variant_search USING fts5 (
  text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
);
-- Which threes there are: words of one and two characters are looked up by those that begin with them.
CREATE VIRTUAL TABLE variant_search_word USING fts5vocab ('variant_search', 'row');

-- Few variants have units reserved.
CREATE INDEX stock_balance_reserved ON stock_balance (variant_id) WHERE reserved > 0;

-- ---- stock -------------------------------------------------------------------------------------------

ALTER TABLE location ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
UPDATE location SET name_folded = fold(name);
CREATE UNIQUE INDEX location_by_name ON location (name_folded) WHERE archived_at IS NULL;

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
CREATE UNIQUE INDEX adjustment_reason_by_name ON adjustment_reason (name_folded) WHERE archived_at IS NULL;
INSERT INTO adjustment_reason (id, code, name, name_folded, fixed, created_at) VALUES
  (x'019a0000000070008000000000000001', 'damaged',       'Damaged',       'damaged',       0, 0),
  (x'019a0000000070008000000000000002', 'lost',          'Lost',          'lost',          0, 0),
  (x'019a0000000070008000000000000003', 'found',         'Found',         'found',         1, 0),
  (x'019a0000000070008000000000000004', 'expired',       'Expired',       'expired',       0, 0),
  (x'019a0000000070008000000000000005', 'correction',    'Correction',    'correction',    0, 0),
  (x'019a0000000070008000000000000006', 'own_use',       'Own use',       'own use',       0, 0),
  (x'019a0000000070008000000000000007', 'opening_stock', 'Opening stock', 'opening stock', 1, 0),
  (x'019a0000000070008000000000000008', 'count',         'Stock count',   'stock count',   1, 0),
  (x'019a0000000070008000000000000009', 'import',        'Import',        'import',        1, 0),
  (x'019a000000007000800000000000000a', 'undo',          'Undo',          'undo',          1, 0);

-- What people changed in one act, and can take back in one.
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
CREATE INDEX batch_by_kind ON batch (kind, seq);

-- What a batch changed in the catalogue: both values, and the version it left, by which a later edit is seen.
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

ALTER TABLE stock_movement ADD COLUMN batch_id BLOB REFERENCES batch (id);
CREATE INDEX stock_movement_by_batch ON stock_movement (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX stock_movement_batched ON stock_movement (location_id) WHERE batch_id IS NOT NULL;

-- ---- stock counts ------------------------------------------------------------------------------------

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
CREATE INDEX count_sheet_by_status ON count_sheet (status, seq);

-- What is to be counted, and what was. `first_seq` and `counted_seq` are the ledger's last movement when the first and
-- the last part of the figure was entered; `expected` is what the ledger had on hand at the latter.
-- A variant that is deleted was never used, and leaves the sheets that wanted it counted.
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
CREATE INDEX count_line_by_sheet ON count_line (sheet_id);
CREATE INDEX count_line_uncounted ON count_line (sheet_id) WHERE counted IS NULL;
CREATE INDEX count_line_differing ON count_line (sheet_id) WHERE counted <> expected;
CREATE INDEX count_line_moved ON count_line (sheet_id) WHERE moved = 1;
CREATE INDEX count_line_posted ON count_line (sheet_id) WHERE posted IS NOT NULL;
CREATE INDEX count_line_by_variant ON count_line (variant_id, counted_seq, turn);

-- Codes that named nothing when they were scanned, kept aside until somebody says what they are.
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

-- ---- imports and the screen --------------------------------------------------------------------------

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

-- The longest pause between two keys of a scanner, in milliseconds; 0: no scanner.
ALTER TABLE setting ADD COLUMN scan_gap_ms INTEGER NOT NULL DEFAULT 40 CHECK (scan_gap_ms BETWEEN 0 AND 500);
