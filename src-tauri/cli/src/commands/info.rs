//! `info`: what the store is and holds.

use crate::answer::Stop;
use crate::args::Global;
use crate::desk::Desk;
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::json;
use stockroom_core::Instant;
use stockroom_core::kernel::TimeZone;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoreInfo {
    path: String,
    demo: bool,
    size_bytes: i64,
    program_version: String,
    schema_version: i64,
    migrations: Vec<String>,
    sqlite_version: String,
    journal_mode: String,
    created_at: Instant,
    counts: Counts,
    audit_anchor: String,
    log_folder: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    products: i64,
    customers: i64,
    orders: i64,
    order_lines: i64,
    reservations: i64,
    movements: i64,
    audit_entries: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    store_name: String,
    currency: String,
    currency_fixed: bool,
    time_zone: String,
    hold_seconds: i64,
    order_hold_seconds: i64,
    reorder_level: i64,
    tax_rate_bp: i64,
}

pub fn info(global: &Global, voice: Voice) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let store: StoreInfo = desk.ask("store_info", &json!({}))?.told(voice)?;
    let settings: Settings = desk.ask("settings_get", &json!({}))?.told(voice)?;
    let facts = facts(&store, &settings).map(|(name, fact)| vec![name.to_owned(), fact]);
    let counts = counts(&store.counts).map(|(name, count)| vec![name.to_owned(), grouped(count)]);
    voice.say(&format!("{}\n\n{}", aligned(&facts, &[]), aligned(&counts, &[1])));
    Ok(())
}

fn facts(store: &StoreInfo, settings: &Settings) -> [(&'static str, String); 12] {
    let created = match TimeZone::parse(&settings.time_zone) {
        Some(zone) => zone.show(store.created_at),
        None => store.created_at.0.to_string(),
    };
    let demo = if store.demo { " (sample)" } else { "" };
    let fixed = if settings.currency_fixed { " (fixed: prices are kept in it)" } else { "" };
    [
        ("store", format!("{}{demo}", settings.store_name)),
        ("file", store.path.clone()),
        ("size", format!("{} bytes", grouped(store.size_bytes))),
        ("made", created),
        ("schema", format!("{} ({})", store.schema_version, store.migrations.join(", "))),
        (
            "program",
            format!("{}, SQLite {}, journal {}", store.program_version, store.sqlite_version, store.journal_mode),
        ),
        ("audit", format!("ends in {}", store.audit_anchor)),
        ("log folder", store.log_folder.clone()),
        ("currency", format!("{}{fixed}", settings.currency)),
        ("time zone", settings.time_zone.clone()),
        ("holds run", format!("{} s; pending orders {} s", settings.hold_seconds, settings.order_hold_seconds)),
        ("low at", format!("{} units; tax {}", settings.reorder_level, percent(settings.tax_rate_bp))),
    ]
}

/// A rate in basis points as people write it, like 23 % or 13.5 %.
fn percent(basis_points: i64) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    match rest {
        0 => format!("{whole} %"),
        _ => format!("{whole}.{} %", format!("{rest:02}").trim_end_matches('0')),
    }
}

fn counts(counts: &Counts) -> [(&'static str, i64); 7] {
    [
        ("products", counts.products),
        ("customers", counts.customers),
        ("orders", counts.orders),
        ("order lines", counts.order_lines),
        ("holds, ever", counts.reservations),
        ("stock movements", counts.movements),
        ("audit entries", counts.audit_entries),
    ]
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_rate_reads_as_people_write_it() {
        assert_eq!([2300, 1350, 905, 0].map(percent), ["23 %", "13.5 %", "9.05 %", "0 %"]);
    }
}
