//! What is pinned: the schema, the codes, the tables' topics, SQLite's age. A change here is a decision.

mod support;

use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use stockroom_core::Core;
use stockroom_core::db::{
    APPLICATION_ID, EXEMPT_TABLES, LATEST, Lock, MIGRATIONS, migrate, migrate_to, pinned_schema, topic_of,
};
use stockroom_core::kernel::{OrderStatus, Topic};
use stockroom_core::orders::states;
use support::{Shop, column};

fn fresh() -> rusqlite::Connection {
    let mut conn = rusqlite::Connection::open_in_memory().expect("a database");
    migrate(&mut conn, 0).expect("the migrations run");
    conn
}

fn tables(conn: &rusqlite::Connection) -> Vec<String> {
    column(conn, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
}

/// With `STOCKROOM_PIN=1` the file is written anew, to be read in the change.
#[test]
fn the_schema_is_the_pinned_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pinned/schema.sql");
    let schema = pinned_schema(&fresh()).expect("the schema") + "\n";
    if std::env::var_os("STOCKROOM_PIN").is_some() {
        std::fs::write(path, &schema).expect("pinned");
    }
    let pinned = std::fs::read_to_string(path).expect("the pinned schema").replace("\r\n", "\n");
    assert!(schema == pinned, "the schema changed; read the difference after STOCKROOM_PIN=1 cargo test --test schema");
}

#[test]
fn a_new_store_has_the_pinned_schema_and_the_latest_version() {
    let shop = Shop::open();
    assert_eq!(pinned_schema(&shop.look()).expect("a schema"), pinned_schema(&fresh()).expect("a schema"));
    let version: i64 = shop.look().pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!((version, MIGRATIONS.len() as i64), (LATEST, LATEST));
    let info = shop.call("store_info", json!({})).done();
    assert_eq!((&info["schemaVersion"], &info["journalMode"]), (&json!(LATEST), &json!("wal")));
}

#[test]
fn migrations_are_numbered_without_gaps_and_run_once() {
    let versions: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
    assert_eq!(versions, (1..=LATEST).collect::<Vec<_>>());
    let mut conn = fresh();
    assert_eq!(migrate(&mut conn, 0).expect("again"), Vec::<i64>::new());
}

#[test]
fn sqlite_is_without_the_bug_of_the_log_reset() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
    let shop = Shop::open();
    let info = shop.call("store_info", json!({})).done();
    assert_eq!(info["sqliteVersion"], rusqlite::version());
}

#[test]
fn every_table_is_strict_and_every_money_column_is_whole() {
    let conn = fresh();
    let loose: Vec<String> = column(
        &conn,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
         AND name NOT LIKE 'sqlite_%'",
    );
    assert_eq!(loose, Vec::<String>::new());
    let floats: Vec<String> = column(
        &conn,
        "SELECT list.name || '.' || info.name FROM pragma_table_list AS list, pragma_table_info(list.name) AS info
         WHERE list.schema = 'main' AND info.type = 'REAL'",
    );
    assert_eq!(floats, Vec::<String>::new());
}

#[test]
fn every_table_has_a_topic_or_a_reason_to_have_none() {
    let conn = fresh();
    for table in tables(&conn) {
        let exempt = EXEMPT_TABLES.iter().any(|(name, reason)| *name == table && !reason.is_empty());
        assert!(topic_of(&table).is_some() != exempt, "{table}: a topic or an exemption, not both");
    }
    for (name, _) in EXEMPT_TABLES {
        assert!(tables(&conn).iter().any(|table| table == name), "{name} is exempt and is no table");
    }
    // The update hook hears nothing of tables without a rowid.
    let deaf: Vec<String> = column(&conn, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr = 1");
    for table in deaf {
        assert_eq!(topic_of(&table), None, "{table} has a topic and no rowid");
    }
}

/// What each command announces. A list that is open is read again only if its topic is named.
#[test]
fn a_commit_announces_what_it_changed() {
    let mut shop = Shop::open();
    let heard: Arc<(Mutex<BTreeSet<&'static str>>, Condvar)> = Arc::default();
    let listener = heard.clone();
    shop.core.on_change(move |change| {
        let topics = change.topics.iter().map(|topic: &Topic| topic.as_str());
        listener.0.lock().expect("the topics").extend(topics);
        listener.1.notify_all();
    });
    // News goes out after the answer: waited for until all of it came. What came too much is there the next time.
    let announced = move |expected: &[&str]| {
        let still_missing = |topics: &mut BTreeSet<&str>| expected.iter().any(|topic| !topics.contains(topic));
        let topics = heard.0.lock().expect("the topics");
        let waited = heard.1.wait_timeout_while(topics, Duration::from_secs(30), still_missing).expect("the topics");
        std::mem::take(&mut *{ waited.0 }).into_iter().collect::<Vec<_>>()
    };
    for (scenario, topics) in [
        ("product tea 1.00", &["audit", "products"][..]),
        ("receive tea 10", &["audit", "stock"]),
        ("adjust tea -1 lost", &["audit", "stock"]),
        ("hold R1 tea 1", &["audit", "holds", "stock"]),
        ("extend R1 60s", &["audit", "holds"]),
        ("release R1", &["audit", "holds", "stock"]),
        ("order O1 tea 1", &["audit", "customers", "holds", "orders", "stock"]),
        ("confirm O1", &["audit", "holds", "orders"]),
        ("process O1", &["audit", "orders"]),
        ("ship O1", &["audit", "orders", "stock"]),
        ("order O2 tea 99 -> STOCK_INSUFFICIENT", &[]),
        ("hold R2 tea 1 for 1s\n tick 1s", &["audit", "holds", "stock"]),
        ("sweep 1", &["audit", "holds", "stock"]),
        ("sweep 0", &[]),
    ] {
        shop.play(scenario);
        assert_eq!(announced(topics), topics, "{scenario}");
    }
    let sheet = shop.call("count_start", json!({ "scope": "all" })).done()["id"].clone();
    assert_eq!(announced(&["audit", "counts"]), ["audit", "counts"]);
    let entries = json!([{ "code": "tea", "quantity": 1, "mode": "set" }]);
    shop.call("count_enter", json!({ "id": sheet, "entries": entries })).done();
    assert_eq!(announced(&["counts"]), ["counts"]);
    shop.call("count_post", json!({ "id": sheet, "rowVersion": 2, "uncounted": "leave" })).done();
    assert_eq!(announced(&["audit", "counts", "stock"]), ["audit", "counts", "stock"]);
    shop.call("settings_update", json!({ "rowVersion": 1, "storeName": "Alder" })).done();
    assert_eq!(announced(&["audit", "settings"]), ["audit", "settings"]);
}

#[test]
fn the_table_of_transitions_is_the_programs() {
    let conn = fresh();
    assert_eq!(states::differences(&conn).expect("read"), Vec::<String>::new());
    let in_sql: BTreeSet<(String, String)> = {
        let mut statement = conn.prepare("SELECT from_status, to_status FROM order_transition").expect("a statement");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        rows.collect::<Result<_, _>>().expect("pairs")
    };
    let in_rust: BTreeSet<(String, String)> =
        states::TRANSITIONS.iter().map(|way| (way.from.to_string(), way.to.to_string())).collect();
    assert_eq!(in_sql, in_rust);
    for last in [OrderStatus::Delivered, OrderStatus::Cancelled, OrderStatus::Rejected] {
        assert!(states::TRANSITIONS.iter().all(|way| way.from != last), "{last} is final");
    }
}

/// The codes that screens, scripts and the table of messages know. A code is added here on purpose and never renamed.
#[test]
fn the_codes_are_the_pinned_ones() {
    let declaration = <stockroom_core::Refusal as ts_rs::TS>::decl(&ts_rs::Config::new());
    let codes: BTreeSet<&str> =
        declaration.split("\"code\": \"").skip(1).filter_map(|part| part.split('"').next()).collect();
    let pinned = [
        "ALREADY_UNDONE",
        "ARCHIVED",
        "BAD_JSON",
        "BARCODE_TAKEN",
        "BASKET_EMPTY",
        "BASKET_NOT_OPEN",
        "BUSY",
        "CANCELLED",
        "CATEGORY_CYCLE",
        "CATEGORY_NOT_EMPTY",
        "CLOSE_SHORT_TOO_MANY",
        "CONFLICT",
        "COUNT_BELOW_RESERVED",
        "COUNT_ENDED",
        "COUNT_NEEDS_RECOUNT",
        "CURRENCY_FIXED",
        "CUSTOMER_EMAIL_TAKEN",
        "DESTINATION_NOT_ALLOWED",
        "DISK_ERROR",
        "DISK_FULL",
        "DUPLICATE_LINES",
        "FILE_DAMAGED",
        "FILE_LOCKED",
        "FILE_MISSING",
        "FILE_NOT_A_STORE",
        "FILE_READ_ONLY",
        "FILE_TOO_NEW",
        "FORBIDDEN",
        "HANDLE_GONE",
        "HOLD_ENDED",
        "HOLD_LONGEST",
        "HOLD_OF_ORDER",
        "IMPORT_FILE_REFUSED",
        "IMPORT_NOTHING",
        "IMPORT_OUT_OF_DATE",
        "LOCATION_IN_USE",
        "NAME_TAKEN",
        "NOT_FOUND",
        "ORDERS_NOT_WHOLE",
        "ORDER_NOT_EDITABLE",
        "ORDER_TRANSITION_NOT_ALLOWED",
        "OUTCOME_UNKNOWN",
        "PAYMENT_NOT_POSSIBLE",
        "PAYMENT_TOO_LARGE",
        "PRODUCT_ARCHIVED",
        "PRODUCT_IN_USE",
        "PRODUCT_USED",
        "REASON_FIXED",
        "REFUND_TOO_LARGE",
        "REQUEST_ID_REUSED",
        "RETURN_NOT_POSSIBLE",
        "RETURN_TOO_MANY",
        "SHIP_TOO_MANY",
        "SKU_TAKEN",
        "STOCK_BELOW_RESERVED",
        "STOCK_INSUFFICIENT",
        "TIER_IN_USE",
        "TOO_LARGE",
        "UNDO_NOT_POSSIBLE",
        "UNKNOWN_COMMAND",
        "VALIDATION",
        "WAIT_ENDED",
    ];
    assert_eq!(codes, BTreeSet::from(pinned));
}

// ---- from the version before -----------------------------------------------------------------------------

/// A store as the program before this one left it: products with barcodes, archived ones too, receipts with costs,
/// two SKUs that case folding makes equal.
fn store_of_schema_1(path: &std::path::Path) {
    let mut conn = rusqlite::Connection::open(path).expect("a file");
    conn.pragma_update(None, "application_id", APPLICATION_ID).expect("a store");
    conn.pragma_update(None, "journal_mode", "WAL").expect("a log");
    assert_eq!(migrate_to(&mut conn, 1, 0, &|_, _| Ok(())).expect("schema 1"), [1]);
    let id = |number: u8| format!("x'019a00000000700080000000000000{number:02x}'");
    let product = |number: u8, name: &str, sku: &str, code: &str, archived: bool| {
        let (product, variant) = (id(number), id(number + 0x40));
        let gone = if archived { "5" } else { "NULL" };
        format!(
            "INSERT INTO product (row_no, seq, id, name, name_folded, description, base_price, archived_at, created_at, updated_at)
               VALUES ({number}, {number}, {product}, '{name}', lower('{name}'), 'as it was', 450, {gone}, 1, 2);
             INSERT INTO variant (row_no, seq, id, product_id, sku, sku_folded, reorder_level, created_at)
               VALUES ({number}, {number}, {variant}, {product}, '{sku}', '{}', 3, 1);
             INSERT INTO barcode (code, variant_id) VALUES ('{code}', {variant});",
            sku.to_lowercase(),
        )
    };
    let receipt = |number: u8, quantity: i64, after: i64, cost: &str| {
        format!(
            "INSERT INTO stock_movement (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
               reserved_after, unit_cost, staff_id, at)
             VALUES ({}, {}, 'receive', {quantity}, 0, {after}, 0, {cost}, {}, 3);",
            id(number + 0x40),
            id(0x90),
            id(0x92)
        )
    };
    let (location, owner, system, balance, order) = (id(0x90), id(0x92), id(0x91), id(0x41), id(0x93));
    let sql = [
        format!(
            "BEGIN;
             INSERT INTO store (id, store_id, created_at) VALUES (1, {owner}, 1);
             INSERT INTO staff (id, name, role, origin, created_at) VALUES
               ({system}, 'Stockroom', 'system', 'system', 1), ({owner}, 'Niamh', 'owner', 'store', 1);
             INSERT INTO location (id, name, created_at) VALUES ({location}, 'Shop', 1);
             INSERT INTO setting (id, store_name, currency, time_zone, hold_seconds, order_hold_seconds, checkout_seconds,
               reorder_level, tax_rate_bp, selling_location_id)
             VALUES (1, 'Alder', 'EUR', 'Europe/Dublin', 600, 3600, 300, 0, 0, {location});"
        ),
        product(1, "Green Tea", "TEA", "4011", false),
        product(2, "Old Lamp", "LAMP", "4012", true),
        product(3, "Sign", "STRASSE", "4013", false),
        product(4, "Other sign", "straße", "4014", false),
        receipt(1, 5, 5, "200"),
        receipt(1, 3, 8, "210"),
        receipt(1, 2, 10, "NULL"),
        format!(
            "INSERT INTO stock_balance (variant_id, location_id, on_hand, reserved) VALUES ({balance}, {location}, 10, 0);
             INSERT INTO orders (row_no, seq, id, number, status, priority, customer_name, location_id, fulfilment,
               line_count, items, subtotal, discount, tax, total, hold_seconds, staff_id, created_at, status_at)
             VALUES (1, 1, {order}, '2026-000001', 'pending', 'normal', 'Keane', {location}, 'pickup',
               1, 2, 1000, 0, 0, 1000, 60, {owner}, 4, 4);
             INSERT INTO order_line (order_id, line_no, variant_id, location_id, sku, name, quantity, unit_price, tax_rate_bp,
               tax, breakdown, line_total)
             VALUES ({order}, 1, {balance}, {location}, 'TEA', 'Green Tea', 2, 500, 0, 0,
               '[{{\"label\":\"base_price\",\"change\":null,\"price\":\"4.50\"}},
                 {{\"label\":\"variant_adjustment\",\"change\":\"+0.50\",\"price\":\"5.00\"}}]', 1000);
             INSERT INTO order_status_history (order_id, step, to_status, staff_id, at) VALUES ({order}, 1, 'pending', {owner}, 4);
             COMMIT;"
        ),
    ];
    conn.execute_batch(&sql.concat()).expect("a store of schema 1");
}

#[test]
fn a_store_of_the_version_before_is_brought_up_to_date() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("shop.stockroom");
    store_of_schema_1(&path);
    let clock = stockroom_core::ManualClock::at(support::OPENING);
    let open = || Core::open(support::options(&path, &clock).create(false));

    // Another program that has the store open keeps it as it is.
    let other = Lock::shared(&path).expect("another program");
    assert_eq!(open().map(|_| ()).expect_err("it is in use").code(), "FILE_LOCKED");
    drop(other);

    let core = open().expect("it opens");
    let call = |command: &str, request: serde_json::Value| {
        let answer = core.dispatch(&core.owner_session(), command, &support::new_id(), &request.to_string());
        support::Answer::parse(answer).done()
    };
    let row = call("stock_list", json!({ "text": "tea green" }))["rows"][0].clone();
    assert_eq!(
        (&row["sku"], &row["onHand"], &row["lastCost"], &row["price"], &row["reorderLevelHere"]),
        (&json!("TEA"), &json!(10), &json!("2.10"), &json!("4.50"), &json!(3))
    );
    let tea = call("product_get", json!({ "variantId": row["variantId"] }));
    assert_eq!((&tea["variants"][0]["barcodes"], &tea["deletable"]), (&json!(["4011"]), &json!(false)));
    let found = |code: &str| call("product_find", json!({ "code": code }))["match"].clone();
    assert_eq!((&found("4012")["sku"], &found("4012")["archived"]), (&json!("LAMP"), &json!(true)));
    // What the old lamp gave up, another may take.
    call("product_create", json!({ "name": "Lamp", "sku": "LAMP-2", "price": "1.00", "barcodes": ["4012"] }));
    assert_eq!(found("4012")["sku"], "LAMP-2");
    // Two SKUs that are equal now: the older one keeps its own.
    assert_eq!((&found("STRASSE")["name"], &found("straße-#4")["name"]), (&json!("Sign"), &json!("Other sign")));
    let newest = call("audit_list", json!({ "filter": { "actions": ["store_migrated"] } }))["rows"].clone();
    assert_eq!(newest.as_array().map(Vec::len), Some(MIGRATIONS.len() - 1), "{newest}");
    // The price of an old order is explained in the words of today.
    let order = call("order_get", json!({ "number": "2026-000001" }));
    let steps = order["lines"][0]["breakdown"].as_array().expect("steps").clone();
    let told: Vec<_> =
        steps.iter().map(|step| (&step["kind"], &step["before"], &step["change"], &step["after"])).collect();
    assert_eq!(
        told,
        [
            (&json!("base"), &json!(null), &json!(null), &json!("4.50")),
            (&json!("variant"), &json!("4.50"), &json!("0.50"), &json!("5.00"))
        ]
    );
    support::doctor(&core);
    core.close();
    drop(core);

    let copies = || -> Vec<std::path::PathBuf> {
        let paths = std::fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("an entry").path());
        let is_copy = |path: &std::path::PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("shop-schema-1-") && name.ends_with(".stockroom")
        };
        paths.filter(is_copy).collect()
    };
    let [copy] = copies().try_into().expect("one copy was written first");
    let conn = rusqlite::Connection::open(copy).expect("the copy");
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!((version, column::<String>(&conn, "SELECT sku FROM variant ORDER BY seq").len()), (1, 4));
    // Opened once more, there is nothing to do and no second copy.
    open().expect("it opens again").close();
    assert_eq!(copies().len(), 1);
}
