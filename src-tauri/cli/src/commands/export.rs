//! `export orders`, `export products`, `export stock`, `export customers`.

use crate::answer::Stop;
use crate::args::{ExportCustomers, ExportGoods, ExportOrders, Global};
use crate::desk::{Desk, refused, request_id};
use crate::place::absolute;
use crate::voice::{Voice, grouped};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::io::{IsTerminal, Write};
use std::path::Path;
use stockroom_core::Refusal;
use stockroom_core::kernel::{CustomerId, StaffId};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Exported {
    rows: i64,
    bytes: i64,
    audit_anchor: String,
}

pub fn export_orders(global: &Global, voice: Voice, asked: &ExportOrders) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let filter = filter(&desk, asked)?;
    let sort = asked.sort.as_ref().map(|sort| sort.to_lowercase().replace('-', "_"));
    write(&desk, voice, "orders_export", "orders", &asked.out, json!({ "filter": filter, "sort": sort }))
}

pub fn export_products(global: &Global, voice: Voice, asked: &ExportGoods) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    write(&desk, voice, "products_export", "products", &asked.out, goods(asked))
}

pub fn export_stock(global: &Global, voice: Voice, asked: &ExportGoods) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    write(&desk, voice, "stock_export", "rows of stock", &asked.out, goods(asked))
}

pub fn export_customers(global: &Global, voice: Voice, asked: &ExportCustomers) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let filter = json!({ "text": asked.text, "archived": asked.archived });
    write(&desk, voice, "customers_export", "customers", &asked.out, filter)
}

fn goods(asked: &ExportGoods) -> Value {
    let mut filter = Map::new();
    for (field, text) in [("filter", &asked.filter), ("text", &asked.text)] {
        if let Some(text) = text {
            filter.insert(field.to_owned(), json!(text));
        }
    }
    let sort = asked.sort.as_ref().map(|sort| sort.to_lowercase().replace('-', "_"));
    json!({ "filter": filter, "sort": sort })
}

/// Sends the command with the chosen place, and says what was written.
fn write(desk: &Desk, voice: Voice, command: &str, what: &str, out: &Path, mut request: Value) -> Result<(), Stop> {
    let place = absolute(out);
    let destination = desk.core.grant_destination(place.clone()).map_err(|refusal| refused(&request_id(), &refusal))?;
    request["destination"] = json!(destination);
    show_progress(desk, voice);
    let answer = desk.ask(command, &request)?;
    let written: Exported = answer.told(voice)?;
    voice.say(&format!(
        "{} {what} written to {} ({} bytes). The audit stood at {}.",
        grouped(written.rows),
        place.display(),
        grouped(written.bytes),
        written.audit_anchor
    ));
    Ok(())
}

/// Tells a person at a terminal how far a long command is.
pub fn show_progress(desk: &Desk, voice: Voice) {
    if !voice.json && std::io::stderr().is_terminal() {
        desk.core.on_progress(|progress| {
            let _ = write!(std::io::stderr(), "\r{} of {}", grouped(progress.done), grouped(progress.total));
            if progress.done >= progress.total {
                let _ = writeln!(std::io::stderr());
            }
        });
    }
}

/// The filter as the core reads it, which judges the words in it.
fn filter(desk: &Desk, asked: &ExportOrders) -> Result<Value, Stop> {
    let mut filter = Map::new();
    let texts = [
        ("from", &asked.from),
        ("to", &asked.to),
        ("minTotal", &asked.min_total),
        ("maxTotal", &asked.max_total),
        ("text", &asked.text),
    ];
    for (field, text) in texts {
        if let Some(text) = text {
            filter.insert(field.to_owned(), json!(text));
        }
    }
    for (field, words) in [("status", &asked.status), ("priority", &asked.priority)] {
        if !words.is_empty() {
            filter.insert(field.to_owned(), json!(words));
        }
    }
    if let Some(who) = &asked.staff {
        filter.insert("staffId".to_owned(), json!(staff_id(desk, who)?));
    }
    if let Some(who) = &asked.customer {
        filter.insert("customerId".to_owned(), json!(customer_id(desk, who)?));
    }
    Ok(Value::Object(filter))
}

#[derive(Deserialize)]
struct Somebody {
    id: String,
    name: String,
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
pub(super) struct People {
    rows: Vec<Somebody>,
}

fn staff_id(desk: &Desk, who: &str) -> Result<String, Stop> {
    if StaffId::parse(who).is_some() {
        return Ok(who.to_owned());
    }
    let known: People = desk.ask("staff_list", &json!({}))?.value()?;
    the_one("member of staff", who, known)
}

pub(super) fn customer_id(desk: &Desk, who: &str) -> Result<String, Stop> {
    /// Enough to tell one from several.
    const LOOKED_AT: i64 = 50;
    if CustomerId::parse(who).is_some() {
        return Ok(who.to_owned());
    }
    let known: People = desk.ask("customer_suggest", &json!({ "text": who, "limit": LOOKED_AT }))?.value()?;
    the_one("customer", who, known)
}

/// The one whose name or e-mail address this is, in any letter case.
pub(super) fn the_one(object: &str, who: &str, known: People) -> Result<String, Stop> {
    let asked = who.trim().to_lowercase();
    let mut meant = known
        .rows
        .into_iter()
        .filter(|somebody| somebody.name.to_lowercase() == asked || somebody.email.to_lowercase() == asked);
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one.id),
        (Some(_), Some(_)) => {
            Err(Stop::Usage(format!("Several are called {who}. Name the {object} by e-mail address or id.")))
        }
        (None, _) => Err(refused(&request_id(), &Refusal::not_found(object, who))),
    }
}
