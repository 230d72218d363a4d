//! Prices with 10,000 rules: a basket of 200 lines, compiling the rules, and trying one over past orders.

use crate::Outcome;
use crate::loader::{self, Dice};
use crate::report::{Goal, Report, median};
use crate::reserve::{call, refusal};
use rusqlite::{Connection, OpenFlags, params};
use serde_json::json;
use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use stockroom_core::catalog::{Sellable, sellable};
use stockroom_core::db::{Actor, Snapshot, add_functions};
use stockroom_core::kernel::{Role, StaffId, VariantId};
use stockroom_core::pricing::Prices;
use stockroom_core::{Core, OpenOptions};
use uuid::Uuid;

const RULES: i64 = 10_000;
const LINES: usize = 200;
/// Orders of the store that a rule is tried over.
const ORDERS: u32 = 25_000;
const ROUNDS: usize = 50;

pub fn run(report: &mut Report, cache: &Path) -> Outcome<()> {
    let loaded = loader::cached(report, cache, ORDERS)?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("prices.stockroom");
    std::fs::copy(loaded, &path)?;
    Core::open(OpenOptions::new(&path).background(false)).map_err(refusal)?.close();
    let conn = Connection::open(&path)?;
    add_functions(&conn)?;
    add_rules(&conn)?;
    conn.close().map_err(|(_, error)| error)?;

    basket(report, &path)?;
    tried(report, &path)
}

/// Rules of every kind and scope: most are about single goods, a few hundred about the whole store.
fn add_rules(conn: &Connection) -> Outcome<()> {
    let mut dice = Dice(7);
    let all = |sql: &str| -> Outcome<Vec<[u8; 16]>> {
        let mut statement = conn.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    };
    let variants = all("SELECT id FROM variant ORDER BY row_no")?;
    let products = all("SELECT id FROM product ORDER BY row_no")?;
    let tiers = all("SELECT id FROM tier ORDER BY rank")?;
    let staff = all("SELECT id FROM staff LIMIT 1")?;
    let tx = conn.unchecked_transaction()?;
    {
        let mut insert = tx.prepare(
            "INSERT INTO price_rule
               (row_no, seq, id, kind, name, name_folded, scope, variant_id, product_id, tier_id, min_quantity,
                percent_bp, priority, active, staff_id, created_at, updated_at)
             VALUES (?1, ?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12, ?13, ?13)",
        )?;
        for seq in 1..=RULES {
            let (scope, variant, product) = match dice.below(100) {
                0..60 => ("variant", Some(variants[dice.below(variants.len())]), None),
                60..97 => ("product", None, Some(products[dice.below(products.len())])),
                _ => ("store", None, None),
            };
            let (kind, tier, from) = match dice.below(3) {
                0 => ("promotion", None, 1),
                1 => ("quantity_break", None, 2 + dice.below(30) as i64),
                _ => ("tier", Some(tiers[dice.below(tiers.len())]), 1),
            };
            insert.execute(params![
                seq,
                dice.id(loader::END_MS),
                kind,
                format!("rule {seq}"),
                scope,
                variant,
                product,
                tier,
                from,
                1 + dice.below(3_000) as i64,
                dice.below(10) as i64,
                staff[0],
                loader::END_MS,
            ])?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn basket(report: &mut Report, path: &Path) -> Outcome<()> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    add_functions(&conn)?;
    let actor = Actor { staff_id: StaffId::from_uuid(Uuid::nil()), name: "Bench".to_owned(), role: Role::System };
    let now = stockroom_core::Instant(loader::END_MS);
    let told = |failure| format!("{failure:?}");
    let books = Snapshot::new(&conn, now, &actor).map_err(told)?;
    let ids: Vec<VariantId> = books
        .rows("SELECT id FROM variant ORDER BY row_no LIMIT ?1", [LINES as i64], |row| row.get(0))
        .map_err(told)?;
    let goods: Vec<Sellable> =
        ids.iter().cycle().take(LINES).map(|id| sellable(&books, *id)).collect::<Result<_, _>>().map_err(told)?;

    let mut compiling = Vec::new();
    for _ in 0..5 {
        conn.execute("UPDATE price_stamp SET stamp = randomblob(16)", [])?;
        let began = Instant::now();
        black_box(Prices::of(&books, None, now).map_err(told)?);
        compiling.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    // What cannot be avoided after a change: reading the rows.
    let mut reading = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let rows: Vec<(Uuid, String)> = books
            .rows("SELECT * FROM price_rule WHERE archived_at IS NULL", [], |row| {
                Ok((Uuid::from_bytes(row.get("id")?), row.get("name")?))
            })
            .map_err(told)?;
        black_box(rows);
        reading.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    let (compiled, read) = (median(&mut compiling), median(&mut reading));
    report.ratio("price: compiling 10,000 rules", compiled, read, "ms", Goal::AtMost(12.0));

    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let began = Instant::now();
        let prices = Prices::of(&books, None, now).map_err(told)?;
        for (line, variant) in goods.iter().enumerate() {
            black_box(prices.quote(variant, ((line + round) % 40 + 1) as i64));
        }
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    let ours = median(&mut times);
    report.figure("price: a basket of 200 lines, 10,000 rules", ours, "ms", Goal::AtMost(5.0));

    // The least a rule can cost: finding it once for every kind and scope.
    let map: HashMap<(Uuid, u8), u64> = (0..RULES as u128).map(|n| ((Uuid::from_u128(n), 0), n as u64)).collect();
    let mut raw = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        for line in 0..LINES as u128 {
            for place in 0..9_u128 {
                black_box(map.get(&(Uuid::from_u128(line * 31 + place * 997), 0)));
            }
        }
        raw.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    report.ratio("price: the basket beside looking up alone", ours, median(&mut raw), "ms", Goal::AtMost(40.0));
    Ok(())
}

fn tried(report: &mut Report, path: &Path) -> Outcome<()> {
    let core = Core::open(OpenOptions::new(path).background(false)).map_err(refusal)?;
    let draft = json!({
        "name": "Everything", "kind": "promotion", "scope": "store", "priority": 1_000,
        "effect": { "kind": "percent", "basisPoints": 3_500 },
    });
    let request = json!({ "rule": draft, "days": 366 });
    let raw = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let (mut times, mut walks, mut lines) = (Vec::new(), Vec::new(), 0);
    for _ in 0..5 {
        let began = Instant::now();
        let trial = call(&core, "price_rule_try", &request)?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        lines = trial["lines"].as_i64().unwrap_or(0);
        let began = Instant::now();
        let sum: i64 = raw.query_row("SELECT sum(quantity * unit_price) FROM order_line", [], |row| row.get(0))?;
        black_box(sum);
        walks.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    let ours = median(&mut times);
    report.say(&format!("a rule was tried over {lines} lines"));
    report.ratio(
        "price: a rule tried, beside one walk of the lines",
        ours,
        median(&mut walks),
        "ms",
        Goal::AtMost(60.0),
    );
    report.figure(
        "price: a rule tried, each 50,000 lines",
        ours * 50_000.0 / lines.max(1) as f64,
        "ms",
        Goal::AtMost(1_000.0),
    );
    core.close();
    Ok(())
}
