//! 10,000 orders of 2 lines from a file, planned and placed in one transaction, beside putting the rows that came of it
//! into a copy of the same store by one statement a table.

use crate::Outcome;
use crate::report::{Goal, Report};
use crate::reserve::{call, refusal};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;
use stockroom_core::{Core, OpenOptions};

const ORDERS: u32 = 10_000;
const PRODUCTS: u32 = 2_000;
/// Customers of the store; every second order is one of theirs.
const CUSTOMERS: u32 = 500;
/// What an act of ten thousand orders writes, the tables that others stand on first.
const TABLES: [&str; 6] =
    ["orders", "order_line", "allocation", "order_status_history", "stock_movement", "audit_entry"];

pub fn run(report: &mut Report) -> Outcome<()> {
    let folder = tempfile::Builder::new().prefix("stockroom-bulk").tempdir_in("target")?;
    let place = folder.path().join("store.stockroom");
    let core = Core::open(OpenOptions::new(&place).create(true).background(false)).map_err(refusal)?;
    furnish(&core, folder.path())?;
    let before = folder.path().join("before.stockroom");
    Connection::open(&place)?.execute("VACUUM INTO ?1", [before.display().to_string()])?;

    let began = Instant::now();
    let import_id = check(&core, &folder.path().join("orders.csv"), "orders", &orders())?;
    let dry = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let applied = call(&core, "import_apply", &json!({ "importId": import_id, "mode": "all_or_nothing" }))?;
    let apply = began.elapsed().as_secs_f64();
    if applied["orders"]["placed"] != json!(ORDERS) {
        return Err(format!("not all were placed: {applied}").into());
    }
    core.close();
    let raw = raw(&before, &place)?;
    report.figure("10,000 orders of 2 lines: dry run", dry, "s", Goal::AtMost(1.5));
    report.figure("10,000 orders of 2 lines: placed and confirmed, in the writer", apply, "s", Goal::AtMost(3.0));
    report.ratio("10,000 orders of 2 lines: to the raw inserts", apply, raw, "s", Goal::AtMost(4.0));
    Ok(())
}

/// Goods with stock, customers of two tiers, and rules that lower prices.
fn furnish(core: &Core, folder: &Path) -> Outcome<()> {
    let mut goods = "SKU,Name,Price,Stock\n".to_owned();
    for row in 0..PRODUCTS {
        writeln!(goods, "SKU-{row:05},Article {row},{}.{:02},10000", row % 90 + 5, row % 100)?;
    }
    let import_id = check(core, &folder.join("goods.csv"), "products", &goods)?;
    call(core, "import_apply", &json!({ "importId": import_id }))?;
    let mut people = "Name,E-mail,Tier\n".to_owned();
    for row in 0..CUSTOMERS {
        writeln!(people, "Customer {row},c{row}@example.com,{}", if row % 3 == 0 { "Gold" } else { "" })?;
    }
    let import_id = check(core, &folder.join("people.csv"), "customers", &people)?;
    call(core, "import_apply", &json!({ "importId": import_id }))?;
    let tiers = call(core, "tier_list", &json!({}))?;
    let rows = tiers["rows"].as_array().ok_or("no tiers")?;
    let gold = rows.iter().find(|tier| tier["name"] == "Gold").ok_or("no gold tier")?;
    let percent = |basis_points: i64| json!({ "kind": "percent", "basisPoints": basis_points });
    for rule in [
        json!({ "kind": "quantity_break", "name": "3 of one", "scope": "store", "minQuantity": 3, "effect": percent(500) }),
        json!({ "kind": "tier", "name": "Gold", "scope": "store", "tierId": gold["id"], "effect": percent(1_500) }),
    ] {
        call(core, "price_rule_create", &rule)?;
    }
    Ok(())
}

fn orders() -> String {
    let mut text = "Order,Customer,E-mail,SKU,Quantity\n".to_owned();
    for order in 0..ORDERS {
        for line in 0..2 {
            let sku = (order * 7 + line * 1_001) % PRODUCTS;
            let email = if order % 2 == 0 { format!("c{}@example.com", order / 2 % CUSTOMERS) } else { String::new() };
            let _ = writeln!(text, "W-{order},Buyer {order},{email},SKU-{sku:05},{}", order % 4 + 1);
        }
    }
    text
}

fn check(core: &Core, file: &Path, kind: &str, text: &str) -> Outcome<Value> {
    std::fs::write(file, text)?;
    let source = core.grant_source(file.to_owned()).map_err(refusal)?;
    let opened = call(core, "import_open", &json!({ "source": source, "kind": kind }))?;
    let mut mapping = opened["mapping"].clone();
    if kind == "products" {
        mapping["stock"] = json!("set");
    }
    let checked = call(core, "import_check", &json!({ "importId": opened["importId"], "mapping": mapping }))?;
    if checked["refused"] != json!(0) {
        return Err(format!("rows of {kind} are refused: {checked}").into());
    }
    Ok(opened["importId"].clone())
}

/// The rows that the act wrote, into the store as it was before it: the same indexes and foreign keys, and nothing of
/// ours.
fn raw(before: &Path, after: &Path) -> Outcome<f64> {
    let conn = Connection::open(before)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -65536;
         DROP TRIGGER orders_begin;",
    )?;
    conn.execute("ATTACH ?1 AS done", [after.display().to_string()])?;
    // What is copied is read once before, so that reading it is not what is measured.
    for table in TABLES {
        conn.execute_batch(&format!(
            "CREATE TEMP TABLE new_{table} AS SELECT * FROM done.{table} EXCEPT SELECT * FROM main.{table}"
        ))?;
    }
    let began = Instant::now();
    conn.execute_batch("BEGIN IMMEDIATE")?;
    for table in TABLES {
        conn.execute(&format!("INSERT INTO main.{table} SELECT * FROM temp.new_{table}"), [])?;
    }
    conn.execute_batch("COMMIT")?;
    Ok(began.elapsed().as_secs_f64())
}
