//! The CSV of every order, beside the sqlite3 shell writing the same formatted rows of the same file.

use crate::Outcome;
use crate::memory::{peak_mb, reset_peak, resident_mb};
use crate::report::{Goal, Report, median};
use crate::reserve::{call, refusal};
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use stockroom_core::{Core, OpenOptions};

const ROUNDS: usize = 3;

pub fn run(report: &mut Report, store: &Path) -> Outcome<()> {
    let core = Core::open(OpenOptions::new(store).background(false)).map_err(refusal)?;
    let out = store.with_file_name("export.csv");
    let token = core.grant_destination(std::path::absolute(&out)?).map_err(refusal)?;
    let export = || -> Outcome<(f64, i64)> {
        let began = Instant::now();
        let told = call(&core, "orders_export", &json!({ "destination": token, "sort": "oldest" }))?;
        Ok((began.elapsed().as_secs_f64(), told["rows"].as_i64().unwrap_or_default()))
    };
    export()?;
    let before = resident_mb();
    reset_peak();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (took, rows) = export()?;
        ours.push(rows as f64 / took);
        if let Some(took) = shell(store)? {
            theirs.push(rows as f64 / took);
        }
    }
    let grown = peak_mb() - before;
    std::fs::remove_file(&out)?;
    if theirs.is_empty() {
        report.say("the sqlite3 shell is not installed; the export has nothing to be compared with");
        report.figure("export of 1,000,000 orders", median(&mut ours), "rows per s", Goal::AtLeast(0.0));
    } else {
        report.ratio(
            "export of 1,000,000 orders to the sqlite3 shell",
            median(&mut ours),
            median(&mut theirs),
            "rows per s",
            Goal::AtLeast(1.5),
        );
    }
    report.figure("export: memory above the start", grown, "MB", Goal::AtMost(64.0));
    Ok(())
}

/// The shell with the same columns, formatted in SQL; how long it took, or None where there is no shell.
fn shell(store: &Path) -> Outcome<Option<f64>> {
    let out = store.with_file_name("shell.csv");
    let sql = "SELECT number, strftime('%Y-%m-%d %H:%M:%S', created_at / 1000, 'unixepoch') AS placed_at, status, priority,
        customer_name AS customer, customer_email AS email, line_count AS lines, items,
        printf('%d.%02d', subtotal / 100, subtotal % 100) AS subtotal, printf('%d.%02d', discount / 100, discount % 100) AS discount,
        printf('%d.%02d', tax / 100, tax % 100) AS tax, printf('%d.%02d', total / 100, total % 100) AS total, 'EUR' AS currency,
        fulfilment, promised_on, (SELECT name FROM staff WHERE id = staff_id) AS staff, note
        FROM orders INDEXED BY orders_by_created ORDER BY created_at, seq;";
    let file = std::fs::File::create(&out)?;
    let began = Instant::now();
    let shell = Command::new("sqlite3")
        .args(["-readonly", "-csv", "-header"])
        .arg(store)
        .arg(sql)
        .stdout(Stdio::from(file))
        .status();
    let took = began.elapsed().as_secs_f64();
    let _ = std::fs::remove_file(&out);
    match shell {
        Ok(status) if status.success() => Ok(Some(took)),
        Ok(status) => Err(format!("the sqlite3 shell ended with {status}").into()),
        Err(_) => Ok(None),
    }
}
