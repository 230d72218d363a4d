//! A stock count of a hundred thousand variants, beside hand-written SQL that writes the same rows.

use crate::Outcome;
use crate::report::{Goal, Report, median};
use crate::reserve::{call, refusal};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;
use stockroom_core::{Core, OpenOptions};

const VARIANTS: u32 = 100_000;
/// Lines whose figure is not what is expected: every twentieth.
const EVERY: u32 = 20;
/// Entries of one request.
const ENTRIES: usize = 500;
/// Units on hand of each variant.
const ON_HAND: i64 = 10;

pub fn run(report: &mut Report) -> Outcome<()> {
    let folder = tempfile::Builder::new().prefix("stockroom-bench").tempdir_in("target")?;
    let path = folder.path().join("count.stockroom");
    drop(Core::open(OpenOptions::new(&path).create(true).background(false)).map_err(refusal)?);
    let variants = fill(&path)?;
    let core = Core::open(OpenOptions::new(&path).background(false)).map_err(refusal)?;

    let began = Instant::now();
    let sheet = call(&core, "count_start", &json!({ "scope": "all" }))?;
    let started = began.elapsed().as_secs_f64();
    report.ratio("count: a sheet of 100,000 lines", started, raw_start(&path)?, "s", Goal::AtMost(2.0));
    let id = &sheet["id"];

    let mut entered = Vec::new();
    for (at, chunk) in variants.chunks(ENTRIES).enumerate() {
        let entries: Vec<Value> = (0..)
            .zip(chunk)
            .map(|(index, variant)| {
                let differs = (at * ENTRIES + index).is_multiple_of(EVERY as usize);
                json!({ "variantId": variant, "quantity": ON_HAND - i64::from(differs), "mode": "set" })
            })
            .collect();
        let began = Instant::now();
        call(&core, "count_enter", &json!({ "id": id, "entries": entries }))?;
        entered.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    report.figure("count: 500 figures come in", median(&mut entered), "ms", Goal::AtMost(100.0));
    let scan = json!({ "id": id, "entries": [{ "code": "SKU-77777", "quantity": ON_HAND, "mode": "set" }] });
    report.figure("count: one scan", time(&core, "count_enter", &scan)?, "ms", Goal::AtMost(10.0));
    report.figure(
        "count: the figures of the sheet",
        time(&core, "count_get", &json!({ "id": id }))?,
        "ms",
        Goal::AtMost(50.0),
    );
    for (what, goal, request) in [
        ("count: a page of its lines", 10.0, json!({ "id": id, "filter": "all" })),
        ("count: a page far down", 10.0, json!({ "id": id, "filter": "all", "cursor": "90000" })),
        ("count: a page of what differs", 50.0, json!({ "id": id, "filter": "differs" })),
        ("count: a text that is nowhere in it", 20.0, json!({ "id": id, "filter": "all", "text": "nowhere" })),
    ] {
        report.figure(what, time(&core, "count_lines", &request)?, "ms", Goal::AtMost(goal));
    }

    let version = call(&core, "count_get", &json!({ "id": id }))?["rowVersion"].clone();
    let began = Instant::now();
    let posted = call(&core, "count_post", &json!({ "id": id, "rowVersion": version, "uncounted": "leave" }))?;
    let took = began.elapsed().as_secs_f64();
    if posted["adjusted"] != json!(VARIANTS / EVERY) {
        return Err(format!("not every difference was posted: {}", posted["adjusted"]).into());
    }
    report.figure("count: 5,000 differences of 100,000 lines are posted", took, "s", Goal::AtMost(1.0));

    let sheet = call(&core, "count_start", &json!({ "scope": "all" }))?;
    let entries: Vec<Value> =
        variants.iter().take(ENTRIES).map(|id| json!({ "variantId": id, "quantity": 9, "mode": "set" })).collect();
    call(&core, "count_enter", &json!({ "id": sheet["id"], "entries": entries }))?;
    let began = Instant::now();
    let posted = call(&core, "count_post", &json!({ "id": sheet["id"], "rowVersion": 2, "uncounted": "zero" }))?;
    report.figure(
        "count: 99,500 lines that nobody counted are posted as 0",
        began.elapsed().as_secs_f64(),
        "s",
        Goal::AtMost(20.0),
    );
    if posted["sheet"]["counted"] != json!(VARIANTS) {
        return Err(format!("not every line was counted: {}", posted["sheet"]).into());
    }
    Ok(())
}

/// The median of a few tries, in milliseconds.
fn time(core: &Core, name: &str, request: &Value) -> Outcome<f64> {
    let mut times = Vec::new();
    for _ in 0..7 {
        let began = Instant::now();
        call(core, name, request)?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(median(&mut times))
}

/// The same lines by hand, in a table of the same shape.
fn raw_start(path: &Path) -> Outcome<f64> {
    let conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA cache_size = -65536;
         CREATE TABLE by_hand (row_no INTEGER PRIMARY KEY, sheet_id BLOB, variant_id BLOB, UNIQUE (sheet_id, variant_id));
         CREATE INDEX by_hand_sheet ON by_hand (sheet_id);
         CREATE INDEX by_hand_uncounted ON by_hand (sheet_id) WHERE sheet_id IS NOT NULL;
         CREATE INDEX by_hand_variant ON by_hand (variant_id);",
    )?;
    let began = Instant::now();
    conn.execute(
        "INSERT INTO by_hand (sheet_id, variant_id)
         SELECT x'019a0000000070008000000000000001', variant.id
         FROM variant WHERE active = 1 ORDER BY name_folded, seq",
        [],
    )?;
    let took = began.elapsed().as_secs_f64();
    conn.execute_batch("DROP TABLE by_hand")?;
    Ok(took)
}

/// Products with one variant each, and stock of all of them. Gives the ids of the variants.
fn fill(path: &Path) -> Outcome<Vec<String>> {
    let mut conn = Connection::open(path)?;
    let (location, staff): (Vec<u8>, Vec<u8>) =
        conn.query_row("SELECT setting.selling_location_id, (SELECT id FROM staff LIMIT 1) FROM setting", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let tx = conn.transaction()?;
    let mut ids = Vec::new();
    {
        let mut product = tx.prepare(
            "INSERT INTO product (row_no, seq, id, name, name_folded, base_price, created_at, updated_at)
             VALUES (?1, ?1, ?2, ?3, lower(?3), 450, 0, 0)",
        )?;
        let mut variant = tx.prepare(
            "INSERT INTO variant (row_no, seq, id, product_id, sku, sku_folded, name_folded, price, created_at, updated_at)
             VALUES (?1, ?1, ?2, ?3, ?4, lower(?4), lower(?5), 450, 0, 0)",
        )?;
        let mut balance = tx
            .prepare("INSERT INTO stock_balance (variant_id, location_id, on_hand, reserved) VALUES (?1, ?2, ?3, 0)")?;
        let mut movement = tx.prepare(
            "INSERT INTO stock_movement (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
               reserved_after, staff_id, at)
             VALUES (?1, ?2, 'receive', ?3, 0, ?3, 0, ?4, 0)",
        )?;
        for n in 1..=VARIANTS {
            let (product_id, variant_id) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
            // Names in another order than the ids.
            let name = format!("Goods {:05}", n.wrapping_mul(7_919) % VARIANTS);
            product.execute(params![n, product_id.as_bytes(), name])?;
            variant.execute(params![n, variant_id.as_bytes(), product_id.as_bytes(), format!("SKU-{n:05}"), name])?;
            balance.execute(params![variant_id.as_bytes(), location, ON_HAND])?;
            movement.execute(params![variant_id.as_bytes(), location, ON_HAND, staff])?;
            ids.push(variant_id.to_string());
        }
    }
    tx.commit()?;
    Ok(ids)
}
