//! `order bulk`: many orders from a file. The file goes the way of an import, so that it may be of any size.

use super::export::show_progress;
use super::import::{open, save_refused};
use crate::answer::Stop;
use crate::args::{Global, OrderBulk};
use crate::desk::Desk;
use crate::voice::{Voice, grouped};
use serde::Deserialize;
use serde_json::json;

/// Orders that are shown of those that are not placed.
const SHOWN: i64 = 20;

#[derive(Deserialize)]
struct Checked {
    orders: Figures,
}

#[derive(Deserialize)]
struct Figures {
    placed: i64,
    short: i64,
    refused: i64,
    units: i64,
    total: String,
}

#[derive(Deserialize)]
struct Applied {
    orders: Placed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Placed {
    placed: i64,
    rejected: i64,
    skipped: i64,
    refused: i64,
    units: i64,
    total: String,
    first_number: Option<String>,
    last_number: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    rows: Vec<Order>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    order_ref: String,
    row: i64,
    result: String,
    customer: String,
    short: Vec<Short>,
    problems: Vec<String>,
}

#[derive(Deserialize)]
struct Short {
    sku: String,
    requested: i64,
    available: i64,
}

pub fn order_bulk(global: &Global, voice: Voice, asked: &OrderBulk) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let file = open(&desk, voice, &asked.file, asked.mapping.as_deref(), json!({ "kind": "orders" }))?;
    show_progress(&desk, voice);
    let checked = desk.ask("import_check", &json!({ "importId": file.import_id, "mapping": file.mapping }))?;
    // Of several answers one line is printed: that of the step which was asked for.
    let Checked { orders } = if asked.dry_run { checked.told(voice)? } else { checked.value()? };
    voice.say(&format!(
        "{} orders, {} units, {}; {} short, {} refused.",
        grouped(orders.placed),
        grouped(orders.units),
        orders.total,
        grouped(orders.short),
        grouped(orders.refused)
    ));
    if orders.short + orders.refused > 0 {
        show_not_placed(&desk, voice, &file.import_id)?;
        if let Some(place) = &asked.refused {
            save_refused(&desk, voice, &file.import_id, place)?;
        }
    }
    if !asked.apply {
        voice.say("Nothing was changed.");
        return Ok(());
    }
    let request = json!({
        "importId": file.import_id,
        "mode": if asked.each { "each" } else { "all_or_nothing" },
        "upTo": asked.up_to,
        "onShortage": if asked.skip_short { "skip" } else { "reject" },
    });
    let Applied { orders } = desk.ask("import_apply", &request)?.told(voice)?;
    voice.say(&format!(
        "{} placed ({} units, {}), {} kept as rejected, {} left out, {} refused.",
        grouped(orders.placed),
        grouped(orders.units),
        orders.total,
        grouped(orders.rejected),
        grouped(orders.skipped),
        grouped(orders.refused)
    ));
    if let (Some(first), Some(last)) = (orders.first_number, orders.last_number) {
        voice.say(&format!("Orders {first} to {last}."));
    }
    Ok(())
}

/// The first orders that are short or refused, each with its reasons.
fn show_not_placed(desk: &Desk, voice: Voice, import_id: &str) -> Result<(), Stop> {
    let request = json!({ "importId": import_id, "filter": "not_placed_first", "from": 0, "limit": SHOWN });
    let page: Page = desk.ask("import_order_rows", &request)?.value()?;
    for order in page.rows.into_iter().filter(|order| order.result != "placed") {
        let short = order
            .short
            .iter()
            .map(|line| format!("{} {} asked, {} available", line.requested, line.sku, line.available));
        let said: Vec<String> = short.chain(order.problems.iter().cloned()).collect();
        let called = if order.order_ref.is_empty() { format!("line {}", order.row) } else { order.order_ref };
        voice.say(&format!("{called} ({}): {}: {}", order.customer, order.result, said.join("; ")));
    }
    Ok(())
}
