//! `wait`: the queue of those who wait for units.

use super::count::location_id;
use super::export::customer_id;
use crate::answer::Stop;
use crate::args::{Global, Wait, WaitAdd};
use crate::desk::{Desk, refused, request_id};
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use stockroom_core::Refusal;
use stockroom_core::kernel::WaitStatus;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    id: String,
    seq: i64,
    sku: String,
    location_name: String,
    quantity: i64,
    granted: i64,
    status: WaitStatus,
    position: Option<i64>,
    ahead: i64,
    for_whom: String,
    staff_name: String,
}

#[derive(Deserialize)]
struct Places {
    rows: Vec<Place>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Made {
    rows: Vec<Place>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "match")]
    found: Option<Match>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    variant_id: String,
}

pub fn wait(global: &Global, voice: Voice, asked: Wait) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    match asked {
        Wait::List { status, code, limit } => {
            let variant = code.map(|code| variant_id(&desk, &code)).transpose()?;
            let request = json!({ "status": status, "variantId": variant, "limit": limit });
            let page: Places = desk.ask("wait_list", &request)?.told(voice)?;
            say(voice, &page.rows);
            Ok(())
        }
        Wait::Add(asked) => add(&desk, voice, &asked),
        Wait::Cancel { waits, reason } => {
            let ids = waits.iter().map(|name| id_of(&desk, name)).collect::<Result<Vec<_>, _>>()?;
            let made: Made = desk.ask("wait_cancel", &json!({ "ids": ids, "reason": reason }))?.told(voice)?;
            say(voice, &made.rows);
            Ok(())
        }
    }
}

fn add(desk: &Desk, voice: Voice, asked: &WaitAdd) -> Result<(), Stop> {
    let line = json!({
        "variantId": variant_id(desk, &asked.code)?,
        "quantity": asked.quantity,
        "locationId": asked.location.as_deref().map(|place| location_id(desk, place)).transpose()?,
        "acceptPart": asked.part,
    });
    let request = json!({
        "lines": [line],
        "forWhom": asked.name,
        "customerId": asked.customer.as_deref().map(|who| customer_id(desk, who)).transpose()?,
        "holdSeconds": asked.hold.map(|time| time.as_secs()),
        "waitSeconds": asked.until.map(|time| time.as_secs()),
        "note": asked.note,
    });
    let made: Made = desk.ask("wait_create", &request)?.told(voice)?;
    say(voice, &made.rows);
    Ok(())
}

fn say(voice: Voice, places: &[Place]) {
    let head = ["no.", "sku", "where", "units", "got", "state", "place", "ahead", "for", "who"];
    let rows = places.iter().map(|place| {
        vec![
            place.seq.to_string(),
            place.sku.clone(),
            place.location_name.clone(),
            grouped(place.quantity),
            grouped(place.granted),
            place.status.to_string(),
            place.position.map(grouped).unwrap_or_default(),
            grouped(place.ahead),
            place.for_whom.clone(),
            place.staff_name.clone(),
        ]
    });
    let table: Vec<Vec<String>> = std::iter::once(head.map(str::to_owned).to_vec()).chain(rows).collect();
    voice.say(&aligned(&table, &[0, 3, 4, 6, 7]));
}

fn variant_id(desk: &Desk, code: &str) -> Result<String, Stop> {
    let found: Found = desk.ask("product_find", &json!({ "code": code }))?.value()?;
    match found.found {
        Some(found) => Ok(found.variant_id),
        None => Err(refused(&request_id(), &Refusal::not_found("product", code))),
    }
}

/// The id of a wait that is named by its number, as `list` shows it, or by its id.
fn id_of(desk: &Desk, name: &str) -> Result<String, Stop> {
    let Ok(seq) = name.parse::<i64>() else { return Ok(name.to_owned()) };
    let mut cursor: Option<Value> = None;
    loop {
        let page: Places = desk.ask("wait_list", &json!({ "cursor": cursor, "limit": 200 }))?.value()?;
        if let Some(place) = page.rows.into_iter().find(|place| place.seq == seq) {
            return Ok(place.id);
        }
        match page.next {
            Some(next) => cursor = Some(Value::from(next)),
            None => return Err(refused(&request_id(), &Refusal::not_found("wait", name))),
        }
    }
}
