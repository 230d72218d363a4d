//! What becomes of an order that is placed: its way, payments, shipments, returns, and its story.

use crate::answer::Stop;
use crate::args::{Fulfilment, Global};
use crate::desk::Desk;
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use stockroom_core::Instant;
use stockroom_core::kernel::TimeZone;

/// Nobody but a machine reads an answer that is on the way to another.
const SILENT: Voice = Voice { json: false };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    number: String,
    status: String,
    due: String,
    row_version: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    order: Row,
    payments: Vec<Payment>,
    shipments: Vec<Numbered>,
    returns: Vec<Numbered>,
    timeline: Vec<Step>,
}

#[derive(Deserialize)]
struct Payment {
    amount: String,
    change: Option<String>,
}

#[derive(Deserialize)]
struct Numbered {
    number: i64,
    lines: Vec<Units>,
}

#[derive(Deserialize)]
struct Units {
    quantity: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    at: Instant,
    action: String,
    to: Option<String>,
    staff_name: String,
    reason: Option<String>,
    quantity: Option<i64>,
    sku: Option<String>,
    amount: Option<String>,
    method: Option<String>,
}

#[derive(Deserialize)]
struct Moved {
    done: i64,
    refused: i64,
    rows: Vec<MovedRow>,
}

#[derive(Deserialize)]
struct MovedRow {
    number: Option<String>,
    refusal: Option<Value>,
}

pub fn fulfilment(global: &Global, voice: Voice, asked: Fulfilment) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    match asked {
        Fulfilment::Transition { numbers, status, reason } => match numbers.as_slice() {
            [number] => {
                let order = find(&desk, number)?.order;
                let request =
                    json!({ "id": order.id, "to": status, "rowVersion": order.row_version, "reason": reason });
                let now: Detail = desk.ask("order_transition", &request)?.told(voice)?;
                voice.say(&stands(&now.order));
                Ok(())
            }
            numbers => {
                let ids =
                    numbers.iter().map(|number| Ok(find(&desk, number)?.order.id)).collect::<Result<Vec<_>, Stop>>()?;
                let request = json!({ "ids": ids, "to": status, "reason": reason });
                let moved: Moved = desk.ask("order_transition_many", &request)?.told(voice)?;
                for row in moved.rows {
                    let said =
                        row.refusal.as_ref().map_or("done", |refusal| refusal["code"].as_str().unwrap_or("refused"));
                    voice.say(&format!("{}  {said}", row.number.as_deref().unwrap_or("?")));
                }
                voice.say(&format!("{} moved, {} stayed.", grouped(moved.done), grouped(moved.refused)));
                Ok(())
            }
        },
        Fulfilment::Pay { number, method, amount, tendered, reference, note } => {
            let order = find(&desk, &number)?.order;
            let request = json!({
                "orderId": order.id, "method": method, "amount": amount, "tendered": tendered, "reference": reference,
                "note": note,
            });
            let now: Detail = desk.ask("payment_record", &request)?.told(voice)?;
            let paid = now.payments.last();
            let change = paid.and_then(|paid| paid.change.as_deref()).map(|change| format!(", {change} change"));
            voice.say(&format!(
                "{} paid{}; {} is due on {}.",
                paid.map_or("Nothing", |paid| paid.amount.as_str()),
                change.unwrap_or_default(),
                now.order.due,
                now.order.number
            ));
            Ok(())
        }
        Fulfilment::Refund { number, method, amount, reason, reference, note } => {
            let order = find(&desk, &number)?.order;
            let request = json!({
                "orderId": order.id, "method": method, "amount": amount, "reason": reason, "reference": reference,
                "note": note,
            });
            let now: Detail = desk.ask("payment_refund", &request)?.told(voice)?;
            voice.say(&format!("{amount} given back; {} is due on {}.", now.order.due, now.order.number));
            Ok(())
        }
        Fulfilment::Ship { number, lines, reference } => {
            let order = find(&desk, &number)?.order;
            let mut request = json!({ "id": order.id, "rowVersion": order.row_version, "reference": reference });
            if !lines.is_empty() {
                request["lines"] = lines.iter().map(|line| units(line)).collect::<Result<Vec<_>, Stop>>()?.into();
            }
            let now: Detail = desk.ask("order_ship", &request)?.told(voice)?;
            voice.say(&format!("{} {}", counted("Shipment", now.shipments.last()), stands(&now.order)));
            Ok(())
        }
        Fulfilment::Return { number, sellable, damaged, reason } => {
            let order = find(&desk, &number)?.order;
            let mut lines = Vec::with_capacity(sellable.len() + damaged.len());
            for (typed, condition) in [(&sellable, "sellable"), (&damaged, "damaged")] {
                for line in typed {
                    let mut line = units(line)?;
                    line["condition"] = json!(condition);
                    lines.push(line);
                }
            }
            let request = json!({ "id": order.id, "rowVersion": order.row_version, "lines": lines, "reason": reason });
            let now: Detail = desk.ask("order_return", &request)?.told(voice)?;
            voice.say(&format!("{} {}", counted("Return", now.returns.last()), stands(&now.order)));
            Ok(())
        }
        Fulfilment::Timeline { number } => {
            let order: Detail = desk.ask("order_get", &json!({ "number": number }))?.told(voice)?;
            // Only people read times of a clock on the wall.
            let zone = if voice.json { None } else { time_zone(&desk)? };
            voice.say(&story(&order, zone));
            Ok(())
        }
    }
}

fn find(desk: &Desk, number: &str) -> Result<Detail, Stop> {
    desk.ask("order_get", &json!({ "number": number }))?.told(SILENT)
}

/// `1=2`: two units of the first line.
fn units(typed: &str) -> Result<Value, Stop> {
    let read = || {
        let (line, quantity) = typed.split_once('=')?;
        Some(json!({ "lineNo": line.trim().parse::<i64>().ok()?, "quantity": quantity.trim().parse::<i64>().ok()? }))
    };
    read().ok_or_else(|| Stop::Usage(format!("{typed} is not like LINE=UNITS, 1=2 for two units of the first line.")))
}

fn stands(order: &Row) -> String {
    format!("{} is {}; {} is due.", order.number, order.status, order.due)
}

fn counted(what: &str, last: Option<&Numbered>) -> String {
    last.map_or_else(String::new, |last| {
        let units: i64 = last.lines.iter().map(|line| line.quantity).sum();
        format!("{what} {}: {} units.", last.number, grouped(units))
    })
}

/// The oldest first, as one reads.
fn story(order: &Detail, zone: Option<TimeZone>) -> String {
    let head = ["when", "what", "units", "amount", "who", "why"].map(str::to_owned).to_vec();
    let rows = order.timeline.iter().rev().map(|step| {
        let what = match &step.to {
            Some(to) => format!("{} {to}", step.action),
            None => step.sku.as_ref().map_or_else(|| step.action.clone(), |sku| format!("{} {sku}", step.action)),
        };
        let amount = [step.amount.as_deref(), step.method.as_deref()];
        vec![
            zone.map_or_else(|| step.at.0.to_string(), |zone| zone.show(step.at)),
            what.replace('_', " "),
            step.quantity.map(grouped).unwrap_or_default(),
            amount.into_iter().flatten().collect::<Vec<_>>().join(" "),
            step.staff_name.clone(),
            step.reason.clone().unwrap_or_default(),
        ]
    });
    let table: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    aligned(&table, &[2, 3])
}

fn time_zone(desk: &Desk) -> Result<Option<TimeZone>, Stop> {
    let settings: Value = desk.ask("settings_get", &json!({}))?.told(SILENT)?;
    Ok(settings["timeZone"].as_str().and_then(TimeZone::parse))
}
