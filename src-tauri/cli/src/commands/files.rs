//! The store file itself: a new one, a sample, a copy.

use crate::answer::Stop;
use crate::args::Global;
use crate::desk::{self, Desk, refused, request_id};
use crate::place::{self, absolute};
use crate::voice::{Voice, grouped};
use serde::Deserialize;
use serde_json::json;
use std::path::Path;
use stockroom_core::kernel::{Currency, Fields, Problem, TimeZone};
use stockroom_core::{OpenOptions, Refusal};

/// Longest name of a store, in characters.
const MAX_STORE_NAME: usize = 120;

pub fn init(global: &Global, voice: Voice, name: &str, currency: &str, time_zone: Option<String>) -> Result<(), Stop> {
    let request_id = request_id();
    let path = desk::store(global)?;
    let mut options = OpenOptions::new(&path).create(true);
    options.currency = currency.to_uppercase();
    if let Some(time_zone) = time_zone {
        options.time_zone = time_zone;
    }
    let mut fields = Fields::default();
    options.store_name = fields.required("name", name, MAX_STORE_NAME);
    if Currency::parse(&options.currency).is_none() {
        fields.add("currency", Problem::UnknownValue, None);
    }
    if TimeZone::parse(&options.time_zone).is_none() {
        fields.add("timeZone", Problem::UnknownValue, None);
    }
    fields.finish().map_err(|refusal| refused(&request_id, &refusal))?;
    if path.exists() {
        return Err(taken(&request_id));
    }
    let desk = Desk::open_with(global, options, &request_id)?;
    // Somebody else may have made it between the look and the making.
    if !desk.core.is_new() {
        return Err(taken(&request_id));
    }
    voice.object(&json!({ "path": path, "created": true }));
    voice.say(&format!("A new store: {}", path.display()));
    Ok(())
}

fn taken(request_id: &str) -> Stop {
    let reason = "a file lies there already; it was left as it is".to_owned();
    refused(request_id, &Refusal::DestinationNotAllowed { reason })
}

pub fn demo(global: &Global, voice: Voice, products: u32, orders: u32) -> Result<(), Stop> {
    let request_id = request_id();
    let path = place::demo_store(global.store.as_deref()).ok_or_else(desk::no_place)?;
    let options = OpenOptions::new(&path).create(true).demo(true);
    let desk = Desk::open_with(global, options, &request_id)?;
    desk.core.fill_demo(products, orders).map_err(|refusal| refused(&request_id, &refusal))?;
    voice.object(&json!({ "path": path, "products": products, "orders": orders }));
    voice.say(&format!(
        "A sample store with {} products and {} orders: {}",
        grouped(products.into()),
        grouped(orders.into()),
        path.display()
    ));
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BackupWritten {
    path: String,
    bytes: i64,
    elapsed_ms: i64,
}

pub fn backup(global: &Global, voice: Voice, out: &Path) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let destination = desk.core.grant_destination(absolute(out)).map_err(|refusal| refused(&request_id(), &refusal))?;
    let answer = desk.ask("backup_now", &json!({ "destination": destination }))?;
    let written: BackupWritten = answer.told(voice)?;
    voice.say(&format!(
        "Backup written and read back: {} ({} bytes, {} ms).",
        written.path,
        grouped(written.bytes),
        written.elapsed_ms
    ));
    Ok(())
}
