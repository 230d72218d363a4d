//! 100,000 rows from a file into an empty store, dry run and apply, beside reading the same file with the csv crate and
//! putting the same rows into the same tables by plain prepared statements.

use crate::Outcome;
use crate::memory::{peak_mb, reset_peak, resident_mb};
use crate::report::{Goal, Report};
use crate::reserve::{call, refusal};
use rusqlite::{Connection, params};
use serde_json::json;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;
use stockroom_core::{Core, OpenOptions};

/// Rows of the file.
const ROWS: u32 = 100_000;

pub fn run(report: &mut Report) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("goods.csv");
    write_file(&file)?;
    let raw = raw(&file, &folder.path().join("raw.sqlite"))?;

    let core = Core::open(OpenOptions::new(folder.path().join("store.stockroom")).create(true).background(false))
        .map_err(refusal)?;
    let source = core.grant_source(file).map_err(refusal)?;
    let before = resident_mb();
    reset_peak();
    let began = Instant::now();
    let opened = call(&core, "import_open", &json!({ "source": source }))?;
    let mut mapping = opened["mapping"].clone();
    mapping["stock"] = json!("set");
    let request = json!({ "importId": opened["importId"], "mapping": mapping });
    let checked = call(&core, "import_check", &request)?;
    if checked["added"] != json!(ROWS) {
        return Err(format!("the dry run says {checked}").into());
    }
    let dry = began.elapsed().as_secs_f64();
    let began = Instant::now();
    call(&core, "import_apply", &json!({ "importId": opened["importId"] }))?;
    let apply = began.elapsed().as_secs_f64();
    let grown = peak_mb() - before;
    report.figure("import of 100,000 rows: dry run", dry, "s", Goal::AtMost(8.0));
    report.figure("import of 100,000 rows: apply, in the writer", apply, "s", Goal::AtMost(2.0));
    report.ratio(
        "import of 100,000 rows: both to raw reading and inserting",
        dry + apply,
        raw,
        "s",
        Goal::AtMost(10.0),
    );
    report.figure("import of 100,000 rows: both", dry + apply, "s", Goal::AtMost(10.0));
    report.figure("import: memory above the start", grown, "MB", Goal::AtMost(300.0));
    let began = Instant::now();
    call(&core, "import_check", &request)?;
    report.figure("import of 100,000 known rows: dry run", began.elapsed().as_secs_f64(), "s", Goal::AtMost(8.0));
    Ok(())
}

fn write_file(path: &Path) -> Outcome<()> {
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    writeln!(out, "SKU,Name,Description,Category,Price,Barcode,Stock,Cost")?;
    for row in 0..ROWS {
        let (shelf, group) = (row % 40, row % 7);
        writeln!(
            out,
            "SKU-{row:06},\"Article {row} of shelf {shelf}, plain\",Made to last,Goods > Group {group} > Shelf {shelf},{}.{:02},{:013},{},{}.10",
            row % 90 + 5,
            row % 100,
            5_390_000_000_000_u64 + u64::from(row),
            row % 25,
            row % 40 + 1,
        )?;
    }
    out.flush()?;
    Ok(())
}

/// The same rows without any of our rules.
fn raw(file: &Path, place: &Path) -> Outcome<f64> {
    let mut conn = Connection::open(place)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         CREATE TABLE product (row_no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT, description TEXT,
                               category TEXT, base_price INTEGER) STRICT;
         CREATE TABLE variant (row_no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, product_id BLOB, sku TEXT UNIQUE,
                               last_cost INTEGER) STRICT;
         CREATE TABLE barcode (code TEXT UNIQUE, variant_id BLOB) STRICT;
         CREATE TABLE stock_balance (variant_id BLOB UNIQUE, on_hand INTEGER) STRICT;
         CREATE TABLE stock_movement (seq INTEGER PRIMARY KEY, variant_id BLOB, on_hand_delta INTEGER) STRICT;
         CREATE TABLE audit_entry (seq INTEGER PRIMARY KEY, new_value TEXT) STRICT;",
    )?;
    let began = Instant::now();
    let mut rows = csv::Reader::from_path(file)?;
    let tx = conn.transaction()?;
    {
        let mut product = tx.prepare("INSERT INTO product VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut variant = tx.prepare("INSERT INTO variant VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut barcode = tx.prepare("INSERT INTO barcode VALUES (?1, ?2)")?;
        let mut balance = tx.prepare("INSERT INTO stock_balance VALUES (?1, ?2)")?;
        let mut movement = tx.prepare("INSERT INTO stock_movement VALUES (?1, ?2, ?3)")?;
        let mut entry = tx.prepare("INSERT INTO audit_entry VALUES (?1, ?2)")?;
        let mut record = csv::StringRecord::new();
        let mut number: i64 = 0;
        while rows.read_record(&mut record)? {
            number += 1;
            let cents = |cell: &str| cell.replace('.', "").parse::<i64>().unwrap_or_default();
            let (id, of) = (*uuid::Uuid::now_v7().as_bytes(), *uuid::Uuid::now_v7().as_bytes());
            product.execute(params![number, id, &record[1], &record[2], &record[3], cents(&record[4])])?;
            variant.execute(params![number, of, id, &record[0], cents(&record[7])])?;
            barcode.execute(params![&record[5], of])?;
            let units: i64 = record[6].parse()?;
            balance.execute(params![of, units])?;
            movement.execute(params![number, of, units])?;
            entry.execute(params![number, record.as_slice()])?;
        }
    }
    tx.commit()?;
    Ok(began.elapsed().as_secs_f64())
}
